import privilegedContainer from './privileged-container.ts';
import { numberIn, type Edition, type Rule } from './rule.ts';
import unlimitedMemory from './unlimited-memory.ts';

/** All rules, in the benchmark's order. */
export const RULES: readonly Rule[] = [privilegedContainer, unlimitedMemory];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** The rule with this id, or with this number (`5.4`) in the edition. */
export function findRule(idOrNumber: string, edition: Edition = '1.13'): Rule | undefined {
  return BY_ID.get(idOrNumber) ?? RULES.find((rule) => numberIn(edition, rule) === idOrNumber);
}
