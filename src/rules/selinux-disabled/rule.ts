import { isCertain } from '../../text/location.ts';
import { flagOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { askAny, couldEqual } from '../shared/demand.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { securityOptions, type WrittenSecurityOption, writtenOption } from '../shared/privileges/security-options.ts';

export default defineContainerRule({
  id: 'selinux-disabled',
  references: [{ kind: 'cis', item: 2, level: 2, isScored: true }],
  severity: 'error',
  securitySeverity: 6.4,
  title: 'Container runs without SELinux confinement',
  brief: 'no SELinux',
  lacks: 'no SELinux label',
  offWith: ['privileged-container', 'host-pid-namespace', 'host-ipc-namespace'],
  recommendation: 'SELinux labels are enabled',
  options: { require: flagOption(false, 'Also report containers with no `label` option.') },
  strictOptions: { require: true },
  fixes: {
    remove: {
      risk: 'high',
      title: "Use the engine's SELinux label",
      breaks: 'Blocks access to host files that have no container label, if the host enforces SELinux.',
    },
  },
  messages: {
    disabled: (voice, { text }: WrittenSecurityOption) => ({
      what: `${voice.name} ${voice.does('disables', 'disable')} SELinux labels, so SELinux no longer protects host files from it.`,
      compose: `Remove \`${text}\` from \`security_opt\`. If SELinux denies access to a bind mount, add \`:z\` or \`:Z\` to it.`,
      docker: `Remove \`--security-opt ${text}\`. If SELinux denies access to a bind mount, add \`:z\` or \`:Z\` to it.`,
    }),
    missing: (voice) => ({
      what: `${voice.name} sets no SELinux label.`,
      compose: 'Add `label=type:TYPE` or `label=level:LEVEL` to `security_opt`.',
      docker: 'Add `--security-opt label=type:TYPE` or `--security-opt label=level:LEVEL`.',
    }),
  },
  // The engine gives these containers a label only if an option names one.
  staysOn: (container) => securityOptions(container, 'label').length > 0,
  *check(container, { options, judge, fail, missing, undecided, notApplicable }) {
    const labels = securityOptions(container, 'label');
    const asked = askAny(
      labels,
      (label) => label === 'disable',
      (pattern) => couldEqual(pattern, 'disable'),
    );
    yield* judge(asked, 'The SELinux label', (found) => {
      const written = writtenOption(container, found.place, 'label=disable');
      return fail(found, 'disabled', written, { removes: 'securityOpt' });
    });
    const covered = coveredByPrivileged(container);
    if (covered !== undefined) yield notApplicable(covered);
    if (!options.require || covered !== undefined || asked.kind !== 'no') return;

    if (container.orchestrator === 'swarm')
      yield notApplicable('`docker service` and `docker stack` have no label option.');
    else if (labels.length === 0) yield missing('missing', {}, { severity: 'warning' });
    else if (labels.every(({ place }) => !isCertain(place)))
      yield undecided({ place: container.place, reason: 'Only some code paths set the SELinux label.' });
  },
});
