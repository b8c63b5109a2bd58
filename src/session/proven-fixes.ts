import { proveFindings } from '../fixes/prove-findings.ts';
import type { Fix } from '../model/change.ts';
import type { Report, ReportedInput } from '../report/report.ts';
import { secretsIn } from '../sensitive/line-secrets.ts';
import type { Input } from '../workspace/files/discover.ts';
import type { LintRequest, Session } from './session.ts';

/** The report with the edits of the fixes that hold, for formats in which other programs make them. */
export async function withProvenFixes<R extends Report>(report: R, session: Session, request: LintRequest): Promise<R> {
  if (!report.inputs.some(hasFixes)) return report;
  const found = [...session.find(request).inputs];
  const paths = new Set(found.flatMap(({ files }) => files.map(({ path }) => path)));
  const { settings, context } = session;
  const inputs: ReportedInput[] = [];
  for (const reported of report.inputs) {
    const input = hasFixes(reported) ? found.find((each) => isOf(reported, each)) : undefined;
    if (input === undefined) {
      inputs.push(reported);
      continue;
    }
    const { ruleOptions: options } = await settings.forFile(input.files[0]?.path ?? '');
    const fixesOf = await proveFindings({
      kind: input.kind,
      files: input.files,
      context,
      options,
      isWritable: (path) => paths.has(path) && context.isOutside?.(path) !== true && report.texts.has(path),
    });
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

/** A part of a project is reported under some of its files. */
function isOf({ kind, paths }: ReportedInput, input: Input): boolean {
  return kind === input.kind && paths.every((path) => input.files.some((file) => file.path === path));
}
