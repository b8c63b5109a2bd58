import { exitReasons } from '../report/exit.ts';
import type { LintReport } from '../report/report.ts';
import { select } from '../report/selection.ts';
import { readPages } from '../rules/pages.ts';
import { HOMEPAGE, VERSION } from '../version.ts';
import type { AllReportOptions, ReporterOptions } from './options.ts';
import { reportText } from './text.ts';

export const FORMATS = [
  'pretty',
  'text',
  'json',
  'cis',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'markdown',
  'html',
] as const;

export type Format = (typeof FORMATS)[number];

type Reporter = (report: LintReport, options: ReporterOptions) => Iterable<string> | string;

const REPORTERS: Readonly<Record<Format, () => Promise<Reporter>>> = {
  pretty: async () => (await import('./pretty/index.ts')).reportPretty,
  text: () => Promise.resolve(reportText),
  json: async () => (await import('./json.ts')).reportJson,
  cis: async () => (await import('./cis/index.ts')).reportCis,
  sarif: async () => {
    const { reportSarif } = await import('./sarif/index.ts');
    const pages = await readPages();
    return (report, options) => reportSarif(report, pages, options);
  },
  github: async () => (await import('./github.ts')).reportGithub,
  gitlab: async () => (await import('./gitlab.ts')).reportGitlab,
  junit: async () => (await import('./junit.ts')).reportJunit,
  checkstyle: async () => (await import('./checkstyle.ts')).reportCheckstyle,
  markdown: async () => (await import('./markdown/index.ts')).reportMarkdown,
  html: async () => (await import('./html/index.ts')).reportHtml,
};

/** Formats that are written in parts, so that the report may be longer than one string can be. */
export const STREAMED_FORMATS = ['pretty', 'text', 'json', 'sarif', 'gitlab'] as const satisfies readonly Format[];

/**
 * Writes the report in a format, in consecutive parts. Loads only this reporter. Rejects with V8's
 * RangeError if a report that isn't streamed is too long for a string.
 */
export async function reportParts(
  format: Format,
  report: LintReport,
  options: AllReportOptions,
): Promise<Iterable<string>> {
  const isGrouped = groupsMissing(format);
  const reporter = await REPORTERS[format]();
  const parts = reporter(select(report, options, isGrouped), {
    ...options,
    isQuiet: options.minSeverity !== undefined,
    exit: exitReasons(select(report, {}, isGrouped)),
    provenance: { version: VERSION, ...options.origin },
    homepage: HOMEPAGE,
  });
  return typeof parts === 'string' ? [parts] : parts;
}

/**
 * True for formats that can group missing settings. Programs and auditors need each rule
 * separately.
 */
export function groupsMissing(format: Format): boolean {
  return format !== 'json' && format !== 'cis';
}
