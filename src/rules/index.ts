import { RULES } from './all.ts';
import { DEFAULT_EDITION, type Edition } from './editions.ts';
import { inputRuleById } from './input/index.ts';
import { numberIn } from './references.ts';
import type { Rule } from './rule.ts';

export { RULES };

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** The rule with this id, or with this number (`5.4`) in the edition. */
export function findRule(idOrNumber: string, edition: Edition = DEFAULT_EDITION): Rule | undefined {
  return BY_ID.get(idOrNumber) ?? RULES.find((rule) => numberIn(edition, rule) === idOrNumber);
}

/** The number that a rule has in an edition, by its id; `undefined` for any other. */
export function numberOf(id: string, edition: Edition): string | undefined {
  const rule = BY_ID.get(id);
  return rule && numberIn(edition, rule);
}

/** The title of a rule, or of a rule about the text, by its id. */
export function titleOf(id: string): string | undefined {
  return (BY_ID.get(id) ?? inputRuleById(id))?.title;
}

/** True for the form of a number of the benchmark, such as `5.4`, whether a rule has it or not. */
export function isRuleNumber(text: string): boolean {
  return /^\d+\.\d+$/.test(text);
}
