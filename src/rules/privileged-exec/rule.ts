import { defineExecRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { ask } from '../shared/demand.ts';

export default defineExecRule({
  id: 'privileged-exec',
  references: [{ kind: 'cis', item: 22, level: 2, isScored: true }],
  severity: 'error',
  securitySeverity: 8.1,
  title: 'Command is run in a container with extended privileges',
  recommendation: 'Execs run unprivileged',
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Run it without extended privileges',
      applicability: 'unsafe',
      breaks: 'What needs a capability that the container does not have fails.',
    },
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
  *check(exec, { fail, unknownValue }) {
    const answer = ask(exec.privileged, (isPrivileged) => isPrivileged);
    if (answer.kind === 'yes')
      yield fail(answer.place, 'privileged', {}, { ...answer, fixes: removal('remove', 'privileged', answer) });
    if (answer.kind === 'undecided') yield unknownValue('Whether the command is privileged', answer.setting);
  },
});
