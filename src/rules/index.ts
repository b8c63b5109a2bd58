import { RULES } from './all.ts';
import { DEFAULT_EDITION, type Edition } from './editions.ts';
import { inputRuleById } from './input/index.ts';
import { MISSING_HARDENING, MISSING_TITLE } from './missing-hardening.ts';
import { numberIn } from './references.ts';
import type { Rule } from './rule.ts';

export { RULES };

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id, among these where plimsoll has none of the name. */
export function ruleById(id: string, own: readonly Rule[] = NONE): Rule | undefined {
  return BY_ID.get(id) ?? own.find((rule) => rule.id === id);
}

/** The rule with this id, or with this number (`5.4`) in the edition. */
export function findRule(idOrNumber: string, edition: Edition = DEFAULT_EDITION): Rule | undefined {
  return BY_ID.get(idOrNumber) ?? RULES.find((rule) => numberIn(edition, rule) === idOrNumber);
}

/** All rules where these are beside those of plimsoll. */
export function rulesWith(own: readonly Rule[] = NONE): readonly Rule[] {
  return own.length === 0 ? RULES : [...RULES, ...own];
}

const NONE: readonly Rule[] = [];

/** The number that a rule has in an edition, by its id; `undefined` for any other. */
export function numberOf(id: string, edition: Edition): string | undefined {
  const rule = BY_ID.get(id);
  return rule && numberIn(edition, rule);
}

/** The title of a rule, of a rule about the text, or of all that a container lacks, by its id. */
export function titleOf(id: string, own?: readonly Rule[]): string | undefined {
  return id === MISSING_HARDENING ? MISSING_TITLE : (ruleById(id, own) ?? inputRuleById(id))?.title;
}

/** True for the form of a number of the benchmark, such as `5.4`, whether a rule has it or not. */
export function isRuleNumber(text: string): boolean {
  return /^\d+\.\d+$/.test(text);
}
