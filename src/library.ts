import { type LintResult, lintText as lint } from './lint/lint.ts';
import { createWatchdog } from './node-watchdog.ts';
import type { ParseContext, SourceFile } from './parsers/contract/parsed.ts';
import type { Report } from './report/report.ts';
import { type Format, reportParts } from './reporters/index.ts';
import type { ReportOptions as AllReportOptions } from './reporters/options.ts';
import { asOwn } from './rules/rule.ts';
import { checkOptions, RULE_OPTION_NAMES } from './session/checked-options.ts';
import { createSession, type LintRequest, type SessionOptions, type SessionResult } from './session/session.ts';
import { toDay } from './workspace/config/day.ts';
import type { RuleOptions } from './workspace/config/policy.ts';
import type { FileSystem } from './workspace/files/file-system.ts';
import { createNodeFileSystem } from './workspace/files/node-file-system.ts';

/** How files are found, read and evaluated; everything may be left out. */
export interface LintFilesOptions extends Omit<SessionOptions, 'files'>, Pick<LintRequest, 'projects'> {
  /** Where files are looked for; default: the real file system, seen from the process's working folder. */
  readonly files?: FileSystem;
}

const LINT_FILES_OPTIONS: readonly (keyof LintFilesOptions)[] = [
  'files',
  'documents',
  'baseline',
  'environment',
  'envFiles',
  'projects',
  'provesFixes',
  'config',
  'preset',
  'rules',
  'ownRules',
  'failOn',
  'missing',
  'benchmark',
  'today',
  'ignoresSuppressions',
  'ignoresComments',
  'confine',
  'untrusted',
  'strict',
];

/**
 * Lints files, folders and globs, one or several, as the command line does: with the configuration of each file, the
 * suppressions in it and the baseline. What can't be read is a note of severity `error`. Rejects with a ConfigError or
 * a BaselineError where one of these can't be used, and with a TypeError for options, presets and rules that do not
 * exist.
 */
export async function lintFiles(
  paths: string | readonly string[],
  options: LintFilesOptions = {},
): Promise<SessionResult> {
  checkOptions(options, LINT_FILES_OPTIONS);
  const { projects = [], ...rest } = options;
  const session = createSession({
    files: createNodeFileSystem(process.cwd()),
    today: toDay(new Date()),
    watchdog: createWatchdog(),
    ...rest,
  });
  const request: LintRequest = { paths: typeof paths === 'string' ? [paths] : paths, projects };
  return session.lint(request);
}

/**
 * Lints one text under a name: what it is, is detected by the name and the text, or else by the text alone. `context`
 * gives the files that it may name and the values of variables; left out, there are none. Rejects with a TypeError for
 * options, presets and rules that do not exist.
 */
export async function lintText(
  source: SourceFile,
  options: RuleOptions = {},
  context?: ParseContext,
): Promise<LintResult> {
  checkOptions(options, RULE_OPTION_NAMES);
  const { ownRules } = options;
  return lint(source, ownRules === undefined ? options : { ...options, ownRules: ownRules.map(asOwn) }, context);
}

/** What of a report is shown, and how one for people looks; left out: all, in full, without colour and 100 columns wide. */
export type ReportOptions = Partial<AllReportOptions>;

/** The report in a format, as the command line writes it. Rejects with V8's RangeError where it is longer than a string can be. */
export async function writeReport(format: Format, report: Report, options: ReportOptions = {}): Promise<string> {
  return Array.from(
    await reportParts(format, report, {
      hasColor: false,
      width: 100,
      isVerbose: false,
      hasSummary: true,
      ...options,
    }),
  ).join('');
}
