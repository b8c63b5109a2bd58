import { isOwnName, RULE_NAMES, ruleNameRemedy } from '../../config/rule-names.ts';
import { PRESETS, type RuleSetting } from '../../config/rule-settings.ts';
import type { SettingsOptions } from '../../config/settings.ts';
import { MISSING_FORMS, SEVERITIES, type Severity } from '../../model/finding.ts';
import { DEFAULT_EDITION, EDITIONS, isEdition } from '../../rules/editions.ts';
import { findRule } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { defined } from '../../util/objects.ts';
import { type Io, UsageError } from '../io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

const RULE_SEVERITIES = ['off', 'info', 'warning', 'error'];

export const RULE_OPTIONS = {
  config: {
    value: 'FILE',
    alias: 'c',
    help: 'the configuration file (default: the nearest .plimsoll.yaml, .yml or .json, from each file up to the repository root)',
  },
  'no-config': { help: "don't load a configuration" },
  policy: {
    value: 'FILE',
    help: 'a policy that configurations can tighten but not loosen: a file or an installed package (default: PLIMSOLL_POLICY)',
  },
  preset: { value: 'NAME', choices: PRESETS, help: `${PRESETS.join(', ')} (default: recommended)` },
  rule: {
    value: 'ID=SEVERITY',
    isRepeatable: true,
    help: "set a rule's severity to off, info, warning or error, by ID or number (repeatable)",
    get suggestions() {
      return RULE_NAMES.flatMap((id) => RULE_SEVERITIES.map((severity) => `${id}=${severity}`));
    },
  },
  only: {
    value: 'ID',
    isRepeatable: true,
    help: 'run only these rules, by ID or number (repeatable); input errors are always reported',
    get suggestions() {
      return RULE_NAMES;
    },
  },
  benchmark: {
    value: 'VERSION',
    choices: EDITIONS,
    order: 'oldest first',
    help: `the benchmark version, oldest first: ${EDITIONS.join(', ')} (default: ${DEFAULT_EDITION})`,
  },
} as const satisfies OptionTable;

export function someRuleOptions(...names: readonly (keyof typeof RULE_OPTIONS)[]): OptionTable {
  return Object.fromEntries(names.map((name) => [name, RULE_OPTIONS[name]]));
}

/**
 * Reads settings from the command line. Throws a UsageError for options that no benchmark version
 * allows.
 */
export function readSettings(options: ParsedOptions, io: Io): SettingsOptions {
  if (options.has('config') && options.has('no-config'))
    throw new UsageError('--config and --no-config are mutually exclusive.');
  const config = options.has('no-config') ? false : options.value('config');
  const preset = PRESETS.find((name) => name === options.value('preset'));
  const failOn = options.value('fail-on');
  const missing = MISSING_FORMS.find((form) => form === options.value('missing'));
  const benchmark = options.value('benchmark');
  return {
    ...defined({ preset, missing, policy: policyName(options, io) }),
    ...(config === undefined ? {} : { config }),
    ...(failOn === undefined ? {} : { failOn: isSeverity(failOn) ? failOn : 'never' }),
    ...(benchmark !== undefined && isEdition(benchmark) ? { benchmark } : {}),
    rules: readRules(options),
    ...(options.has('only') ? { only: readOnly(options) } : {}),
    today: io.today(),
    ignoresSuppressions: options.has('no-ignore'),
  };
}

export function policyName(options: ParsedOptions, io: Pick<Io, 'environment'>): string | undefined {
  const name = options.value('policy') ?? io.environment['PLIMSOLL_POLICY'];
  return name === '' ? undefined : name;
}

function readRules(options: ParsedOptions): Readonly<Record<string, RuleSetting>> {
  const settings = new Map<string, RuleSetting>();
  for (const value of options.values('rule')) {
    const [name = '', severity] = value.split('=', 2);
    if (severity === undefined) {
      const [rule = '', written = ''] = name.split(/[:, ]/);
      refuseUnknown(rule);
      const other = nearestWord(written, RULE_SEVERITIES) ?? 'warning';
      throw new UsageError(`--rule requires a severity after the rule, such as --rule ${rule}=${other}.`);
    }
    if (RULE_SEVERITIES.some((each) => each === name))
      throw new UsageError(`--rule takes the rule first: --rule ${severity}=${name}.`);
    refuseUnknown(name);
    if (severity !== 'off' && !isSeverity(severity)) {
      const nearest = nearestWord(severity, RULE_SEVERITIES);
      const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
      const hint = severity.includes(',') ? ' For several rules, repeat --rule.' : meant;
      throw new UsageError(
        `Invalid severity ${JSON.stringify(severity)} for --rule ${name}; use off, info, warning or error.${hint}`,
      );
    }
    // The last setting of a rule wins, so it moves to the end.
    settings.delete(name);
    settings.set(name, { severity });
  }
  return Object.fromEntries(settings);
}

function readOnly(options: ParsedOptions): readonly string[] {
  // Comma-separated lists are accepted.
  const names = options.values('only').flatMap((value) => value.split(',').map((name) => name.trim()));
  for (const name of names) refuseUnknown(name);
  return names;
}

/**
 * Throws a UsageError for names that no rule can have. Custom rules and rule numbers are checked
 * later, when configurations are read.
 */
function refuseUnknown(name: string): void {
  if (!RULE_NAMES.includes(name) && !isOwnName(name) && !EDITIONS.some((edition) => findRule(name, edition)))
    throw new UsageError(noSuchRule(name));
}

/** The message for an unknown rule name. */
export function noSuchRule(name: string, ownRules?: readonly Rule[]): string {
  return `Unknown rule ${JSON.stringify(name)}. ${ruleNameRemedy(name, ownRules).replaceAll('`', '')}`;
}

function isSeverity(value: string): value is Severity {
  return SEVERITIES.some((severity) => severity === value);
}
