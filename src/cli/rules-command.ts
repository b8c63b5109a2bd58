import { countOf } from '../report/report.ts';
import { RULES } from '../rules/index.ts';
import { INPUT_RULES } from '../rules/input/index.ts';
import { assessmentOf, cisItemOf, numberIn } from '../rules/references.ts';
import { printable } from '../text/printable.ts';
import { settingOf, sourceOf } from '../workspace/config/policy.ts';
import type { ConfigurableRule } from '../workspace/config/rule-settings.ts';
import { createSettings } from '../workspace/config/settings.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { type OptionTable, optionHelp, parseOptions } from './options.ts';
import { RULE_OPTIONS, readSettings } from './settings.ts';

export const OPTIONS: OptionTable = { ...RULE_OPTIONS, help: { alias: 'h', help: 'print this help' } };

/** What a rule that is not in the benchmark has in its columns. */
const NONE = '-';

/** `plimsoll rules`: all rules in the benchmark's order, the others and those about the text behind them, and what is in force for each. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    io.stdout.write(
      `Usage: plimsoll rules [options]\n\nLists the rules, those about the text itself at the end: number, level, whether the benchmark scores it (since 1.3:\nautomated or manual), severity or off, id, where that is set, title.\n\n${optionHelp(OPTIONS)}\n`,
    );
    return 0;
  }
  const [first] = options.operands;
  if (first !== undefined)
    throw new UsageError(
      `rules takes no operand: it lists all rules. plimsoll explain ${first} prints the page of one.`,
    );
  const { config, ruleOptions, edition } = await createSettings(
    readSettings(options, io),
    io.files,
  ).forWorkingDirectory();
  const originOf = (rule: ConfigurableRule): string =>
    ({
      option: '--rule',
      config: printable(config?.path ?? ''),
      preset: `preset ${ruleOptions.preset ?? 'recommended'}`,
      edition: `edition ${edition}`,
      default: 'default',
    })[sourceOf(rule, ruleOptions)];
  const containerRules = RULES.map((rule) => {
    const cis = cisItemOf(rule);
    return [
      numberIn(edition, rule) ?? NONE,
      cis === undefined ? NONE : `level ${cis.level}`,
      assessmentOf(edition, rule) ?? NONE,
      settingOf(rule, ruleOptions).severity ?? rule.severity,
      rule.id,
      originOf(rule),
      rule.title,
    ];
  });
  const inputRules = INPUT_RULES.map((rule) => [
    ...[NONE, NONE, NONE],
    settingOf(rule, ruleOptions).severity ?? rule.severities[0],
    rule.id,
    originOf(rule),
    rule.title,
  ]);
  const rows = [...containerRules, ...inputRules];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  io.stdout.write(
    `${rows
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n')}\n`,
  );
  const count = ruleOptions.overrides?.length ?? 0;
  if (count > 0)
    io.stderr.write(
      `${printable(config?.path ?? '')} has ${countOf(count, 'override')} for some files or services, which are not shown here.\n`,
    );
  return 0;
}
