import type { Severity } from '../model/finding.ts';
import { groupBy } from '../util/maps.ts';
import { findingsByRule } from './by-rule.ts';
import type { Report } from './report.ts';

/** How often a rule found something that counts, at one severity. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
}

/** The findings that count by rule and severity, in the order in which a person should look at them. */
export function statisticsOf({ inputs, ownRules }: Pick<Report, 'inputs' | 'ownRules'>): readonly RuleCount[] {
  // Each thing that a container lacks counts for its own rule.
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
