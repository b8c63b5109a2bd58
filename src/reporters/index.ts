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

/** Formats written piece by piece, so that a report may exceed the string limit. */
export const STREAMED_FORMATS = ['pretty', 'text', 'json', 'sarif', 'gitlab'] as const satisfies readonly Format[];

/** The report in a format, as consecutive parts; loads only its reporter. Rejects with V8's RangeError if an unstreamed report exceeds the string limit. */
export async function reportParts(
  format: Format,
  report: LintReport,
  options: AllReportOptions,
): Promise<Iterable<string>> {
  const isGrouped = groupsMissing(format);
  return selectedParts(format, select(report, options, isGrouped), {
    ...options,
    isQuiet: options.minSeverity !== undefined,
    exit: exitReasons(select(report, {}, isGrouped)),
  });
}

/** True for formats that can group missing settings; programs and auditors need each rule. */
export function groupsMissing(format: Format): boolean {
  return format !== 'json' && format !== 'cis';
}

async function selectedParts(format: Format, report: LintReport, options: ReporterOptions): Promise<Iterable<string>> {
  const provenance = { version: VERSION, ...options.origin };
  switch (format) {
    case 'pretty':
      return (await import('./pretty/index.ts')).reportPretty(report, options);
    case 'text':
      return reportText(report, options);
    case 'json':
      return (await import('./json.ts')).reportJson(report, options);
    case 'cis':
      return [(await import('./cis/index.ts')).reportCis(report, { ...options, provenance })];
    case 'sarif':
      return (await import('./sarif/index.ts')).reportSarif(report, {
        ...options,
        version: VERSION,
        homepage: HOMEPAGE,
        pages: await readPages(),
      });
    case 'github':
      return [(await import('./github.ts')).reportGithub(report, options)];
    case 'gitlab':
      return (await import('./gitlab.ts')).reportGitlab(report);
    case 'junit':
      return [(await import('./junit.ts')).reportJunit(report, options)];
    case 'checkstyle':
      return [(await import('./checkstyle.ts')).reportCheckstyle(report)];
    case 'markdown':
      return [(await import('./markdown/index.ts')).reportMarkdown(report, { ...options, homepage: HOMEPAGE })];
    case 'html':
      return [(await import('./html/index.ts')).reportHtml(report, { ...options, provenance, homepage: HOMEPAGE })];
  }
}
