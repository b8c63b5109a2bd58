import { proveFindings } from '../fixes/prove-findings.ts';
import type { Fix } from '../model/change.ts';
import type { Report, ReportedInput } from '../report/report.ts';
import { secretsIn } from '../sensitive/line-secrets.ts';
import { createFixableFinder } from './fixable.ts';
import type { LintRequest, Session } from './session.ts';

/** The report with the edits of the fixes that hold, for formats in which other programs make them. */
export async function withProvenFixes<R extends Report>(report: R, session: Session, request: LintRequest): Promise<R> {
  if (!report.inputs.some(hasFixes)) return report;
  const findInput = createFixableFinder(session, request, report);
  const inputs: ReportedInput[] = [];
  for (const reported of report.inputs) {
    const input = hasFixes(reported) ? await findInput(reported) : undefined;
    if (input === undefined) {
      inputs.push(reported);
      continue;
    }
    const fixesOf = await proveFindings(input);
    inputs.push({
      ...reported,
      findings: reported.findings.map((finding) => ({ ...finding, fixes: fixesOf(finding).filter(isShowable) })),
    });
  }
  return { ...report, inputs };
}

function hasFixes({ findings }: ReportedInput): boolean {
  return findings.some(({ fixes, suppression }) => fixes !== undefined && suppression === undefined);
}

/** What an edit writes can be a copy of what the text has, whose secrets no report shows. */
function isShowable({ edits = [] }: Fix): boolean {
  return edits.every(({ newText }) => secretsIn(newText).length === 0);
}
