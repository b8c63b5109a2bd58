import { type Finding, SEVERITIES, type Severity, type SubjectName } from '../model/finding.ts';
import { type Location } from '../text/location.ts';
import { groupBy } from '../util/maps.ts';
import { costOf, isLacking, placeKeyOf } from './missing.ts';
import { type LintReport, openFindings } from './report.ts';

/** The open findings of one rule and severity. */
export interface RuleFindings {
  readonly rule: string;
  readonly severity: Severity;
  /** True if they are about missing or default settings. */
  readonly isMissing: boolean;
  /** In report order; never empty. */
  readonly findings: readonly [Finding, ...Finding[]];
  /**
   * One representative per syntax, if most findings with a remedy in that syntax share it; the most
   * frequent syntax first.
   */
  readonly forms: readonly [Finding, ...Finding[]];
}

/** The open findings by rule: by severity, then by cost of the rule's findings, then by count. */
export function findingsByRule({ inputs, ownRules }: Pick<LintReport, 'inputs' | 'ownRules'>): readonly RuleFindings[] {
  const entries = inputs.flatMap((input) =>
    openFindings(input).map((finding) => ({
      finding,
      isMissing: finding.parts !== undefined || isLacking(finding),
      kind: input.kind,
    })),
  );
  const groups = groupBy(entries, ({ finding: { rule, severity }, isMissing }) => `${severity} ${rule} ${isMissing}`);
  return [...groups.values()]
    .flatMap((group): readonly RuleFindings[] => {
      const [first, ...others] = group;
      if (first === undefined) return [];
      const { finding, isMissing } = first;
      const { rule, severity } = finding;
      const forms = mostFrequentFirst(group, ({ kind }) => kind).flatMap((ofKind) =>
        (mostFrequentFirst(ofKind, (one) => one.finding.message.remedy)[0] ?? []).slice(0, 1).map((one) => one.finding),
      );
      const findings = [finding, ...others.map((other) => other.finding)] as const;
      return [{ rule, severity, isMissing, findings, forms: [forms[0] ?? finding, ...forms.slice(1)] }];
    })
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        costOf(b.rule, ownRules) - costOf(a.rule, ownRules) ||
        b.findings.length - a.findings.length,
    );
}

/** The remedy of most findings, and that of the second syntax. */
export function remediesOf({ findings, forms: [first, second] }: RuleFindings): string | undefined {
  const remedy = first.message.remedy;
  const other = second?.message.remedy;
  if (remedy === undefined || second === undefined || other === undefined || other === remedy) return remedy;
  const { path } = second.location;
  const isAlone = findings.every(({ location, message }) => message.remedy !== other || location.path === path);
  return `${remedy} ${isAlone ? `In \`${path}\`` : 'In other files'}: ${other}`;
}

/** The findings that {@link remediesOf} covers. */
function remedied(findings: readonly Finding[], forms: RuleFindings['forms']): readonly Finding[] {
  const given = forms.map(({ message }) => message.remedy);
  return findings.filter(({ message: { remedy } }) => remedy === undefined || given.includes(remedy));
}

/** True if {@link remediesOf} covers more than half of the findings. */
export function isForMost(findings: readonly Finding[], forms: RuleFindings['forms']): boolean {
  return remedied(findings, forms).length * 2 > findings.length;
}

/**
 * The scope of a remedy: ``For `db` and `web`: `` or `For 13 of 15: `, or ``For example, for `web`:
 * `` for at most half; empty for all.
 */
export function remedyLead(findings: readonly Finding[], forms: RuleFindings['forms']): string {
  const covered = remedied(findings, forms);
  const { length } = covered;
  if (length === findings.length) return '';
  if (isForMost(findings, forms)) {
    const names = namesOf(covered);
    const others = namesOf(findings.filter((finding) => !covered.includes(finding)));
    const isClear = names.length > 0 && names.length <= MAX_COVERED && names.every((name) => !others.includes(name));
    return isClear ? `For ${names.join(names.length > 2 ? ', ' : ' and ')}: ` : `For ${length} of ${findings.length}: `;
  }
  const [subject] = forms[0].subjects;
  return subject === undefined ? 'For example: ' : `For example, for \`${cutName(subject.name)}\`: `;
}

/** The most names before a remedy that does not cover all. */
const MAX_COVERED = 3;

function namesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ subjects }) => subjects.map(({ name }) => `\`${cutName(name)}\``)))];
}

/** The maximum number of remedies per part, and of names before each. */
const MAX_FORMS = 4;
const MAX_OWNERS = 5;

/**
 * The distinct remedies, the most frequent first, each with its containers: remedies can depend on
 * the image. With `byKind`, remedies that differ only in code are one, for which the first is given
 * as an example.
 */
export function remedyForms(parts: readonly Finding[], byKind = false): readonly string[] {
  const kindOf = ({ message: { remedy } }: Finding): string | undefined =>
    byKind ? remedy?.replace(/`[^`]*`/g, '`') : remedy;
  const groups = mostFrequentFirst(parts, kindOf);
  const textOf = ({ message: { what, remedy } }: Finding): string => remedy ?? what;
  const [only] = groups;
  if (only !== undefined && groups.length < 2 && new Set(only.map(textOf)).size === 1)
    return only.slice(0, 1).map(textOf);
  const forms = groups.slice(0, MAX_FORMS).flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const same = own.filter((one) => textOf(one) === textOf(first));
    const owners = namesOf(same);
    // A file's finding has no container.
    const names = owners.length > 0 ? owners : [...new Set(same.map(({ location }) => `\`${location.path}\``))];
    const more = names.length > MAX_OWNERS ? ` and ${names.length - MAX_OWNERS} more` : '';
    const alike = own.length - same.length;
    const rest = alike === 0 ? '' : ` Likewise for ${alike} more.`;
    return [`${names.slice(0, MAX_OWNERS).join(', ')}${more}: ${textOf(first)}${rest}`];
  });
  const rest = groups.slice(MAX_FORMS).flat().length;
  return rest === 0 ? forms : [...forms, `${rest} more: each has its own; \`--format text\` lists them.`];
}

const MAX_NAME = 60;

/** A name, shortened for lists. */
export function cutName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** The items by key, the most frequent key first. */
export function mostFrequentFirst<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): readonly (readonly T[])[] {
  return [...groupBy(items, keyOf).values()].sort((a, b) => b.length - a.length);
}

/** True if `plimsoll fix` may have a fix. */
export function isFixable({ fixes = [], parts = [] }: Finding): boolean {
  return fixes.some(({ withheld }) => withheld === undefined) || parts.some(isFixable);
}

/** A container or exec, with a finding's location. */
export interface MarkedSubject extends SubjectName {
  readonly location: Location;
}

/** The containers and execs of a rule's findings, each once. */
export function subjectsOf({ isMissing, findings }: RuleFindings): readonly MarkedSubject[] {
  const byKey = new Map<string, MarkedSubject>();
  for (const { subjects, location } of findings)
    for (const { kind, name } of subjects) {
      // Containers of one file may share a name, as in scripts.
      const key = `${kind} ${name}\n${isMissing && subjects.length === 1 ? placeKeyOf(location) : location.path}`;
      if (!byKey.has(key)) byKey.set(key, { kind, name, location });
    }
  return [...byKey.values()];
}

/** The number of a rule's open findings of one severity. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
}

/** Open findings by rule and severity, in order of importance. */
export function statisticsOf(report: Pick<LintReport, 'inputs' | 'ownRules'>): readonly RuleCount[] {
  // Each missing setting counts for its own rule.
  const inputs = report.inputs.map((input) => ({
    ...input,
    findings: input.findings.flatMap((one) => one.parts ?? [one]),
  }));
  const groups = groupBy(findingsByRule({ ...report, inputs }), ({ rule, severity }) => `${severity} ${rule}`);
  return [...groups.values()].flatMap((same) => {
    const findings = same.flatMap((group) => group.findings);
    const files = new Set(findings.map(({ location }) => location.path));
    return same
      .slice(0, 1)
      .map(({ rule, severity }) => ({ rule, severity, findings: findings.length, files: files.size }));
  });
}
