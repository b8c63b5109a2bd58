import { configsInFiles, misnamedConfigs, misplacedVariables } from '../../config/misnamed.ts';
import type { DiscoveryNote } from '../../files/discovery-note.ts';
import { checkedOut } from '../../git/commit.ts';
import { MISSING_FORMS } from '../../model/finding.ts';
import { type UnreadFile, unreadNotes } from '../../outcome/unread.ts';
import { exitReasons } from '../../report/exit.ts';
import { noteLines } from '../../report/notes.ts';
import {
  countOf,
  createSeverityTest,
  hasNumbers,
  type LintReport,
  summarize,
  summaryLine,
  unreadLines,
} from '../../report/report.ts';
import { select } from '../../report/selection.ts';
import { numberingText } from '../../report/wording.ts';
import { FORMATS, type Format, groupsMissing, reportParts, STREAMED_FORMATS } from '../../reporters/index.ts';
import type { AllReportOptions } from '../../reporters/options.ts';
import type { SessionResult } from '../../session/session.ts';
import { VERSION } from '../../version.ts';
import { INPUT_OPTIONS, openSession, refuseLinkedReports, STRICT_OPTION, UNTRUSTED_OPTION } from '../inputs.ts';
import { type Io, printError, UsageError } from '../io.ts';
import { isCached, RUN_OPTIONS } from '../linter.ts';
import { BASELINE_OPTIONS, type ParsedOptions } from '../options/options.ts';
import { checkTargets, type Output, readOutputs, showsFixes, showsNotes } from '../options/outputs.ts';
import { REPORT_OPTIONS, readReportOptions } from '../options/report-options.ts';
import { RULE_OPTIONS } from '../options/settings.ts';
import { joinPieces, writeOutput } from '../output/write-output.ts';
import { runLint } from '../run-lint.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** Options that other linters would read from environment variables. */
const NAMES_IN_ENVIRONMENT = [
  ...Object.keys({ ...RULE_OPTIONS, ...BASELINE_OPTIONS, ...INPUT_OPTIONS, ...REPORT_OPTIONS }),
  ...['fail-on', 'format', 'missing', 'output', 'since'],
].filter((name) => name !== 'policy');

/** `plimsoll lint`: see the help. */
export const { OPTIONS, run } = defineCommand({
  help: 'Lints files, directories and globs (default: the current directory).',
  examples: [
    ['plimsoll', 'lint everything below this directory'],
    ['plimsoll compose.yaml deploy.sh', 'lint two files'],
    ['docker inspect web | plimsoll -', 'check a running container'],
    ['plimsoll -f sarif=report.sarif', 'write a report too'],
  ],
  options: {
    format: {
      value: 'FORMAT',
      suggestions: FORMATS,
      alias: 'f',
      isRepeatable: true,
      // Lazy: only the help needs this table.
      get help() {
        return `${FORMATS.join(', ')}; FORMAT=FILE writes to a file (repeatable; default: pretty)`;
      },
    },
    output: {
      value: 'FILE',
      alias: 'o',
      help: 'write the report to FILE; its extension chooses the format (default: pretty)',
    },
    fix: { help: 'apply the safe fixes first, like plimsoll fix --write' },
    'fail-on': {
      value: 'SEVERITY',
      choices: ['error', 'warning', 'info', 'never'],
      help: 'the lowest severity that sets exit code 1: error (default), warning, info or never',
    },
    missing: {
      value: 'FORM',
      choices: MISSING_FORMS,
      help: 'how to report missing settings, such as a memory limit: group (one finding per container, default) or each; json and cis always list each',
    },
    fixes: { help: 'verify fixes and add their edits to json and sarif reports; this takes longer' },
    ...RULE_OPTIONS,
    ...BASELINE_OPTIONS,
    since: {
      value: 'REF',
      help: 'count only findings that are new since the merge base with REF (a branch, a tag or a commit)',
    },
    'no-ignore': { help: 'count all findings, including those suppressed by a comment, an exception or the baseline' },
    ...INPUT_OPTIONS,
    ...UNTRUSTED_OPTION,
    ...STRICT_OPTION,
    ...RUN_OPTIONS,
    ...REPORT_OPTIONS,
    ...HELP_OPTION,
    version: { alias: 'V', help: 'print the version' },
  },
  exitCodes: [
    'no finding at or above --fail-on (default: error)',
    'findings at or above it',
    'usage or configuration error, unreadable file, or nothing to lint',
    'internal error',
  ],
  async run(options, io) {
    if (options.has('version')) {
      io.stdout.write(`${VERSION}\n`);
      return 0;
    }
    const outputs = readOutputs(options);
    checkOutputs(outputs, options, io);
    const selection = readReportOptions(options, io, undefined);
    if (options.has('fix')) {
      const { writeSafeFixes } = await import('./fix.ts');
      if (!(await writeSafeFixes(options, io))) return 2;
    }
    const isQuiet = options.has('quiet');
    const provesFixes = options.has('fixes');
    if (provesFixes && !outputs.some(({ format }) => FORMATS_WITH_EDITS.includes(format)))
      throw new UsageError('--fixes requires the json or sarif format.');
    // Cached results must serve later runs in any format.
    const fixes = { provesFixes, omitsFixes: !showsFixes(outputs) && !isCached(options) };
    const opened = await openSession(options, io, fixes);
    const { session } = opened;
    // Open baselines first: an invalid one ends the run early.
    const baselines = await session.openBaselines();
    const since = options.value('since');
    const { run, cached } = await runLint(options, opened, io, since !== undefined);
    const before =
      since === undefined
        ? undefined
        : await (await import('../since.ts')).knownSince(since, options, io, cached, fixes);
    const result = await session.report(run, baselines, before);
    // Hooks name their files and show only errors, so they skip this search.
    const unread = isQuiet ? [] : (result.newUnread ?? (await run.unread()));
    const names = NAMES_IN_ENVIRONMENT.filter((name) => !options.has(name));
    const misnamed = isQuiet
      ? []
      : [
          ...misnamedConfigs(session.files),
          ...configsInFiles(result.texts),
          ...misplacedVariables(io.environment, names),
        ];
    const report = withNotes(result, { unread, misnamed }, options);
    await writeReports(outputs, report, options, io);
    printNotes(outputs, report, { options, selection }, io);
    if (result.internalErrors.length > 0) {
      for (const internalError of result.internalErrors) printError(io, internalError);
      io.stderr.write('This is a plimsoll bug; please report it with the file that caused it.\n');
      return 3;
    }
    if (report.notes.some(({ severity }) => severity === 'error')) return 2;
    return result.hasFailed ? 1 : 0;
  },
});

/**
 * Checks that the reports can be written. Prints the format of a report whose file name chose it.
 */
function checkOutputs(outputs: readonly Output[], options: ParsedOptions, io: Io): void {
  checkTargets(outputs, options, io);
  if (options.has('untrusted'))
    refuseLinkedReports(
      outputs.flatMap(({ file }) => file ?? []),
      options,
      io,
    );
  const [{ format: chosen, file: named } = { format: 'pretty', file: undefined }] = outputs;
  // Names without an extension, or with one for plain text, select no format.
  const isPlain = chosen === 'pretty' && (named === undefined || !/\.(?!txt$|log$)\w+$/.test(named));
  if (!options.has('format') && named !== undefined && !isPlain && !options.has('quiet'))
    printError(
      io,
      `${named}: written in the format ${chosen}${chosen === 'pretty' ? ' (the default)' : ', as its name says'}. To choose another, use --format FORMAT=FILE.`,
    );
  const other = outputs.find(({ format }) => !STATISTICS_FORMATS.includes(format));
  if (options.has('statistics') && other !== undefined)
    throw new UsageError(`--statistics supports ${STATISTICS_FORMATS.join(', ')}, not ${other.format}.`);
}

const STATISTICS_FORMATS: readonly Format[] = ['pretty', 'text', 'json'];

function withNotes(
  result: SessionResult,
  { unread, misnamed }: { readonly unread: readonly UnreadFile[]; readonly misnamed: readonly DiscoveryNote[] },
  options: ParsedOptions,
): LintReport {
  const note = (path: string, message: string): DiscoveryNote => ({ path, message, severity: 'note' });
  const listed = options.has('untrusted') ? unread.filter(({ reason }) => reason === 'prose') : unread;
  return {
    ...result,
    notes: [
      ...result.notes,
      ...result.goneFromBaselines.map(({ path, count }) => note(path, goneText(count))),
      ...result.foreignBaselines.map((path) => note(path, FOREIGN)),
      ...misnamed,
      ...(options.has('verbose') ? unreadNotes(listed, false, true) : []),
    ],
    unread: unread.flatMap(({ path, reason, line }) =>
      reason === 'prose' ? [] : line === undefined ? path : `${path}:${line}`,
    ),
  };
}

async function writeReports(
  outputs: readonly Output[],
  report: LintReport,
  options: ParsedOptions,
  io: Io,
): Promise<void> {
  for (const { format, file } of outputs) {
    const look: AllReportOptions = {
      ...readReportOptions(options, io, file === undefined ? io.stdout : undefined),
      ...(KEPT_FORMATS.includes(format) ? { origin: originOf(io) } : {}),
    };
    const parts = options.has('statistics')
      ? await statisticsParts(format, report, look)
      : await toParts(format, report, look);
    if (file === undefined) for (const part of joinPieces(parts)) io.stdout.write(part);
    else await writeOutput(file, parts, io);
  }
}

/** Prints to standard error what no report shows. */
function printNotes(
  outputs: readonly Output[],
  report: LintReport,
  { options, selection }: { readonly options: ParsedOptions; readonly selection: AllReportOptions },
  io: Io,
): void {
  const isQuiet = options.has('quiet');
  const isSaidInReport = !isQuiet && showsNotes(outputs) && !options.has('statistics');
  const isSaid = isQuiet || isSaidInReport;
  for (const line of noteLines(report.notes.filter(({ severity }) => severity === 'error' || !isSaid)))
    printError(io, line);
  if (!isSaidInReport) {
    // Statistics count each missing setting separately.
    const isGrouped = !options.has('statistics') && outputs.some(({ format }) => groupsMissing(format));
    const shown = select(report, selection, isGrouped);
    if (!isQuiet) io.stderr.write(`${[summaryLine(summarize(shown)), ...unreadLines(shown)].join('\n')}\n`);
    const isNumbered = options.has('statistics') || outputs.some(({ format }) => NUMBERED_FORMATS.includes(format));
    if (!isQuiet && isNumbered && (hasNumbers(shown) || summarize(shown).undecided > 0))
      io.stderr.write(`${numberingText(shown.edition)}\n`);
    const { omitted = 0 } = shown;
    if (omitted > 0)
      printError(
        io,
        `${countOf(omitted, 'more finding')} ${omitted === 1 ? 'is' : 'are'} not shown because of --max-findings.`,
      );
    const hidden = hiddenFailures(select(report, {}, isGrouped), selection);
    if (hidden > 0)
      printError(
        io,
        `${countOf(hidden, 'finding')} that ${hidden === 1 ? 'makes' : 'make'} the exit code 1 ${hidden === 1 ? 'is' : 'are'} hidden by --min-severity.`,
      );
  }
}

/** Formats without room to say how to choose another benchmark version. */
const NUMBERED_FORMATS: readonly Format[] = ['github', 'junit', 'sarif'];

/** Other programs apply fixes from these formats. */
const FORMATS_WITH_EDITS: readonly Format[] = ['json', 'sarif'];

/** Reports that users archive, so they include a date and an origin. */
const KEPT_FORMATS: readonly Format[] = ['cis', 'html'];

/** `SOURCE_DATE_EPOCH` makes a report reproducible, as in builds. */
function originOf({ today, files, environment }: Io): NonNullable<AllReportOptions['origin']> {
  const epoch = environment['SOURCE_DATE_EPOCH'] ?? '';
  const date = /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000).toISOString().slice(0, 10) : today();
  return { ...checkedOut(files), date };
}

async function toParts(format: Format, report: LintReport, options: AllReportOptions): Promise<Iterable<string>> {
  try {
    return await reportParts(format, report, options);
  } catch (error) {
    // V8 has this message only for too long strings.
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error;
    throw new UsageError(
      `The ${format} report is too long for a single string. Lint fewer files, or use a streamed format: ${STREAMED_FORMATS.join(', ')}.`,
    );
  }
}

async function statisticsParts(
  format: Format,
  report: LintReport,
  options: AllReportOptions,
): Promise<Iterable<string>> {
  const { reportStatisticsJson, statisticsTable } = await import('../../reporters/statistics.ts');
  const selected = select(report, options, false);
  return format === 'json'
    ? reportStatisticsJson(selected)
    : statisticsTable(selected, options).map((line) => `${line}\n`);
}

function hiddenFailures(report: LintReport, { minSeverity = 'info' }: AllReportOptions): number {
  const isShown = createSeverityTest(minSeverity);
  return exitReasons(report).failing.filter((finding) => !isShown(finding)).length;
}

/**
 * Without this note, users would wonder why a baseline from another directory suppresses nothing.
 */
const FOREIGN =
  'The baseline has no entries for the linted files. Its paths are relative to its own directory; to rewrite it, run plimsoll baseline.';

function goneText(count: number): string {
  return `${countOf(count, 'entry', 'entries')} in the baseline ${count === 1 ? 'is' : 'are'} obsolete; to remove ${count === 1 ? 'it' : 'them'}, run plimsoll baseline --update.`;
}
