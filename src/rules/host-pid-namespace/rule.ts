import type { Container } from '../../model/container.ts';
import { defineContainerRule } from '../rule.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';
import { isRoot, knownStart } from '../shared/privileges/root.ts';
import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

const MUST_SEE = "If it must see the host's processes, suppress this finding with a reason.";

export default defineContainerRule({
  id: 'host-pid-namespace',
  references: [{ kind: 'cis', item: 15, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 7.8,
  cwe: [653],
  title: "Container shares the host's PID namespace",
  brief: "the host's PID namespace",
  recommendation: 'Processes are separate from the host',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Use a private PID namespace',
      breaks: 'Breaks programs that inspect or signal host processes.',
    },
  },
  messages: {
    hostReader: (voice, { user }: { user: string | undefined }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's PID namespace, as monitoring programs do: it sees every host process and${whatItKills(user)}.`,
      remedy:
        user === undefined
          ? `Run the container as a non-root user if it supports that. Either way, ${monitors(voice)}.`
          : `If it must monitor the host's processes, ${monitors(voice)}.`,
    }),
    host: (voice, { user }: { user: string | undefined }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's PID namespace: it sees every host process and${whatItKills(user)}.`,
      compose: `Remove \`pid: host\`. To debug another service, write \`pid: service:NAME\`. ${MUST_SEE}`,
      docker: `Remove \`--pid=host\`. To debug another container, write \`--pid=container:NAME\`. ${MUST_SEE}`,
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.pidMode !== undefined,
  check: (container, { judge, fail }) =>
    judge(asksForHost(container.hostConfig.pidMode), 'The PID mode', (host) =>
      purposeOf(container) === 'monitoring agent'
        ? fail(host, 'hostReader', { user: knownUser(container) })
        : fail(host, 'host', { user: knownUser(container) }, { removes: 'pidMode' }),
    ),
});

/** The user's name or number, if it is known and isn't root's. */
function knownUser({ config: { user } }: Container): string | undefined {
  if (user === undefined) return undefined;
  const [name = ''] = (user.known ? user.value : knownStart(user.pattern)).split(':', 1);
  return name === '' || isRoot(name) ? undefined : short(name);
}

function whatItKills(user: string | undefined): string {
  return user === undefined ? ', as root, can kill any of them' : ` can kill those of its user (\`${user}\`)`;
}

function monitors(voice: Voice): string {
  return voice.suppression('host-pid-namespace', "monitors the host's processes");
}
