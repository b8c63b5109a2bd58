import { defineSubjectRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, openReason } from '../shared/demand.ts';

export default defineSubjectRule(['exec'], {
  id: 'privileged-exec',
  references: [{ kind: 'cis', item: 22, level: 2, isScored: true }],
  severity: 'error',
  securitySeverity: 8.1,
  cwe: [250],
  title: 'Command is run in a container with extended privileges',
  brief: 'a privileged command',
  recommendation: 'Execs run unprivileged',
  fixes: {
    remove: risky(
      'high',
      'Run it without extended privileges',
      'What needs a capability that the container does not have fails.',
    ),
  },
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('has', 'have')} every capability, whatever was dropped for the container.`,
      remedy: voice.remedy({
        compose:
          'Remove `privileged: true` from the hook; give the service the one capability that it needs (`cap_add`).',
        docker: 'Remove `--privileged`; start the container with the one capability that it needs (`--cap-add`).',
      }),
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
