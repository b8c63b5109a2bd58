import type { Severity } from '../model/finding.ts';
import { RULES } from '../rules/index.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { PRESETS, type RuleSetting } from '../workspace/config/rule-settings.ts';
import { createSettings, type Settings } from '../workspace/config/settings.ts';
import { type Io, UsageError } from './io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

const RULE_SEVERITIES = ['off', 'info', 'warning', 'error'];

/** The options that choose rules and how they count. */
export const RULE_OPTIONS = {
  config: {
    value: 'FILE',
    alias: 'c',
    help: 'the configuration (default: .plimsoll.yaml, .yml or .json, found from\neach file upward to the root of the repository)',
  },
  'no-config': { help: 'look for no configuration' },
  preset: { value: 'NAME', choices: PRESETS, help: `${PRESETS.join(', ')}\n(default: recommended)` },
  rule: {
    value: 'ID=SEVERITY',
    isRepeatable: true,
    help: 'off, info, warning or error for one rule (repeatable)',
    get suggestions() {
      return RULES.flatMap(({ id }) => RULE_SEVERITIES.map((severity) => `${id}=${severity}`));
    },
  },
  benchmark: {
    value: 'EDITION',
    choices: ['1.13', '1.6'],
    help: 'the edition whose numbers are shown: 1.13 (default) or 1.6',
  },
} as const satisfies OptionTable;

/** The settings that the command line asks for. Throws a UsageError for options that can't be. */
export function openSettings(options: ParsedOptions, io: Io): Settings {
  if (options.has('config') && options.has('no-config'))
    throw new UsageError('--config and --no-config are opposites: give one of them.');
  const config = options.has('no-config') ? false : options.value('config');
  const preset = PRESETS.find((name) => name === options.value('preset'));
  const failOn = options.value('fail-on');
  const benchmark = options.value('benchmark');
  return createSettings(
    {
      ...(config === undefined ? {} : { config }),
      ...(preset === undefined ? {} : { preset }),
      ...(failOn === undefined ? {} : { failOn: isSeverity(failOn) ? failOn : 'never' }),
      ...(benchmark === undefined ? {} : { benchmark: benchmark === '1.6' ? benchmark : '1.13' }),
      rules: readRules(options),
      today: io.today(),
      ignoresSuppressions: options.has('no-ignore'),
    },
    io.files,
  );
}

function readRules(options: ParsedOptions): Readonly<Record<string, RuleSetting>> {
  const ids = RULES.map(({ id }) => id);
  return Object.fromEntries(
    options.values('rule').map((value): [string, RuleSetting] => {
      const [id = '', severity = ''] = value.split('=', 2);
      if (!ids.includes(id)) {
        const nearest = nearestWord(id, ids);
        throw new UsageError(
          `There is no rule ${JSON.stringify(id)}.${nearest === undefined ? ' plimsoll rules lists them.' : ` Did you mean ${nearest}?`}`,
        );
      }
      if (severity !== 'off' && !isSeverity(severity))
        throw new UsageError(`--rule ${id}=… takes off, info, warning or error, not ${JSON.stringify(severity)}.`);
      return [id, { severity }];
    }),
  );
}

function isSeverity(value: string): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info';
}
