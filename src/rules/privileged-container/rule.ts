import type { Container } from '../../model/container.ts';
import { isCertain, isOfFeature } from '../../text/location.ts';
import { displayText } from '../../text/setting.ts';
import { defineContainerRule } from '../rule.ts';
import type { StatedFix } from '../shared/changes.ts';
import { ask, openReason } from '../shared/demand.ts';
import { hostMounts } from '../shared/host/mounts.ts';
import { needsOf } from '../shared/image/needs.ts';
import { purposeOf } from '../shared/image/purpose.ts';

const BREAKS = 'Breaks anything that needs extra capabilities, devices or mounts; add the specific one it needs.';

export default defineContainerRule({
  id: 'privileged-container',
  references: [{ kind: 'cis', item: 4, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 9.3,
  cwe: [250],
  title: 'Container runs privileged',
  brief: 'privileged',
  recommendation: 'The container runs unprivileged',
  fixes: {
    unneeded: {
      risk: 'high',
      title: "Run it without `privileged`, which its program doesn't need",
      breaks: BREAKS,
    },
    remove: { risk: 'high', title: 'Run it without `privileged`', breaks: BREAKS, isByName: true },
  },
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} privileged: it has all capabilities and all host devices, without AppArmor or seccomp confinement.`,
      compose: 'Remove `privileged: true` and add only the capability (`cap_add`) or device (`devices`) it needs.',
      docker:
        voice.flag('--privileged') === '--privileged'
          ? 'Remove `--privileged` and add only the capability (`--cap-add`) or device (`--device`) it needs.'
          : `Remove \`${voice.flag('--privileged')}\` unless the step needs it. If it does, run only trusted code in it, and suppress this finding with a reason.`,
    }),
    nested: (voice, { isFeature }: { isFeature: boolean }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} privileged, which Docker in Docker requires: all that runs in it can control the host.`,
      remedy: `${isFeature ? 'Remove the feature, or give' : 'Give'} it a machine of its own and run only trusted code there; then ${voice.suppression('privileged-container', 'Docker in Docker, on its own machine')}.`,
    }),
    hostReader: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} privileged, as some monitoring programs do: it has all capabilities and all host devices, without AppArmor or seccomp confinement.`,
      remedy: `If its documentation names the capabilities and mounts it needs, use those; otherwise, ${voice.suppression('privileged-container', 'monitors the host')}.`,
    }),
    binfmt: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} privileged to register binfmt handlers in the host's kernel: it controls the host while it runs.`,
      remedy: `Pin the image by digest, then ${voice.suppression('privileged-container', 'registers binfmt handlers')}.`,
    }),
  },
  check(container, { image, judge, fail, undecided }) {
    const { privileged } = container.hostConfig;
    const answer = ask(privileged, (isPrivileged) => isPrivileged);
    const unread = answer.kind === 'no' ? openReason(container) : undefined;
    if (unread !== undefined) return [undecided(unread)];
    return judge(answer, 'Whether it is privileged', (found) => {
      const isFeature = isOfFeature(found.place);
      const purpose = isFeature ? 'Docker in Docker' : purposeOf(container);
      if (purpose === 'binfmt') return fail(found, 'binfmt', {});
      if (purpose === 'Docker in Docker') return fail(found, 'nested', { isFeature });
      if (purpose === 'monitoring agent') return fail(found, 'hostReader', {}, { removes: 'privileged' });
      const needs = purpose === undefined ? needsOf(container, image()) : undefined;
      if (needs?.start.capabilities === undefined || usesHost(container))
        return fail(found, 'privileged', {}, { removes: 'privileged' });
      const fixes = (): readonly StatedFix<'unneeded'>[] =>
        isCertain(found.place)
          ? [{ id: 'unneeded', changes: [{ kind: 'remove', field: 'privileged', place: found.place }] }]
          : [];
      return fail(found, 'privileged', {}, { fixes });
    });
  },
});

/** True if it uses the host's devices or system directories, for which it may need privileges. */
function usesHost(container: Container): boolean {
  const { devices = [], pidMode, capAdd = [] } = container.hostConfig;
  const isSystem = /^\/(?:dev|proc|sys|run|var\/run|lib\/modules|etc)?(?:\/|$)/;
  return (
    devices.length + capAdd.length > 0 ||
    pidMode !== undefined ||
    hostMounts(container).some(({ source }) => isSystem.test(displayText(source)))
  );
}
