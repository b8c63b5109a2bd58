import { defineContainerRule } from '../src/rules/rule.ts';
import { ask } from '../src/rules/shared/demand.ts';

/** A rule that is in no edition of the benchmark and refers to nothing, which tests put beside the real ones. */
export const HARDENING_RULE = defineContainerRule({
  id: 'interactive-container',
  references: [],
  severity: 'info',
  securitySeverity: 1,
  title: 'Container keeps its standard input open',
  recommendation: 'Standard input is closed',
  options: {},
  optionSchemas: {},
  messages: {
    open: (voice) => ({
      what: `${voice.name} ${voice.does('keeps', 'keep')} its standard input open.`,
      remedy: voice.remedy({ compose: 'Remove `stdin_open`.', docker: 'Remove `--interactive`.' }),
    }),
  },
  *check(container, { fail, unknownValue }) {
    const answer = ask(container.config.openStdin, (isOpen) => isOpen);
    if (answer.kind === 'yes') yield fail(answer.place, 'open', {}, answer);
    if (answer.kind === 'undecided') yield unknownValue('Whether its standard input is open', answer.setting);
  },
});
