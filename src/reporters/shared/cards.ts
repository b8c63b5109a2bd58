import type { Finding } from '../../model/finding.ts';
import { isFixable, mostFrequentFirst, type RuleFindings, remediesOf, subjectsOf } from '../../report/by-rule.ts';
import { countOf, type Report } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { countSubjects, manyHave } from '../../report/wording.ts';
import { titleOf } from '../../rules/index.ts';
import { groupBy } from '../../util/maps.ts';

/** What is said once of all findings of a rule. */
export interface Card {
  readonly rule: string;
  readonly findings: readonly Finding[];
  readonly what: string;
  readonly remedy: string | undefined;
  /** Whose remedy it is, such as `3 of 5` or a name in backticks, where the others have another. */
  readonly whose: string | undefined;
  /** What containers lack, for the one finding that stands for all of it. */
  readonly parts: readonly Lacking[];
  /** Each name once, the first few in full. */
  readonly names: string;
  readonly isFixable: boolean;
  /** The messages and remedies that need not be said of each finding again. */
  readonly said: ReadonlySet<string>;
}

/** A part of what containers lack, what most of them are to write, and how many lack it. */
export interface Lacking {
  readonly part: Finding;
  readonly count: number;
}

/** One card of findings of one rule. */
export function toCard(report: Report, groups: readonly [RuleFindings, ...RuleFindings[]]): Card {
  const [{ rule, forms }] = groups;
  const findings = groups.flatMap((group) => group.findings);
  const parts = partsOf(findings.flatMap((finding) => finding.parts ?? []));
  const title = titleOf(rule, report.ownRules) ?? rule;
  const isOne = findings.length === 1 && parts.length === 0;
  const what = isOne ? forms[0].message.what : `${manyHave(countOfSubjects(report, groups, findings), title)}.`;
  const remedy = parts.length > 0 ? undefined : remediesOf(groups[0]);
  const shown = forms.flatMap(({ message }) => message.remedy ?? []);
  const isForAll = findings.every(({ message }) => message.remedy === undefined || shown.includes(message.remedy));
  const same = findings.filter(({ message }) => message.remedy === shown[0]).length;
  const saidOfParts = parts.flatMap(({ part }) => part.message.remedy ?? []);
  return {
    ...{ rule, findings, what, remedy, parts },
    whose: remedy === undefined || isForAll ? undefined : same > 1 ? `${same} of ${findings.length}` : nameIn(forms[0]),
    names: namesOf(groups),
    isFixable: findings.every(isFixable),
    said: new Set([what, ...(parts.length > 0 ? saidOfParts : isForAll ? shown : same > 1 ? shown.slice(0, 1) : [])]),
  };
}

function partsOf(parts: readonly Finding[]): readonly Lacking[] {
  return [...groupBy(parts, ({ rule, severity }) => `${severity} ${rule}`).values()].flatMap((same) => {
    const part = mostFrequentFirst(same, ({ message }) => message.remedy)[0]?.[0];
    return part === undefined ? [] : [{ part, count: same.length }];
  });
}

function countOfSubjects({ inputs }: Report, groups: readonly RuleFindings[], findings: readonly Finding[]): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(findings.length, 'finding');
  const compose = new Set(inputs.filter(({ kind }) => kind === 'compose').flatMap(({ paths }) => paths));
  return countSubjects(
    subjects,
    findings.every(({ location }) => compose.has(location.path)),
  );
}

/** More names than these are counted. */
const MAX_NAMES = 6;
const MAX_NAME = 60;

function namesOf(groups: readonly RuleFindings[]): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(groups.flatMap(({ findings }) => findings).length, 'place');
  const byName = [...groupBy(subjects, subjectTitle)];
  const shown = byName
    .slice(0, MAX_NAMES)
    .map(([name, { length }]) => `${cutName(name)}${length > 1 ? ` (${length})` : ''}`)
    .join(', ');
  const more = byName.slice(MAX_NAMES).reduce((sum, [, { length }]) => sum + length, 0);
  return more === 0 ? shown : `${shown} and ${more} more`;
}

function nameIn({ subjects: [first] }: Finding): string | undefined {
  return first === undefined ? undefined : `\`${cutName(first.name)}\``;
}

function cutName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}
