import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-user-namespace',
  references: [{ kind: 'cis', item: 30, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.2,
  title: "Container shares the host's user namespace",
  recommendation: 'User IDs are left to the daemon',
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Use the user namespace that the engine gives it',
      applicability: 'unsafe',
      breaks: 'Where the engine maps users, files that belong to the users of the host are no longer its own.',
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's user namespace: its root user is the host's root user, even where the engine maps users.`,
      remedy: voice.remedy({ compose: 'Remove `userns_mode: host`.', docker: 'Remove `--userns=host`.' }),
    }),
  },
  *check(container, { fail, unknownValue }) {
    const answer = asksForHost(container.hostConfig.usernsMode);
    if (answer.kind === 'yes')
      yield fail(answer.place, 'host', {}, { ...answer, fixes: removal('remove', 'usernsMode', answer) });
    if (answer.kind === 'undecided') yield unknownValue('The user namespace mode', answer.setting);
  },
});
