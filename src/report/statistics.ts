import type { Severity } from '../model/finding.ts';
import { groupBy } from '../util/maps.ts';
import { findingsByRule } from './by-rule.ts';
import type { LintReport } from './report.ts';

/** The number of a rule's open findings of one severity. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
}

/** Open findings by rule and severity, in order of importance. */
export function statisticsOf({ inputs, ownRules }: Pick<LintReport, 'inputs' | 'ownRules'>): readonly RuleCount[] {
  // Each missing setting counts for its own rule.
  const single = inputs.map((input) => ({ ...input, findings: input.findings.flatMap((one) => one.parts ?? [one]) }));
  const groups = groupBy(
    findingsByRule({ inputs: single, ...(ownRules === undefined ? {} : { ownRules }) }),
    ({ rule, severity }) => `${severity} ${rule}`,
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const findings = same.flatMap((group) => group.findings);
    return first === undefined
      ? []
      : [
          {
            rule: first.rule,
            severity: first.severity,
            findings: findings.length,
            files: new Set(findings.map(({ location }) => location.path)).size,
          },
        ];
  });
}
