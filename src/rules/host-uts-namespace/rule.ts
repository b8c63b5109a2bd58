import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-uts-namespace',
  references: [{ kind: 'cis', item: 20, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.0,
  cwe: [653],
  title: "Container shares the host's UTS namespace",
  brief: "the host's name",
  recommendation: 'The host name is separate (UTS)',
  fixes: {
    remove: risky(
      'medium',
      'Give it a UTS namespace of its own',
      'It no longer has the name of the host, and can no longer set it.',
    ),
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's UTS namespace: it can change the host's name.`,
      remedy: voice.remedy({
        compose: 'Remove `uts: host`; set `hostname` if it needs a certain name.',
        docker: 'Remove `--uts=host`; add `--hostname NAME` if it needs a certain name.',
      }),
    }),
  },
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.utsMode), 'The UTS mode', (host) => fail(host, 'host', {}, { removes: 'utsMode' })),
});
