import { isEveryRule } from '../parsers/contract/directive.ts';
import { isRuleNumber, RULES } from '../rules/index.ts';
import { INPUT_RULES } from '../rules/input/index.ts';
import { MISSING_HARDENING } from '../rules/missing-hardening.ts';
import type { Rule } from '../rules/rule.ts';
import { nearestWord } from '../util/nearest-word.ts';

/**
 * The names of all rules: rules for containers in the benchmark's order, rules for input, and the
 * group of missing settings.
 */
export const RULE_NAMES: readonly string[] = [...[...RULES, ...INPUT_RULES].map(({ id }) => id), MISSING_HARDENING];

export function ruleNamesWith(own: readonly Rule[] = NONE): readonly string[] {
  return own.length === 0 ? RULE_NAMES : [...RULE_NAMES, ...own.map(({ id }) => id)];
}

const NONE: readonly Rule[] = [];

/** What the lookup of names depends on. */
export interface NamedRules {
  readonly ownRules?: readonly Rule[] | undefined;
  /** True if a policy is in force: then no other custom rules exist. */
  readonly areAll?: boolean;
}

/** The minimum length of a partial name, and the maximum number of suggestions. */
const [MIN_PART, MAX_MEANT] = [3, 4];

export function ruleNameRemedy(name: string, own?: readonly Rule[]): string {
  if (isEveryRule(name)) return 'Preset `none` turns on no rules, `all` turns on all.';
  const number = /^(?:cis[-_ .]*)?(\d)[.,-](\d+)$/i.exec(name);
  if (number !== null && number[0] !== `${number[1]}.${number[2]}`)
    return `Did you mean \`${number[1]}.${number[2]}\`?`;
  if (isRuleNumber(name) && !name.startsWith('5.')) return 'plimsoll checks section 5 of the benchmark.';
  const nearest = isRuleNumber(name) ? undefined : nearestWord(name, ruleNamesWith(own));
  if (nearest !== undefined) return `Did you mean \`${nearest}\`?`;
  const part = name.toLowerCase().replace(/[\s_]+/g, '-');
  const others = part.length < MIN_PART ? [] : ruleNamesWith(own).filter((id) => id.includes(part));
  const [last] = others.slice(-1);
  if (last === undefined || others.length > MAX_MEANT) return 'To list all rules, run `plimsoll rules`.';
  const quoted = others.map((id) => `\`${id}\``);
  return `Did you mean ${quoted.length === 1 ? '' : `${quoted.slice(0, -1).join(', ')} or `}\`${last}\`?`;
}

/**
 * True for a name that no rule has. False for a prefixed name (`acme/…`) that may belong to an
 * inactive policy, unless it resembles a known name.
 */
export function isUnknownRule(name: string, { ownRules = NONE, areAll = false }: NamedRules): boolean {
  const ids = ruleNamesWith(ownRules);
  if (ids.includes(name)) return false;
  if (areAll || !isOwnName(name)) return true;
  const [owner = ''] = name.split('/');
  return ownRules.some(({ id }) => id.startsWith(`${owner}/`)) || nearestWord(name, ids) !== undefined;
}

/** The form of custom rule ids: prefix, slash, name. */
export const OWN_NAME = '^(?!syntax/|suppression/)[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$';

const OWN = new RegExp(OWN_NAME);

export function isOwnName(name: string): boolean {
  return OWN.test(name);
}
