import { countOf } from '../report/report.ts';
import { RULES } from '../rules/index.ts';
import { assessmentOf, cisItemOf, numberIn } from '../rules/references.ts';
import { printable } from '../text/printable.ts';
import { settingOf, sourceOf } from '../workspace/config/policy.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { type OptionTable, optionHelp, parseOptions } from './options.ts';
import { openSettings, RULE_OPTIONS } from './settings.ts';

export const OPTIONS: OptionTable = { ...RULE_OPTIONS, help: { alias: 'h', help: 'print this help' } };

/** What a rule that is not in the benchmark has in its columns. */
const NONE = '-';

/** `plimsoll rules`: all rules in the benchmark's order, the others behind them, and what is in force for each. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    io.stdout.write(
      `Usage: plimsoll rules [options]\n\nLists the rules: number, level, whether the benchmark scores it (since 1.3: automated or manual), severity or off, id,\nwhere that is set, title.\n\n${optionHelp(OPTIONS)}\n`,
    );
    return 0;
  }
  const [first] = options.operands;
  if (first !== undefined)
    throw new UsageError(
      `rules takes no operand: it lists all rules. plimsoll explain ${first} prints the page of one.`,
    );
  const { config, ruleOptions, edition } = await openSettings(options, io).forWorkingDirectory();
  const rows = RULES.map((rule) => {
    const cis = cisItemOf(rule);
    const { severity = rule.severity } = settingOf(rule, ruleOptions);
    const origin = {
      option: '--rule',
      config: printable(config?.path ?? ''),
      preset: `preset ${ruleOptions.preset ?? 'recommended'}`,
      edition: `edition ${edition}`,
      default: 'default',
    }[sourceOf(rule, ruleOptions)];
    return [
      numberIn(edition, rule) ?? NONE,
      cis === undefined ? NONE : `level ${cis.level}`,
      assessmentOf(edition, rule) ?? NONE,
      severity,
      rule.id,
      origin,
      rule.title,
    ] as const;
  });
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
