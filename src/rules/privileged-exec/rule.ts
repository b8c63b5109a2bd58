import { defineSubjectRule } from '../rule.ts';
import { ask, openReason } from '../shared/demand.ts';

export default defineSubjectRule(['exec'], {
  id: 'privileged-exec',
  references: [{ kind: 'cis', item: 22, level: 2, isScored: true }],
  severity: 'error',
  securitySeverity: 8.1,
  cwe: [250],
  title: 'Exec command runs privileged',
  brief: 'a privileged exec',
  recommendation: 'Execs run unprivileged',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Run it without `--privileged`',
      breaks: 'Breaks commands that need capabilities the container lacks.',
    },
  },
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('has', 'have')} all capabilities, including those the container drops.`,
      compose: 'Remove `privileged: true` from the hook, and add only the capability the service needs (`cap_add`).',
      docker:
        'Remove `--privileged` from the exec, and start the container with only the capability the command needs (`--cap-add`).',
    }),
  },
  *check(exec, { judge, fail, undecided }) {
    const answer = ask(exec.privileged, (isPrivileged) => isPrivileged);
    yield* judge(answer, 'Whether the command is privileged', (found) =>
      fail(found, 'privileged', {}, { removes: 'privileged' }),
    );
    const unread = openReason(exec);
    if (answer.kind === 'no' && unread !== undefined) yield undecided(unread);
  },
});
