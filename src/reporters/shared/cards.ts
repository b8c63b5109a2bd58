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
import { countOf, type Report } from '../../report/report.ts';
import { distinctTitles } from '../../report/subjects.ts';
import { countSubjects, manyHave } from '../../report/wording.ts';
import { titleOf } from '../../rules/index.ts';
import { groupBy } from '../../util/maps.ts';

/** What is said once of all findings of a rule. */
export interface Card {
  readonly rule: string;
  readonly findings: readonly Finding[];
  readonly what: string;
  readonly remedy: string | undefined;
  /** What containers lack, for the one finding that stands for all of it. */
  readonly parts: readonly Lacking[];
  /** Each name once, the first few in full. */
  readonly names: string;
  readonly isFixable: boolean;
  /** The messages and remedies that need not be said of each finding again. */
  readonly said: ReadonlySet<string>;
}

/** A part of what containers lack, what most of them are to write, each remedy with whom it is for, and how many lack it. */
export interface Lacking {
  readonly part: Finding;
  readonly remedies: readonly string[];
  readonly count: number;
}

export function toCard(report: Report, groups: readonly [RuleFindings, ...RuleFindings[]]): Card {
  const [{ rule, forms }] = groups;
  const findings = groups.flatMap((group) => group.findings);
  const parts = partsOf(findings.flatMap((finding) => finding.parts ?? []));
  const title = titleOf(rule, report.ownRules) ?? rule;
  const isOne = findings.length === 1 && parts.length === 0;
  const what = isOne ? forms[0].message.what : `${manyHave(countOfSubjects(report, groups, findings), title)}.`;
  const remedy = parts.length > 0 ? undefined : remediesOf(groups[0]);
  // What is said as an example is said with its finding again.
  const isOfMost = isForMost(findings, forms);
  const said = parts.length > 0 ? parts.map(({ part }) => part) : isOfMost ? forms : [];
  return {
    ...{ rule, findings, what, parts },
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

function countOfSubjects({ inputs }: Report, groups: readonly RuleFindings[], findings: readonly Finding[]): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(findings.length, 'finding');
  const own = new Set(findings);
  const others = inputs.filter(({ kind }) => kind !== 'compose');
  return countSubjects(subjects, !others.some((input) => input.findings.some((finding) => own.has(finding))));
}

/** More names than these are counted. */
const MAX_NAMES = 6;

function namesOf(groups: readonly RuleFindings[]): string {
  const subjects = groups.flatMap(subjectsOf);
  const byName =
    subjects.length === 0
      ? [
          ...groupBy(
            groups.flatMap(({ findings }) => findings),
            ({ location }) => location.path,
          ),
        ]
      : [...groupBy(subjects, distinctTitles(subjects))];
  const shown = byName
    .slice(0, MAX_NAMES)
    .map(([name, { length }]) => `${cutName(name)}${length > 1 ? ` (${length})` : ''}`)
    .join(', ');
  const more = byName.slice(MAX_NAMES).reduce((sum, [, { length }]) => sum + length, 0);
  return more === 0 ? shown : `${shown} and ${more} more`;
}
