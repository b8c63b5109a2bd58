import type { SubjectResult, Verdict } from '../findings/evaluate.ts';
import type { SubjectName } from '../model/finding.ts';
import { RULES, rulesWith } from '../rules/index.ts';
import { cisItemOf } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';
import type { LintReport, ReportedInput } from './report.ts';

/** The number of each verdict. */
export type Tally = Readonly<Record<Verdict, number>>;

export const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'undecided', 'not-applicable'];

/** A container or exec in an audit, with its input. */
export interface AuditedSubject {
  readonly input: ReportedInput;
  readonly subject: SubjectResult;
}

/** All containers and execs, in the order of the report. */
export function auditedSubjects({ inputs }: LintReport): readonly AuditedSubject[] {
  return inputs.flatMap((input) => input.subjects.map((subject) => ({ input, subject })));
}

/**
 * The applied rules and their verdicts on a subject, in the order of RULES, then `ownRules`; rules
 * that are off are omitted.
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

/** The rules that a report shows: recommendations of the benchmark, and others. */
export interface ShownRules {
  /** The checked recommendations; all of them if there are no subjects. */
  readonly recommendations: readonly Rule[];
  /** The checked hardening rules. */
  readonly hardening: readonly Rule[];
  /** Recommendations whose rules are off. */
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

/** A subject's verdicts on the recommendations of the benchmark. */
export function benchmarkVerdicts(subject: SubjectResult): readonly Verdict[] {
  return RECOMMENDED.flatMap(({ id }) => subject.verdicts.get(id) ?? []);
}

export function tally(verdicts: Iterable<Verdict>): Tally {
  const counts: Record<Verdict, number> = { pass: 0, fail: 0, undecided: 0, 'not-applicable': 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** The combined verdict on several containers: the worst one; `undefined` if none was evaluated. */
export function overall(counts: Tally): Verdict | undefined {
  return (['fail', 'undecided', 'pass', 'not-applicable'] as const).find((verdict) => counts[verdict] > 0);
}

/**
 * Whether a subject fails a rule only by suppressed findings. Subjects of one input with the same
 * name count as one.
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

/** The same text for results of a rule on subjects with the same name. */
export function ruleKey(rule: string, { kind, name }: SubjectName): string {
  return [rule, kind, name].join('\n');
}
