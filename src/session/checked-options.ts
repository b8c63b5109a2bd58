import type { RuleOptions } from '../config/policy.ts';
import { faultsOfSetting } from '../config/read-config.ts';
import { isOwnName, RULE_NAMES, ruleNamesWith } from '../config/rule-names.ts';
import { PRESETS, type RuleSetting } from '../config/rule-settings.ts';
import type { Rule } from '../rules/rule.ts';
import { nearestWord } from '../util/nearest-word.ts';

/** Options from users of the library, who may not use TypeScript. */
interface GivenOptions {
  readonly preset?: unknown;
  readonly ownRules?: readonly Rule[] | undefined;
  readonly rules?: RuleSettings | undefined;
  readonly overrides?: readonly { readonly rules: RuleSettings }[] | undefined;
}

type RuleSettings = Readonly<Record<string, RuleSetting>>;

const SETTING_NAMES: readonly (keyof RuleSetting)[] = ['severity', 'options'];

/**
 * Throws a TypeError for unknown options, presets and rules, and for severities and options that a
 * rule rejects. Otherwise they would be ignored silently.
 */
export function checkOptions(options: GivenOptions, names: readonly string[]): void {
  for (const name of Object.keys(options)) if (!names.includes(name)) throw unknownName('option', name, names);
  const { preset, rules = {}, overrides = [], ownRules = [] } = options;
  checkOwnRules(ownRules);
  const ids = ruleNamesWith(ownRules);
  if (preset !== undefined && !PRESETS.some((known) => known === preset)) throw unknownName('preset', preset, PRESETS);
  for (const [id, setting] of [rules, ...overrides.map((override) => override.rules)].flatMap(
    Object.entries<RuleSetting>,
  )) {
    if (!ids.includes(id)) throw unknownName('rule', id, ids);
    for (const name of Object.keys(setting))
      if (!SETTING_NAMES.some((known) => known === name)) throw unknownName('setting of a rule', name, SETTING_NAMES);
    // Options of rules that are functions can't be checked.
    const [fault] = RULE_NAMES.includes(id) ? faultsOfSetting(id, setting) : [];
    if (fault !== undefined) throw new TypeError(`Invalid setting for rule ${JSON.stringify(id)}: ${fault}`);
  }
}

/** Throws a TypeError if two rules have the same id. */
function checkOwnRules(rules: readonly Rule[]): void {
  for (const [index, { id }] of rules.entries()) {
    if (!isOwnName(id))
      throw new TypeError(
        `A custom rule's ID must be two names separated by a slash, such as "acme/owner-label", not ${JSON.stringify(id)}.`,
      );
    if (rules.findIndex((rule) => rule.id === id) < index) throw new TypeError(`Duplicate rule ${JSON.stringify(id)}.`);
  }
}

export const RULE_OPTION_NAMES: readonly (keyof RuleOptions)[] = [
  'preset',
  'rules',
  'overrides',
  'ownRules',
  'ruleOverrides',
  'exceptions',
  'today',
  'ignoresSuppressions',
  'ignoresComments',
];

function unknownName(what: string, given: unknown, known: readonly string[]): TypeError {
  const nearest = typeof given === 'string' ? nearestWord(given, known) : undefined;
  const remedy =
    nearest !== undefined
      ? `Did you mean ${JSON.stringify(nearest)}?`
      : what === 'rule'
        ? 'RULES lists them all.'
        : `Valid values: ${known.join(', ')}.`;
  return new TypeError(`Unknown ${what} ${JSON.stringify(given)}. ${remedy}`);
}
