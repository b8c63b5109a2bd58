import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, openReason } from '../shared/demand.ts';

export default defineContainerRule({
  id: 'privileged-container',
  references: [{ kind: 'cis', item: 4, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 9.3,
  cwe: [250],
  title: 'Container runs privileged',
  brief: 'privileged',
  recommendation: 'The container runs unprivileged',
  fixes: {
    remove: risky(
      'high',
      'Run it without extended privileges',
      'What needs a capability, a device or a mount that only a privileged container has fails; add the one that it needs.',
    ),
  },
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} privileged: it has every capability and every device of the host, and no AppArmor or seccomp profile holds it.`,
      remedy: voice.remedy({
        compose: 'Remove `privileged: true`; add the one capability (`cap_add`) or device (`devices`) that it needs.',
        docker: 'Remove `--privileged`; add the one capability (`--cap-add`) or device (`--device`) that it needs.',
      }),
    }),
  },
  *check(container, { judge, fail, undecided }) {
    const { privileged } = container.hostConfig;
    const answer = ask(privileged, (isPrivileged) => isPrivileged);
    yield* judge(answer, 'Whether it is privileged', (found) =>
      fail(found, 'privileged', {}, { removes: 'privileged' }),
    );
    const unread = openReason(container);
    if (answer.kind === 'no' && unread !== undefined) yield undecided(unread);
  },
});
