import { defineContainerRule } from '../src/rules/rule.ts';
import { ask } from '../src/rules/shared/demand.ts';

/** A rule outside the benchmark and without references. */
export const HARDENING_RULE = defineContainerRule({
  id: 'interactive-container',
  references: [],
  severity: 'info',
  securitySeverity: 1,
  title: 'Container keeps its standard input open',
  brief: 'an open standard input',
  recommendation: 'Standard input is closed',
  messages: {
    open: (voice) => ({
      what: `${voice.name} ${voice.does('keeps', 'keep')} its standard input open.`,
      remedy: voice.remedy({ compose: 'Remove `stdin_open`.', docker: 'Remove `--interactive`.' }),
    }),
  },
  check: ({ config: { openStdin } }, { judge, fail }) =>
    judge(
      ask(openStdin, (isOpen) => isOpen),
      'Whether its standard input is open',
      (found) => fail(found, 'open', {}),
    ),
});
