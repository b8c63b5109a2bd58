import { RULES } from './all.ts';

/**
 * The group of all missing settings of a container. Where a rule is named, it means every finding
 * about a missing setting.
 */
export const MISSING_HARDENING = 'missing-hardening';

export const MISSING_TITLE = 'Container is not hardened';

/** The highest score that a finding about a missing setting adds to the group. */
export const MISSING_SECURITY_SEVERITY = 4.9;

/** The rules whose findings can be in the group. */
export const MISSING_RULES: readonly string[] = RULES.flatMap(({ id, lacks }) => (lacks === undefined ? [] : [id]));

/** The rules that a name means: itself, or all that report missing settings. */
export function rulesNamed(name: string): readonly string[] {
  return name === MISSING_HARDENING ? MISSING_RULES : [name];
}

/** True if these names include the findings of a rule. */
export function isNamed(names: { has(name: string): boolean }, rule: string, isMissing: boolean | undefined): boolean {
  return names.has(rule) || (isMissing === true && names.has(MISSING_HARDENING));
}
