import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-user-namespace',
  references: [{ kind: 'cis', item: 30, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.2,
  cwe: [653],
  title: "Container shares the host's user namespace",
  brief: "the host's user IDs",
  recommendation: 'User IDs are left to the daemon',
  fixes: {
    remove: risky(
      'high',
      'Use the user namespace that the engine gives it',
      'Where the engine maps users, files that belong to the users of the host are no longer its own.',
    ),
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's user namespace: its root user is the host's root user, even where the engine maps users.`,
      remedy: voice.remedy({ compose: 'Remove `userns_mode: host`.', docker: 'Remove `--userns=host`.' }),
    }),
  },
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.usernsMode), 'The user namespace mode', (host) =>
      fail(host, 'host', {}, { removes: 'usernsMode' }),
    ),
});
