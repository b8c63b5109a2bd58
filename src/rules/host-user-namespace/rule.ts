import { defineContainerRule } from '../rule.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-user-namespace',
  references: [{ kind: 'cis', item: 30, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.2,
  cwe: [653],
  title: "Container shares the host's user namespace",
  brief: "the host's user namespace",
  recommendation: 'The engine sets the user namespace',
  fixes: {
    remove: {
      risk: 'high',
      title: "Use the engine's user namespace",
      breaks: 'If the engine remaps users, the container loses access to files owned by host users.',
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's user namespace: its root is root on the host even if the engine remaps users.`,
      compose: 'Remove `userns_mode: host`.',
      docker: 'Remove `--userns=host`.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.usernsMode !== undefined,
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.usernsMode), 'The user namespace mode', (host) =>
      fail(host, 'host', {}, { removes: 'usernsMode' }),
    ),
});
