import { isOfFeature } from '../../text/location.ts';
import type { Pattern } from '../../text/setting.ts';
import { defineContainerRule } from '../rule.ts';
import { askAny, couldEqual } from '../shared/demand.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { optionsInForce, type WrittenSecurityOption, writtenOption } from '../shared/privileges/security-options.ts';

const UNCONFINED = 'unconfined';

export default defineContainerRule({
  id: 'seccomp-disabled',
  references: [{ kind: 'cis', item: 21, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.8,
  title: 'Container runs without a seccomp filter',
  brief: 'no seccomp filter',
  offWith: ['privileged-container'],
  recommendation: 'A seccomp profile is applied',
  fixes: {
    remove: {
      risk: 'high',
      title: "Use the engine's seccomp profile",
      breaks: 'Breaks system calls that the default profile denies.',
      isByName: true,
    },
  },
  messages: {
    unconfined: (voice, { text, separator }: WrittenSecurityOption) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} without a seccomp filter, so it can make every system call of the host's kernel.`,
      compose: `Remove \`${text}\` from \`security_opt\`, or use a custom profile: \`seccomp${separator}./profile.json\`.`,
      docker: `Remove \`--security-opt ${text}\`, or use a custom profile: \`--security-opt seccomp${separator}profile.json\`.`,
    }),
    feature: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} without a seccomp filter because of this feature, so it can make every system call of the host's kernel.`,
      remedy: `Remove the feature if you don't need its debugger; otherwise, ${voice.suppression('seccomp-disabled', 'debugger')}.`,
    }),
  },
  exempt: coveredByPrivileged,
  concerns: ({ hostConfig }) => hostConfig.securityOpt !== undefined,
  check(container, { judge, fail }) {
    const asked = askAny(
      optionsInForce(container, 'seccomp'),
      (profile) => profile === UNCONFINED,
      (pattern) => couldEqual(pattern, UNCONFINED) && !isFileContent(pattern),
    );
    return judge(asked, 'The seccomp profile', (found) => {
      if (isOfFeature(found.place)) return fail(found, 'feature', {});
      const written = writtenOption(container, found.place, 'seccomp=unconfined');
      return fail(found, 'unconfined', written, { removes: 'securityOpt' });
    });
  },
});

/** True for a profile's content, which the client reads from a file and sends. */
function isFileContent(pattern: Pattern): boolean {
  return pattern.some(
    (part) => typeof part !== 'string' && (!/^[$`]/.test(part.unknown) || part.unknown.endsWith('.json')),
  );
}
