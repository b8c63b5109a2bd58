import { RULES } from '../rules/index.ts';
import { nearestWord } from '../util/nearest-word.ts';
import type { RuleOptions } from '../workspace/config/policy.ts';
import { PRESETS } from '../workspace/config/rule-settings.ts';

/** What a caller of the library gives, of which JavaScript checks nothing. */
interface GivenOptions {
  readonly preset?: unknown;
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
}

/** Throws a TypeError for options that are not there, and for presets and rules that do not exist: what is not known would count for nothing. */
export function checkOptions(options: GivenOptions, names: readonly string[]): void {
  for (const name of Object.keys(options)) if (!names.includes(name)) throw unknownName('option', name, names);
  const { preset, rules = {} } = options;
  if (preset !== undefined && !PRESETS.some((known) => known === preset)) throw unknownName('preset', preset, PRESETS);
  const ids = RULES.map(({ id }) => id);
  for (const id of Object.keys(rules)) if (!ids.includes(id)) throw unknownName('rule', id, ids);
}

/** The names of the options of {@link RuleOptions}. */
export const RULE_OPTION_NAMES: readonly (keyof RuleOptions)[] = [
  'preset',
  'rules',
  'overrides',
  'ruleOverrides',
  'exceptions',
  'today',
  'ignoresSuppressions',
];

function unknownName(what: string, given: unknown, known: readonly string[]): TypeError {
  const nearest = typeof given === 'string' ? nearestWord(given, known) : undefined;
  const remedy =
    nearest !== undefined
      ? `Did you mean ${JSON.stringify(nearest)}?`
      : what === 'rule'
        ? 'RULES has them all.'
        : `There are ${known.join(', ')}.`;
  return new TypeError(`There is no ${what} ${JSON.stringify(given)}. ${remedy}`);
}
