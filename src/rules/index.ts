import { RULES } from './all.ts';
import { DEFAULT_EDITION, type Edition } from './editions.ts';
import { inputRuleById } from './input/index.ts';
import { MISSING_HARDENING, MISSING_TITLE } from './missing-hardening.ts';
import { numberIn } from './references.ts';
import type { Rule } from './rule.ts';

export { RULES };

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

export function ruleById(id: string, own: readonly Rule[] = NONE): Rule | undefined {
  return BY_ID.get(id) ?? own.find((rule) => rule.id === id);
}

/** The rule with this ID, or with this number (`5.4`) in the version. */
export function findRule(idOrNumber: string, edition: Edition = DEFAULT_EDITION): Rule | undefined {
  return BY_ID.get(idOrNumber) ?? RULES.find((rule) => numberIn(edition, rule) === idOrNumber);
}

export function rulesWith(own: readonly Rule[] = NONE): readonly Rule[] {
  return own.length === 0 ? RULES : [...RULES, ...own];
}

const NONE: readonly Rule[] = [];

/** A rule's number in a version; `undefined` beyond the benchmark. */
export function cisNumberOf(id: string, edition: Edition): string | undefined {
  const rule = BY_ID.get(id);
  return rule && numberIn(edition, rule);
}

/** The title of a rule, an input error or the missing-hardening group, by ID. */
export function titleOf(id: string, own?: readonly Rule[]): string | undefined {
  return id === MISSING_HARDENING ? MISSING_TITLE : (ruleById(id, own) ?? inputRuleById(id))?.title;
}

/** True for the form of a benchmark number, such as `5.4`, even if no rule has it. */
export function isRuleNumber(text: string): boolean {
  return /^\d+\.\d+$/.test(text);
}
