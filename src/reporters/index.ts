import { reportText } from './text.ts';
import type { PrettyOptions } from './pretty.ts';
import type { Report } from './report.ts';

export type Format = 'pretty' | 'text' | 'json' | 'cis';

export const FORMATS: readonly Format[] = ['pretty', 'text', 'json', 'cis'];

/** The report in a format; only that format's reporter is loaded. */
export async function writeReport(format: Format, report: Report, options: PrettyOptions): Promise<string> {
  switch (format) {
    case 'pretty':
      return (await import('./pretty.ts')).reportPretty(report, options);
    case 'text':
      return reportText(report, options);
    case 'json':
      return (await import('./json.ts')).reportJson(report);
    case 'cis':
      return (await import('./cis.ts')).reportCis(report, options);
  }
}
