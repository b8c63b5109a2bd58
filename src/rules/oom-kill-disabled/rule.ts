import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { ask, demand } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** Below this the kernel kills nearly anything else on the host first. */
const LEAST_SCORE = -500;

export default defineContainerRule({
  id: 'oom-kill-disabled',
  references: [
    {
      kind: 'document',
      title: 'Docker documentation, resource constraints',
      url: 'https://docs.docker.com/engine/containers/resource_constraints/',
    },
  ],
  severity: 'warning',
  securitySeverity: 4.6,
  title: 'Container is protected from the OOM killer',
  recommendation: 'The OOM killer is left on',
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Let the kernel kill it when memory is short',
      applicability: 'unsafe',
      breaks: 'It can be killed where other processes of the host were killed so far.',
    },
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
  *check(container, { fail, undecided, unknownValue }) {
    const { oomKillDisable, oomScoreAdj, memory } = container.hostConfig;
    const disabled = ask(oomKillDisable, (isDisabled) => isDisabled);
    if (disabled.kind === 'undecided')
      yield unknownValue('Whether it can be killed when memory is short', disabled.setting);
    if (disabled.kind === 'yes') {
      const limit = demand('The memory limit', memory, (bytes) => bytes > 0);
      const [unresolved] = container.unresolvedOptions;
      if (limit.kind === 'undecided') yield undecided(limit.place, limit.reason, limit.variables);
      else if (limit.kind === 'absent' && unresolved !== undefined)
        yield undecided(unresolved.place, 'Whether its memory is limited is not known.');
      else if (limit.kind !== 'met')
        yield fail(
          disabled.place,
          'disabled',
          {},
          { ...disabled, fixes: removal('remove', 'oomKillDisable', disabled) },
        );
    }
    const score = ask(oomScoreAdj, (adjustment) => adjustment < LEAST_SCORE);
    if (score.kind === 'undecided') yield unknownValue('The OOM score adjustment', score.setting);
    if (score.kind === 'yes')
      yield fail(
        score.place,
        'score',
        { score: quote(score) },
        { ...score, fixes: removal('remove', 'oomScoreAdj', score) },
      );
  },
});
