import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

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
    remove: risky('high', 'Use a private PID namespace', 'Breaks programs that inspect or signal host processes.'),
  },
  messages: {
    hostReader: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's PID namespace, as monitoring programs do: it sees every host process and, as root, can kill any of them.`,
      remedy: `Run it as a non-root user if it supports that, and ${voice.suppression('host-pid-namespace', "monitors the host's processes")}.`,
    }),
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's PID namespace: it sees every host process and, as root, can kill any of them.`,
      remedy: voice.remedy({
        compose: 'Remove `pid: host`; to debug one service, write `pid: service:NAME`.',
        docker: 'Remove `--pid=host`; to debug one container, write `--pid=container:NAME`.',
      }),
    }),
  },
  check: (container, { judge, fail }) =>
    judge(asksForHost(container.hostConfig.pidMode), 'The PID mode', (host) =>
      purposeOf(container) === 'monitoring agent'
        ? fail(host, 'hostReader', {})
        : fail(host, 'host', {}, { removes: 'pidMode' }),
    ),
});
