import { PRESETS, type PresetName, type RuleSetting } from '../config/rule-settings.ts';
import { lintInput, type LintResult } from '../lint.ts';
import type { Severity } from '../model/finding.ts';
import { nearestWord } from '../model/nearest-word.ts';
import { FORMATS, writeReport, type Format } from '../reporters/index.ts';
import { hasFindingsAt, summarize, summaryLine, toReportedInput, type Report, type ReportedInput } from '../reporters/report.ts';
import { RULES } from '../rules/index.ts';
import type { Edition } from '../rules/rule.ts';
import { INPUT_OPTIONS, openInputs, requireSomething } from './inputs.ts';
import { UsageError, type ExitCode, type Io } from './io.ts';
import { optionHelp, parseOptions, type OptionTable, type ParsedOptions } from './options.ts';

/** The options that choose rules and how they count. */
export const RULE_OPTIONS = {
  preset: { value: 'NAME', choices: PRESETS, help: `${PRESETS.join(', ')} (default: recommended)` },
  rule: { value: 'ID=SEVERITY', isRepeatable: true, help: 'off, info, warning or error for one rule (repeatable)' },
  benchmark: { value: 'EDITION', choices: ['1.13', '1.6'], help: 'the edition whose numbers are shown: 1.13 (default) or 1.6' },
} as const satisfies OptionTable;

export const LINT_OPTIONS: OptionTable = {
  format: { value: 'FORMAT', alias: 'f', isRepeatable: true, help: `${FORMATS.join(', ')}; FORMAT=FILE writes to a file (repeatable)\n(default: pretty on a terminal, else text)` },
  output: { value: 'FILE', alias: 'o', help: 'write the report to FILE' },
  'fail-on': { value: 'SEVERITY', choices: ['error', 'warning', 'info', 'never'], help: 'the least severe finding that makes the exit code 1: error (default),\nwarning, info or never' },
  ...RULE_OPTIONS,
  ...INPUT_OPTIONS,
  quiet: { alias: 'q', help: 'findings only: no undecided questions, notes or summary' },
  color: { value: 'WHEN', choices: ['auto', 'always', 'never'], help: 'auto (default), always or never' },
  help: { alias: 'h', help: 'print this help' },
  version: { alias: 'V', help: 'print the version' },
};

const DEFAULT_WIDTH = 100;

/** `plimsoll lint`: see the help. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, LINT_OPTIONS);
  if (options.has('help')) {
    io.stdout.write(`Usage: plimsoll [lint] [options] [path…]\n\n${optionHelp(LINT_OPTIONS)}\n`);
    return 0;
  }
  const outputs = readOutputs(options, io);
  const ruleOptions = readRuleOptions(options);
  const opened = await openInputs(options, io);
  const isQuiet = options.has('quiet');

  const inputs: ReportedInput[] = [];
  const texts = new Map<string, string>();
  const faults: string[] = [];
  for (const { kind, files } of opened.inputs) {
    let result: LintResult;
    try {
      result = await lintInput(kind, files, opened.context, ruleOptions);
    } catch (error) {
      faults.push(`${files[0]?.path ?? ''}: internal error: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const input = toReportedInput(result);
    inputs.push(input);
    keepTexts(texts, input, result.texts);
  }
  if (faults.length === 0) requireSomething(inputs.length, options, opened, io);

  const report: Report = { inputs, texts, notes: opened.notes, edition: readEdition(options) };
  for (const { format, file } of outputs) {
    const target = file === undefined ? io.stdout : undefined;
    const text = await writeReport(format, report, { hasColor: hasColor(options, io, target), width: target?.columns ?? DEFAULT_WIDTH, isQuiet });
    if (file === undefined) io.stdout.write(text);
    else writeOutput(file, text, io);
  }
  for (const { path, message, severity } of opened.notes) {
    if (severity === 'error') io.stderr.write(`plimsoll: ${path}: ${message}\n`);
    else if (!isQuiet && !showsNotes(outputs)) io.stderr.write(`plimsoll: ${path}: ${message}\n`);
  }
  if (!isQuiet && !showsNotes(outputs)) io.stderr.write(`${summaryLine(summarize(report))}\n`);

  if (faults.length > 0) {
    for (const fault of faults) io.stderr.write(`plimsoll: ${fault}\n`);
    io.stderr.write("This is a fault of plimsoll's; please report it with the file that caused it.\n");
    return 3;
  }
  if (opened.notes.some(({ severity }) => severity === 'error')) return 2;
  const failOn = options.value('fail-on') ?? 'error';
  return isSeverity(failOn) && hasFindingsAt(report, failOn) ? 1 : 0;
}

interface Output {
  readonly format: Format;
  readonly file: string | undefined;
}

/** The pretty report ends with the notes and the summary itself; the others leave them to stderr. */
function showsNotes(outputs: readonly Output[]): boolean {
  return outputs.some(({ format, file }) => format === 'pretty' && file === undefined);
}

function readOutputs(options: ParsedOptions, io: Io): readonly Output[] {
  const outputs = options.values('format').map((value): Output => {
    const [name = '', ...rest] = value.split('=');
    const format = FORMATS.find((known) => known === name);
    if (format === undefined) {
      const nearest = nearestWord(name, FORMATS);
      throw new UsageError(`There is no format ${JSON.stringify(name)}. ${nearest === undefined ? '' : `Did you mean ${nearest}? `}The formats are ${FORMATS.join(', ')}.`);
    }
    return { format, file: rest.length === 0 ? undefined : rest.join('=') };
  });
  if (outputs.some(({ file }) => file === '')) throw new UsageError('--format FORMAT= needs a file name after the =.');
  if (outputs.filter(({ file }) => file === undefined).length > 1) throw new UsageError('Two reports cannot share the standard output: give one a file, as --format=json=report.json.');

  const output = options.value('output');
  if (outputs.length === 0) return [{ format: io.stdout.isTerminal && output === undefined ? 'pretty' : 'text', file: output }];
  if (output === undefined) return outputs;
  if (outputs.every(({ file }) => file !== undefined)) throw new UsageError('--output names a file, but every --format has one already.');
  return outputs.map(({ format, file }) => ({ format, file: file ?? output }));
}

/** The preset and the severities that the options give. Throws a UsageError for an unknown rule or severity. */
export function readRuleOptions(options: ParsedOptions): { readonly preset: PresetName; readonly rules: Readonly<Record<string, RuleSetting>> } {
  const rules: Record<string, RuleSetting> = {};
  const ids = RULES.map(({ id }) => id);
  for (const value of options.values('rule')) {
    const [id = '', severity = ''] = value.split('=', 2);
    if (!ids.includes(id)) {
      const nearest = nearestWord(id, ids);
      throw new UsageError(`There is no rule ${JSON.stringify(id)}.${nearest === undefined ? ' plimsoll rules lists them.' : ` Did you mean ${nearest}?`}`);
    }
    if (severity !== 'off' && !isSeverity(severity)) throw new UsageError(`--rule ${id}=… takes off, info, warning or error, not ${JSON.stringify(severity)}.`);
    rules[id] = { severity };
  }
  return { preset: PRESETS.find((preset) => preset === options.value('preset')) ?? 'recommended', rules };
}

/** The edition that `--benchmark` names. */
export function readEdition(options: ParsedOptions): Edition {
  return options.value('benchmark') === '1.6' ? '1.6' : '1.13';
}

function isSeverity(value: string): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info';
}

/** Keeps the texts that a report needs: those that something in it names. */
function keepTexts(texts: Map<string, string>, { findings, undecided, subjects }: ReportedInput, read: ReadonlyMap<string, string>): void {
  const named = [...findings, ...undecided].flatMap(({ location, related }) => [location.path, ...related.map((other) => other.location.path)]);
  for (const path of new Set([...named, ...subjects.map(({ location }) => location.path)])) {
    const text = read.get(path);
    if (text !== undefined) texts.set(path, text);
  }
}

function hasColor(options: ParsedOptions, io: Io, target: Io['stdout'] | undefined): boolean {
  const when = options.value('color') ?? 'auto';
  if (when !== 'auto') return when === 'always';
  const { NO_COLOR: noColor = '', FORCE_COLOR: forceColor = '', TERM: term = '' } = io.environment;
  if (noColor !== '' || target === undefined) return false;
  return (forceColor !== '' && forceColor !== '0') || (target.isTerminal && term !== 'dumb');
}

function writeOutput(path: string, text: string, io: Io): void {
  try {
    io.writeFile(path, text);
  } catch (error) {
    throw new UsageError(`${path}: the report cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}).`);
  }
}
