import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, demand } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** Below this the kernel kills nearly anything else on the host first. */
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
  title: 'Container is protected from the OOM killer',
  brief: 'no OOM killer',
  recommendation: 'The OOM killer is left on',
  fixes: {
    remove: risky(
      'medium',
      'Let the kernel kill it when memory is short',
      'It can be killed where other processes of the host were killed so far.',
    ),
  },
  messages: {
    disabled: (voice) => ({
      what: `${voice.name} ${voice.does('disables', 'disable')} the OOM killer without a memory limit: when memory is short the kernel kills processes of the host instead, or the host hangs.`,
      remedy: voice.remedy({
        compose: 'Remove `oom_kill_disable`, or limit its memory.',
        docker: 'Remove `--oom-kill-disable`, or limit its memory.',
      }),
    }),
    score: (voice, { score }: { score: string }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} the OOM score adjustment \`${score}\`: when memory is short the kernel kills nearly anything else on the host first.`,
      remedy: voice.remedy({
        compose: `Remove \`oom_score_adj\`, or set it to ${LEAST_SCORE} or more.`,
        docker: `Remove \`--oom-score-adj\`, or set it to ${LEAST_SCORE} or more.`,
      }),
    }),
  },
  *check(container, { judge, fail, undecided }) {
    const { oomKillDisable, oomScoreAdj, memory } = container.hostConfig;
    const disabled = ask(oomKillDisable, (isDisabled) => isDisabled);
    const limit = demand('The memory limit', memory, (bytes) => bytes > 0);
    const [unresolved] = limit.kind === 'absent' ? container.unresolvedOptions : [];
    if (disabled.kind !== 'yes' || limit.kind !== 'met')
      yield* judge(disabled, 'Whether it can be killed when memory is short', (found) => {
        if (limit.kind === 'undecided') return undecided(limit);
        return unresolved === undefined
          ? fail(found, 'disabled', {}, { removes: 'oomKillDisable' })
          : undecided({ place: unresolved.place, reason: 'Whether its memory is limited is not known.' });
      });
    const score = ask(oomScoreAdj, (adjustment) => adjustment < LEAST_SCORE);
    yield* judge(score, 'The OOM score adjustment', (found) =>
      fail(found, 'score', { score: quote(found) }, { removes: 'oomScoreAdj' }),
    );
  },
});
