import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { createSeverityTest, type LintReport, openFindings, unreadableIn } from './report.ts';

/** What determines the exit code of a run. */
export interface ExitReasons {
  readonly failing: readonly Finding[];
  /** True for a finding that makes the exit code 1, or has a part that does. */
  readonly fails: (finding: Finding) => boolean;
  /**
   * The lowest failing severities, in descending order: several if configurations differ, none if
   * nothing can fail.
   */
  readonly thresholds: readonly Severity[];
  readonly unreadable: number;
}

/** Determines the exit reasons from all findings, shown or not; suppressed ones don't count. */
export function exitReasons(report: LintReport): ExitReasons {
  const { inputs } = report;
  const thresholds = inputs.flatMap(({ failOn = 'error' }) => (failOn === 'never' ? [] : [failOn]));
  const failing = inputs.flatMap((input) => {
    const { failOn = 'error' } = input;
    return failOn === 'never' ? [] : openFindings(input).filter(createSeverityTest(failOn));
  });
  const all = new Set(failing.flatMap((finding) => [finding, ...(finding.parts ?? [])]));
  return {
    failing,
    fails: (finding) => all.has(finding) || finding.parts?.some((part) => all.has(part)) === true,
    thresholds: SEVERITIES.toReversed().filter((severity) => thresholds.includes(severity)),
    unreadable: unreadableIn(report).length,
  };
}
