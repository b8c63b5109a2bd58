import { defineContainerRule } from '../rule.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-uts-namespace',
  references: [{ kind: 'cis', item: 20, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.0,
  cwe: [653],
  title: "Container shares the host's UTS namespace",
  brief: "the host's UTS namespace",
  recommendation: 'The UTS namespace is separate',
  fixes: {
    remove: {
      risk: 'medium',
      title: 'Use a private UTS namespace',
      breaks: "The container gets its own hostname and can't change the host's.",
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's UTS namespace, so it can change the hostname.`,
      compose: 'Remove `uts: host`; set `hostname` if it needs a specific hostname.',
      docker: 'Remove `--uts=host`; add `--hostname NAME` if it needs a specific hostname.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.utsMode !== undefined,
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.utsMode), 'The UTS mode', (host) => fail(host, 'host', {}, { removes: 'utsMode' })),
});
