import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, demand } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** With a lower score, the kernel kills nearly all other processes first. */
const LEAST_SCORE = -500;

export default defineContainerRule({
  id: 'oom-kill-disabled',
  references: [
    document(
      'Docker documentation, resource constraints',
      'https://docs.docker.com/engine/containers/resource_constraints/',
    ),
  ],
  severity: 'warning',
  securitySeverity: 4.6,
  title: 'Container is exempt from the OOM killer',
  brief: 'OOM killer disabled',
  recommendation: 'The OOM killer is enabled',
  fixes: {
    remove: {
      risk: 'medium',
      title: 'Let the OOM killer stop it',
      breaks: 'The kernel may kill it instead of another host process.',
    },
  },
  messages: {
    disabled: (voice) => ({
      what: `${voice.name} ${voice.does('disables', 'disable')} the OOM killer without a memory limit: when the host runs out of memory, it kills other processes or hangs.`,
      compose: 'Remove `oom_kill_disable`, or set a memory limit.',
      docker: 'Remove `--oom-kill-disable`, or set a memory limit.',
    }),
    score: (voice, { score }: { score: string }) => ({
      what: `${voice.name} ${voice.does('sets', 'set')} the OOM score adjustment to \`${score}\`: when memory runs out, the kernel kills nearly any other host process first.`,
      compose: `Remove \`oom_score_adj\`, or set it to at least ${LEAST_SCORE}.`,
      docker: `Remove \`--oom-score-adj\`, or set it to at least ${LEAST_SCORE}.`,
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.oomKillDisable !== undefined || hostConfig.oomScoreAdj !== undefined,
  *check(container, { judge, fail, undecided }) {
    const { oomKillDisable, oomScoreAdj, memory } = container.hostConfig;
    const disabled = ask(oomKillDisable, (isDisabled) => isDisabled);
    const limit = demand('The memory limit', memory, (bytes) => bytes > 0);
    const [unresolved] = limit.kind === 'absent' ? container.unresolvedOptions : [];
    if (disabled.kind !== 'yes' || limit.kind !== 'met')
      yield* judge(disabled, 'Whether it is exempt from the OOM killer', (found) => {
        if (limit.kind === 'undecided') return undecided(limit);
        return unresolved === undefined
          ? fail(found, 'disabled', {}, { removes: 'oomKillDisable' })
          : undecided({ place: unresolved.place, reason: 'Whether it has a memory limit is unknown.' });
      });
    const score = ask(oomScoreAdj, (adjustment) => adjustment < LEAST_SCORE);
    yield* judge(score, 'The OOM score adjustment', (found) =>
      fail(found, 'score', { score: quote(found) }, { removes: 'oomScoreAdj' }),
    );
  },
});
