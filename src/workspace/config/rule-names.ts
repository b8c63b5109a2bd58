import { isRuleNumber, RULES } from '../../rules/index.ts';
import { INPUT_RULES } from '../../rules/input/index.ts';
import { nearestWord } from '../../util/nearest-word.ts';

/** The ids of all rules: those about containers in the benchmark's order, then those about the text itself. */
export const RULE_IDS: readonly string[] = [...RULES, ...INPUT_RULES].map(({ id }) => id);

/** What to write in place of a name that no rule has. */
export function ruleNameRemedy(name: string): string {
  const nearest = isRuleNumber(name) ? undefined : nearestWord(name, RULE_IDS);
  return nearest === undefined ? '`plimsoll rules` lists them.' : `Did you mean \`${nearest}\`?`;
}
