import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { getOrInsert } from '../util/maps.ts';
import { groupMissing } from './missing.ts';
import { createSeverityTest, openFindings, type Report } from './report.ts';

/** What of a report is shown. */
export interface Selection {
  /** The least severe finding that is shown and counted; what is accepted or undecided is left out then. Without it, all is shown. */
  readonly minSeverity?: Severity;
  /** At most so many findings are shown, the most severe ones. */
  readonly maxFindings?: number;
}

/**
 * The same report with what is selected of its findings and questions. The verdicts on each container stay, and so does
 * what is accepted, on which they depend. With `isGrouped` what a container lacks is one finding, unless its
 * configuration wants each.
 */
export function select(report: Report, { minSeverity, maxFindings }: Selection, isGrouped: boolean): Report {
  const isShown = minSeverity === undefined ? undefined : createSeverityTest(minSeverity);
  const inputs = report.inputs.map((input) => {
    const findings =
      isShown === undefined
        ? input.findings
        : input.findings.filter((finding) => isShown(finding) || finding.suppression !== undefined);
    return {
      ...input,
      findings: isGrouped && input.missing !== 'each' ? grouped(findings) : findings,
      undecided: minSeverity === undefined ? input.undecided : [],
    };
  });
  return withMost({ ...report, inputs }, maxFindings);
}

/** A report, its exit code and its summary are selected one after the other, mostly from the same findings. */
const groupsOf = new WeakMap<readonly Finding[], readonly Finding[]>();

function grouped(findings: readonly Finding[]): readonly Finding[] {
  return getOrInsert(groupsOf, findings, () => groupMissing(findings));
}

/** The findings that count, the most severe first and otherwise in the order of the report. */
export function worstFirst(report: Pick<Report, 'inputs'>): readonly Finding[] {
  const findings = report.inputs.flatMap(openFindings);
  return SEVERITIES.toReversed().flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function withMost(report: Report, count: number | undefined): Report {
  if (count === undefined) return report;
  const findings = worstFirst(report);
  const shown = new Set(findings.slice(0, count));
  return {
    ...report,
    inputs: report.inputs.map((input) => ({
      ...input,
      findings: input.findings.filter((finding) => finding.suppression !== undefined || shown.has(finding)),
    })),
    omitted: findings.length - shown.size,
  };
}
