import { countOf, type Report, summarize, summaryLine } from '../report/report.ts';
import { FORMATS, type Format, PARTED_FORMATS, reportParts } from '../reporters/index.ts';
import type { PrettyOptions } from '../reporters/pretty.ts';
import type { Baselined } from '../session/lint-run.ts';
import { wrap } from '../terminal/style.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { joinPath, toPlainPath } from '../util/paths.ts';
import { VERSION } from '../version.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import { INPUT_OPTIONS, openSession } from './inputs.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { RUN_OPTIONS } from './linter.ts';
import { BASELINE_OPTIONS, type OptionTable, optionHelp, type ParsedOptions, parseOptions } from './options.ts';
import { printError } from './print-error.ts';
import { runLint } from './run-lint.ts';
import { RULE_OPTIONS } from './settings.ts';
import { inPieces, writeOutput } from './write-output.ts';

export const OPTIONS: OptionTable = {
  format: {
    value: 'FORMAT',
    suggestions: FORMATS,
    alias: 'f',
    isRepeatable: true,
    // Made for those who read it: each run has this table.
    get help() {
      return `${wrap(`${FORMATS.join(', ')}; FORMAT=FILE writes to a file (repeatable)`, 70).join('\n')}\n(default: pretty on a terminal, else text)`;
    },
  },
  output: { value: 'FILE', alias: 'o', help: 'write the report to FILE' },
  'fail-on': {
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info', 'never'],
    help: 'the least severe finding that makes the exit code 1: error (default),\nwarning, info or never',
  },
  ...RULE_OPTIONS,
  ...BASELINE_OPTIONS,
  'no-ignore': { help: 'count every finding: pass over comments, exceptions and the baseline' },
  ...INPUT_OPTIONS,
  ...RUN_OPTIONS,
  quiet: { alias: 'q', help: 'findings only: no undecided questions, notes or summary' },
  color: { value: 'WHEN', choices: ['auto', 'always', 'never'], help: 'auto (default), always or never' },
  help: { alias: 'h', help: 'print this help' },
  version: { alias: 'V', help: 'print the version' },
};

const DEFAULT_WIDTH = 100;

/** `plimsoll lint`: see the help. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    io.stdout.write(`Usage: plimsoll [lint] [options] [path…]\n\n${optionHelp(OPTIONS)}\n`);
    return 0;
  }
  if (options.has('version')) {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const outputs = readOutputs(options, io);
  checkTargets(outputs, options, io);
  const isQuiet = options.has('quiet');
  const opened = await openSession(options, io);
  const { session } = opened;
  // Opened before the work, since one may be what is wrong.
  const baselines = await session.openBaselines();
  const result = await session.report(await runLint(options, opened, io), baselines);
  const report: Report = { ...result, notes: [...result.notes, ...result.goneFromBaselines.map(goneNote)] };
  for (const { format, file } of outputs) {
    const target = file === undefined ? io.stdout : undefined;
    const parts = await toParts(format, report, {
      hasColor: hasColor(options, io, target),
      width: target?.columns ?? DEFAULT_WIDTH,
      isQuiet,
    });
    if (file === undefined) for (const part of inPieces(parts)) io.stdout.write(part);
    else await writeOutput(file, parts, io);
  }
  const isSaidInReport = showsNotes(outputs);
  for (const { path, message, severity } of report.notes) {
    if (severity === 'error' || !(isQuiet || isSaidInReport)) printError(io, `${path}: ${message}`);
  }
  if (!isQuiet && !isSaidInReport) io.stderr.write(`${summaryLine(summarize(report))}\n`);

  if (result.internalErrors.length > 0) {
    for (const internalError of result.internalErrors) printError(io, internalError);
    io.stderr.write('This is an internal error of plimsoll; please report it with the file that caused it.\n');
    return 3;
  }
  if (report.notes.some(({ severity }) => severity === 'error')) return 2;
  return result.hasFailed ? 1 : 0;
}

async function toParts(format: Format, report: Report, options: PrettyOptions): Promise<Iterable<string>> {
  try {
    return await reportParts(format, report, options);
  } catch (error) {
    // V8's words for it, which it has for no other error.
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error;
    throw new UsageError(
      `The ${format} report would be longer than one text can be. Lint fewer files at a time, or take a format without this limit: ${PARTED_FORMATS.join(', ')}.`,
    );
  }
}

function goneNote({ path, count }: Baselined['gone'][number]): DiscoveryNote {
  const message = `${countOf(count, 'entry', 'entries')} of the baseline ${count === 1 ? 'is' : 'are'} gone: plimsoll baseline --update removes ${count === 1 ? 'it' : 'them'}.`;
  return { path, message, severity: 'note' };
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
      throw new UsageError(
        `There is no format ${JSON.stringify(name)}. ${nearest === undefined ? '' : `Did you mean ${nearest}? `}The formats are ${FORMATS.join(', ')}.`,
      );
    }
    return { format, file: rest.length === 0 ? undefined : rest.join('=') };
  });
  if (outputs.some(({ file }) => file === '')) throw new UsageError('--format FORMAT= needs a file name after the =.');
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Two reports cannot share the standard output: give one a file, as --format=json=report.json.',
    );

  const output = options.value('output');
  if (outputs.length === 0)
    return [{ format: io.stdout.isTerminal && output === undefined ? 'pretty' : 'text', file: output }];
  if (output === undefined) return outputs;
  if (outputs.every(({ file }) => file !== undefined))
    throw new UsageError('--output names a file, but every --format has one already.');
  return outputs.map(({ format, file }) => ({ format, file: file ?? output }));
}

/** Throws a UsageError where a report would take the place of another, or of what is to be linted. */
function checkTargets(outputs: readonly Output[], options: ParsedOptions, { files }: Io): void {
  const toAbsolute = (path: string): string =>
    joinPath(files.workingDirectory, toPlainPath(path, files.workingDirectory));
  const inputs = new Set(
    [
      ...options.operands,
      ...options.values('project').flatMap((list) => list.split(',').map((path) => path.trim())),
    ].map(toAbsolute),
  );
  const seen = new Set<string>();
  for (const { file } of outputs) {
    // What is no file, such as /dev/null, takes any number of them.
    if (file === undefined || files.kindOf(file) === 'other') continue;
    const path = toAbsolute(file);
    if (seen.has(path)) throw new UsageError(`Two reports cannot share the file ${file}.`);
    if (inputs.has(path)) throw new UsageError(`A report in ${file} would take the place of what is to be linted.`);
    seen.add(path);
  }
}

function hasColor(options: ParsedOptions, io: Io, target: Io['stdout'] | undefined): boolean {
  const when = options.value('color') ?? 'auto';
  if (when !== 'auto') return when === 'always';
  const { NO_COLOR: noColor = '', FORCE_COLOR: forceColor = '', TERM: term = '' } = io.environment;
  if (noColor !== '' || target === undefined) return false;
  return (forceColor !== '' && forceColor !== '0') || (target.isTerminal && term !== 'dumb');
}
