import type { SubjectResult, Verdict } from '../findings/evaluate.ts';
import type { SubjectName } from '../model/finding.ts';
import { RULES, rulesWith } from '../rules/index.ts';
import { cisItemOf } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';
import type { LintReport, ReportedInput } from './report.ts';

export type Tally = Readonly<Record<Verdict, number>>;

export const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'undecided', 'not-applicable'];

/** A container or exec in an audit, with its input. */
export interface AuditedSubject {
  readonly input: ReportedInput;
  readonly subject: SubjectResult;
}

export function auditedSubjects({ inputs }: LintReport): readonly AuditedSubject[] {
  return inputs.flatMap((input) => input.subjects.map((subject) => ({ input, subject })));
}

/**
 * The applied rules with their verdicts on a subject, in the order of RULES, then `ownRules`.
 * Leaves out rules that are off.
 */
export function verdictsOn(
  { verdicts }: SubjectResult,
  ownRules?: readonly Rule[],
): readonly (readonly [Rule, Verdict])[] {
  return rulesWith(ownRules).flatMap((rule) => {
    const verdict = verdicts.get(rule.id);
    return verdict === undefined ? [] : [[rule, verdict] as const];
  });
}

/** The rules in a report: the benchmark's recommendations, and others. */
export interface ShownRules {
  /** The checked recommendations; without subjects, all of them. */
  readonly recommendations: readonly Rule[];
  readonly hardening: readonly Rule[];
  readonly off: readonly Rule[];
}

export function shownRules(subjects: readonly AuditedSubject[]): ShownRules {
  const isUsed = ({ id }: Rule): boolean => subjects.some(({ subject }) => subject.verdicts.has(id));
  const recommendations = RECOMMENDED.filter((rule) => subjects.length === 0 || isUsed(rule));
  return {
    recommendations,
    hardening: RULES.filter((rule) => cisItemOf(rule) === undefined && isUsed(rule)),
    off: RECOMMENDED.filter((rule) => !recommendations.includes(rule)),
  };
}

const RECOMMENDED = RULES.filter((rule) => cisItemOf(rule) !== undefined);

/** A subject's verdicts on the benchmark's recommendations. */
export function benchmarkVerdicts(subject: SubjectResult): readonly Verdict[] {
  return RECOMMENDED.flatMap(({ id }) => subject.verdicts.get(id) ?? []);
}

export function tally(verdicts: Iterable<Verdict>): Tally {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, undecided: 0, 'not-applicable': 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** The worst verdict on several containers; `undefined` if none was evaluated. */
export function overall(counts: Tally): Verdict | undefined {
  return (['fail', 'undecided', 'pass', 'not-applicable'] as const).find((verdict) => counts[verdict] > 0);
}

/**
 * Returns a test: true if a subject fails a rule only because of suppressed findings. Subjects of
 * one input with the same name count as one.
 */
export function acceptance({ inputs }: LintReport): (audited: AuditedSubject, rule: Rule) => boolean {
  const isAccepted = new Map<ReportedInput, Map<string, boolean>>();
  for (const input of inputs) {
    const byKey = new Map<string, boolean>();
    for (const { rule, subjects, suppression } of input.findings.flatMap((finding) => finding.parts ?? [finding])) {
      for (const subject of subjects) {
        const key = ruleKey(rule, subject);
        byKey.set(key, (byKey.get(key) ?? true) && suppression !== undefined);
      }
    }
    isAccepted.set(input, byKey);
  }
  return ({ input, subject }, { id }) =>
    isAccepted.get(input)?.get(ruleKey(subject.reportedBy?.[id] ?? id, subject)) ?? false;
}

export function ruleKey(rule: string, { kind, name }: SubjectName): string {
  return [rule, kind, name].join('\n');
}
