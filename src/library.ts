import { toDay } from './config/day.ts';
import type { RuleOptions } from './config/policy.ts';
import type { SourceFile } from './files/file-reader.ts';
import type { FileSystem } from './files/file-system.ts';
import { createNodeFileSystem } from './files/node-file-system.ts';
import { type LintResult, lintText as lint } from './lint/lint.ts';
import { createWatchdog } from './node-watchdog.ts';
import type { ParseContext } from './parsers/contract/parsed.ts';
import type { LintReport } from './report/report.ts';
import { type Format, reportParts } from './reporters/index.ts';
import type { AllReportOptions } from './reporters/options.ts';
import { asOwn } from './rules/rule.ts';
import { checkOptions, RULE_OPTION_NAMES } from './session/checked-options.ts';
import { createSession, type LintRequest, type SessionOptions, type SessionResult } from './session/session.ts';

/** How files are found, read and linted; all optional. */
export interface LintFilesOptions extends Omit<SessionOptions, 'files' | 'omitsFixes'>, Pick<LintRequest, 'projects'> {
  /** The filesystem; by default the real one, from the process's working directory. */
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
 * Lints files, directories and globs like the command line, with each file's configuration,
 * suppressions and baseline. Unreadable files become notes of severity `error`. Rejects with a
 * ConfigError or a BaselineError for an invalid one, and with a TypeError for unknown options,
 * presets and rules.
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
 * Lints one text; its kind is detected from name and content. `context` supplies files and
 * variables, by default none. Rejects with a TypeError for unknown options.
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

/**
 * Selects the content and look of a report; by default everything, without color, 100 columns wide.
 */
export type ReportOptions = Partial<AllReportOptions>;

/**
 * Writes a report in a format, like the command line. Rejects with V8's RangeError if it exceeds
 * the string limit.
 */
export async function writeReport(format: Format, report: LintReport, options: ReportOptions = {}): Promise<string> {
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
