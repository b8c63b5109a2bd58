import type { HostConfig } from '../../model/host-config.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { askAny, couldEqual } from '../shared/demand.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { quote } from '../shared/wording.ts';

const UNCONFINED = 'systempaths=unconfined';
/** podman's option for the same, even with other paths. */
const UNMASKED = /^unmask=(?:.*:)?all(?::|$)/i;

export default defineContainerRule({
  id: 'unmasked-kernel-paths',
  references: [
    document('moby, default masked and read-only paths', 'https://github.com/moby/moby/blob/v27.5.1/oci/defaults.go'),
  ],
  severity: 'error',
  securitySeverity: 7.2,
  isRecommended: true,
  title: 'Container has unmasked kernel paths',
  brief: 'unmasked kernel paths',
  offWith: ['privileged-container'],
  recommendation: 'Kernel paths are masked',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Restore the default masked paths',
      breaks: 'Breaks programs that mount their own `/proc`, such as rootless builds and nested containers.',
    },
  },
  messages: {
    unmasked: (voice, { isMasked, option = UNCONFINED }: { isMasked: boolean; option?: string }) => ({
      what: isMasked
        ? `${voice.name} ${voice.does('has', 'have')} no read-only paths, so \`/proc/sys\`, \`/proc/sysrq-trigger\` and other kernel control files are writable.`
        : `${voice.name} ${voice.does('has', 'have')} no masked paths, which exposes \`/proc/kcore\`, \`/proc/keys\`, \`/sys/firmware\` and other kernel files.`,
      compose: `Remove \`${option}\` from \`security_opt\`.`,
      docker: `Remove \`--security-opt ${option}\`.`,
    }),
  },
  exempt: coveredByPrivileged,
  concerns: ({ hostConfig: { maskedPaths, readonlyPaths, securityOpt } }) =>
    maskedPaths !== undefined || readonlyPaths !== undefined || securityOpt !== undefined,
  check({ hostConfig }, { judge, fail }) {
    const { maskedPaths, readonlyPaths, securityOpt = [] } = hostConfig;
    const open = emptyOf(maskedPaths) ?? emptyOf(readonlyPaths);
    if (open !== undefined)
      return [fail(open, 'unmasked', { isMasked: open !== maskedPaths }, { removes: 'maskedPaths' })];
    // An unknown option, or one of several candidates, counts too: the client parses it.
    const asked = askAny(
      securityOpt,
      (option) => option === UNCONFINED || UNMASKED.test(option),
      (pattern) => couldEqual(pattern, UNCONFINED),
    );
    return judge(asked, 'Whether kernel paths are masked', (found) =>
      fail(found, 'unmasked', { isMasked: false, option: quote(found) }),
    );
  },
});

function emptyOf(paths: HostConfig['maskedPaths']): HostConfig['maskedPaths'] {
  return paths?.value.length === 0 ? paths : undefined;
}
