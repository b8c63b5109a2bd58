import type { Finding } from '../../model/finding.ts';
import {
  cutName,
  isFixable,
  isForMost,
  mostFrequentFirst,
  type RuleFindings,
  remediesOf,
  remedyForms,
  remedyLead,
  subjectsOf,
} from '../../report/by-rule.ts';
import { countOf, type LintReport } from '../../report/report.ts';
import { distinctTitles } from '../../report/subjects.ts';
import { countSubjects, manyHave } from '../../report/wording.ts';
import { titleOf } from '../../rules/index.ts';
import { groupBy } from '../../util/maps.ts';

export interface Card {
  readonly rule: string;
  readonly findings: readonly Finding[];
  readonly what: string;
  readonly remedy: string | undefined;
  /** The missing settings, for a finding that groups them. */
  readonly parts: readonly Lacking[];
  /** Unique names, the first few in full. */
  readonly names: string;
  readonly isFixable: boolean;
  /** Messages and remedies that the card shows, so its findings don't repeat them. */
  readonly said: ReadonlySet<string>;
}

/** One missing setting: its remedies with their containers, and the number of containers. */
export interface Lacking {
  readonly part: Finding;
  readonly remedies: readonly string[];
  readonly count: number;
}

export function toCard(report: LintReport, groups: readonly [RuleFindings, ...RuleFindings[]]): Card {
  const [{ rule, forms }] = groups;
  const findings = groups.flatMap((group) => group.findings);
  const parts = partsOf(findings.flatMap((finding) => finding.parts ?? []));
  const title = titleOf(rule, report.ownRules) ?? rule;
  const isOne = findings.length === 1 && parts.length === 0;
  const what = isOne ? forms[0].message.what : `${manyHave(countOfSubjects(report, groups, findings), title)}.`;
  const remedy = parts.length > 0 ? undefined : remediesOf(groups[0]);
  // Otherwise the remedy is only an example, and its finding repeats it.
  const isOfMost = isForMost(findings, forms);
  const said = parts.length > 0 ? parts.map(({ part }) => part) : isOfMost ? forms : [];
  return {
    rule,
    findings,
    what,
    parts,
    remedy: remedy === undefined ? undefined : remedyLead(findings, forms) + remedy,
    names: namesOf(groups),
    isFixable: findings.every(isFixable),
    said: new Set([what, ...said.flatMap(({ message }) => message.remedy ?? [])]),
  };
}

function partsOf(parts: readonly Finding[]): readonly Lacking[] {
  return [...groupBy(parts, ({ rule, severity }) => `${severity} ${rule}`).values()].flatMap((same) => {
    const part = mostFrequentFirst(same, ({ message }) => message.remedy)[0]?.[0];
    return part === undefined ? [] : [{ part, remedies: remedyForms(same), count: same.length }];
  });
}

function countOfSubjects(
  { inputs }: LintReport,
  groups: readonly RuleFindings[],
  findings: readonly Finding[],
): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(findings.length, 'finding');
  const own = new Set(findings);
  const others = inputs.filter(({ kind }) => kind !== 'compose');
  return countSubjects(subjects, !others.some((input) => input.findings.some((finding) => own.has(finding))));
}

/** Further names are counted. */
const MAX_NAMES = 6;

function namesOf(groups: readonly RuleFindings[]): string {
  const subjects = groups.flatMap(subjectsOf);
  const findings = groups.flatMap((group) => group.findings);
  const byName: readonly (readonly [string, readonly unknown[]])[] = [
    ...(subjects.length === 0
      ? groupBy(findings, ({ location }) => location.path)
      : groupBy(subjects, distinctTitles(subjects))),
  ];
  const shown = byName
    .slice(0, MAX_NAMES)
    .map(([name, { length }]) => `${cutName(name)}${length > 1 ? ` (${length})` : ''}`)
    .join(', ');
  const more = byName.slice(MAX_NAMES).reduce((sum, [, { length }]) => sum + length, 0);
  return more === 0 ? shown : `${shown} and ${more} more`;
}
