import { settingOf } from '../config/policy.ts';
import { RULES } from '../rules/index.ts';
import { numberIn } from '../rules/rule.ts';
import type { ExitCode, Io } from './io.ts';
import { RULE_OPTIONS, readEdition, readRuleOptions } from './lint-command.ts';
import { optionHelp, parseOptions, type OptionTable } from './options.ts';

const OPTIONS: OptionTable = { ...RULE_OPTIONS, help: { alias: 'h', help: 'print this help' } };

/** `plimsoll rules`: all rules in the benchmark's order, and what is in force for each. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    io.stdout.write(`Usage: plimsoll rules [options]\n\nLists the rules: number, level, whether the benchmark scores it, severity or off, id, title.\n\n${optionHelp(OPTIONS)}\n`);
    return Promise.resolve(0);
  }
  const ruleOptions = readRuleOptions(options);
  const edition = readEdition(options);
  const rows = RULES.map((rule) => {
    const { severity = rule.severity } = settingOf(rule, ruleOptions);
    return [numberIn(edition, rule), `level ${rule.level}`, rule.isScored ? 'scored' : 'not scored', severity, rule.id, rule.title] as const;
  });
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  io.stdout.write(`${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')}\n`);
  return Promise.resolve(0);
}
