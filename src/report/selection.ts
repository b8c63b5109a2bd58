import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { getOrInsert } from '../util/maps.ts';
import { groupMissing } from './missing.ts';
import { createSeverityTest, type LintReport, openFindings } from './report.ts';

export interface Selection {
  /** The lowest severity to show. If set, suppressed and undecided results are left out. */
  readonly minSeverity?: Severity;
  /** The maximum number of findings to show, the most severe ones. */
  readonly maxFindings?: number;
}

/**
 * Selects findings and undecided results; verdicts stay, because audits need all. `isGrouped`
 * merges missing settings, unless the configuration says `each`.
 */
export function select(report: LintReport, { minSeverity, maxFindings }: Selection, isGrouped: boolean): LintReport {
  const isShown = minSeverity === undefined ? undefined : createSeverityTest(minSeverity);
  const inputs = report.inputs.map((input) => {
    const findings =
      isShown === undefined
        ? input.findings
        : input.findings.filter((finding) => isShown(finding) || finding.suppression !== undefined);
    const isGroup = isGrouped && input.missing !== 'each';
    return {
      ...input,
      findings: isGroup ? getOrInsert(groupsOf, findings, () => groupMissing(findings)) : findings,
      undecided: minSeverity === undefined ? input.undecided : [],
    };
  });
  return withMost({ ...report, inputs }, maxFindings);
}

/** Cached: report, exit code and summary mostly select the same findings. */
const groupsOf = new WeakMap<readonly Finding[], readonly Finding[]>();

/** The findings sorted by severity, otherwise in report order. Leaves out suppressed ones. */
export function worstFirst(report: Pick<LintReport, 'inputs'>): readonly Finding[] {
  const findings = report.inputs.flatMap(openFindings);
  return SEVERITIES.toReversed().flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function withMost(report: LintReport, count: number | undefined): LintReport {
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
