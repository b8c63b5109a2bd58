import { defineContainerRule } from '../rule.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-ipc-namespace',
  references: [{ kind: 'cis', item: 16, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.5,
  cwe: [653],
  title: "Container shares the host's IPC namespace",
  brief: "the host's IPC namespace",
  recommendation: 'IPC is separate from the host',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Use a private IPC namespace',
      breaks: 'Breaks programs that share memory, semaphores or message queues with host processes.',
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's IPC namespace, so it can read and write the shared memory of host processes.`,
      compose:
        "Remove `ipc: host`. To get more shared memory, set `shm_size`; to share it with one service, write `ipc: service:NAME`. If it must use the host's, suppress this finding with a reason.",
      docker:
        "Remove `--ipc=host`. To get more shared memory, add `--shm-size`; to share it with one container, write `--ipc=container:NAME`. If it must use the host's, suppress this finding with a reason.",
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.ipcMode !== undefined,
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.ipcMode), 'The IPC mode', (host) => fail(host, 'host', {}, { removes: 'ipcMode' })),
});
