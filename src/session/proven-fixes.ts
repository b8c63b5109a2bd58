import { proveFindings } from '../fixes/prove-findings.ts';
import type { Fix } from '../model/change.ts';
import type { Report, ReportedInput } from '../report/report.ts';
import { secretsIn } from '../sensitive/line-secrets.ts';
import { createFixableFinder } from './fixable.ts';
import type { LintRequest, Session } from './session.ts';

/** In milliseconds. A long script is followed once for each few fixes, which can take minutes. */
const MAX_TIME = 60_000;

/**
 * The report with the edits of the fixes that hold, for formats in which other programs make them. `now` is the time in
 * milliseconds since some moment: what is not proven in a minute for an input is left out, with a note.
 */
export async function withProvenFixes<R extends Report>(
  report: R,
  session: Session,
  request: LintRequest,
  now: () => number,
): Promise<R> {
  if (!report.inputs.some(hasFixes)) return report;
  const findInput = createFixableFinder(session, request, report);
  const inputs: ReportedInput[] = [];
  const notes = [...report.notes];
  for (const reported of report.inputs) {
    const input = hasFixes(reported) ? await findInput(reported) : undefined;
    if (input === undefined) {
      inputs.push(reported);
      continue;
    }
    const begin = now();
    const isLate = (): boolean => now() - begin > MAX_TIME;
    const fixesOf = await proveFindings(input, undefined, isLate);
    if (isLate()) notes.push({ path: reported.paths[0] ?? '', message: NOT_ALL, severity: 'note' });
    inputs.push({
      ...reported,
      findings: reported.findings.map((finding) => ({ ...finding, fixes: fixesOf(finding).filter(isShowable) })),
    });
  }
  return { ...report, inputs, notes };
}

const NOT_ALL = 'The report has only the fixes that were proven in a minute; `plimsoll fix` takes its time.';

function hasFixes({ findings }: ReportedInput): boolean {
  return findings.some(({ fixes, suppression }) => fixes !== undefined && suppression === undefined);
}

/** What an edit writes can be a copy of what the text has, whose secrets no report shows. */
function isShowable({ edits = [] }: Fix): boolean {
  return edits.every(({ newText }) => secretsIn(newText).length === 0);
}
