import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-pid-namespace',
  references: [{ kind: 'cis', item: 15, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 7.8,
  cwe: [653],
  title: "Container shares the host's process namespace",
  brief: "the host's processes",
  recommendation: 'Processes are separate from the host',
  fixes: {
    remove: risky(
      'high',
      'Give it a process namespace of its own',
      'What looks at or signals the processes of the host no longer sees them.',
    ),
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's process namespace: it sees every process of the host and, as root, can kill any of them.`,
      remedy: voice.remedy({
        compose: 'Remove `pid: host`; to debug one service, write `pid: service:NAME`.',
        docker: 'Remove `--pid=host`; to debug one container, write `--pid=container:NAME`.',
      }),
    }),
  },
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.pidMode), 'The PID mode', (host) => fail(host, 'host', {}, { removes: 'pidMode' })),
});
