import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { createSeverityTest, type LintReport, openFindings, unreadableIn } from './report.ts';

/** What decides the exit code of a run. */
export interface ExitReasons {
  /** The findings that make it 1. */
  readonly failing: readonly Finding[];
  /** True for a finding that makes it 1, or has such a part. */
  readonly fails: (finding: Finding) => boolean;
  /**
   * The severities at which findings fail, descending: several if configurations differ, none if
   * nothing can fail.
   */
  readonly thresholds: readonly Severity[];
  readonly unreadable: number;
}

/** Computes the exit reasons from all open findings, shown or not. */
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
