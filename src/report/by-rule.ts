import { type Finding, SEVERITIES, type Severity, type SubjectName } from '../model/finding.ts';
import { type Location } from '../text/location.ts';
import { groupBy } from '../util/maps.ts';
import { costOf, isLacking, placeKeyOf } from './missing.ts';
import { type LintReport, openFindings } from './report.ts';

/** The findings of one rule and severity, without suppressed ones. */
export interface RuleFindings {
  readonly rule: string;
  readonly severity: Severity;
  /** True if the findings are about missing or default settings. */
  readonly isMissing: boolean;
  /** In report order; never empty. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** For each syntax, a finding with the most frequent remedy; the most frequent syntax first. */
  readonly forms: readonly [Finding, ...Finding[]];
}

/**
 * Groups findings by rule, without suppressed ones. Sorts by severity, then by the rule's cost,
 * then by count.
 */
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

/** The remedy for most findings, and the one for the second syntax. */
export function remediesOf({ findings, forms: [first, second] }: RuleFindings): string | undefined {
  const remedy = first.message.remedy;
  const other = second?.message.remedy;
  if (remedy === undefined || second === undefined || other === undefined || other === remedy) return remedy;
  const { path } = second.location;
  const isAlone = findings.every(({ location, message }) => message.remedy !== other || location.path === path);
  return `${remedy} ${isAlone ? `In \`${path}\`` : 'In other files'}: ${other}`;
}

function remedied(findings: readonly Finding[], forms: RuleFindings['forms']): readonly Finding[] {
  const given = forms.map(({ message }) => message.remedy);
  return findings.filter(({ message: { remedy } }) => remedy === undefined || given.includes(remedy));
}

/** True if the remedies cover more than half of the findings. */
export function isForMost(findings: readonly Finding[], forms: RuleFindings['forms']): boolean {
  return remedied(findings, forms).length * 2 > findings.length;
}

/**
 * Says which findings a remedy is for: ``For `db` and `web`: `` or `For 13 of 15: `. For at most
 * half of them ``For example, for `web`: ``; for all, empty.
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

/** The maximum number of names before a remedy that doesn't cover all findings. */
const MAX_COVERED = 3;

function namesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ subjects }) => subjects.map(({ name }) => `\`${cutName(name)}\``)))];
}

/** The maximum number of remedies per part, and of names before each. */
const MAX_FORMS = 4;
const MAX_OWNERS = 5;

/**
 * The distinct remedies with their containers, the most frequent first: remedies can depend on the
 * image. With `byKind`, combines remedies that only differ in code, and shows the first as an
 * example.
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
    // Findings about a whole file have no container.
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

export function cutName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** Groups items by key, the most frequent key first. */
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

/** A container or exec, with the location of a finding. */
export interface MarkedSubject extends SubjectName {
  readonly location: Location;
}

/** The containers and execs with a rule's findings, each once. */
export function subjectsOf({ isMissing, findings }: RuleFindings): readonly MarkedSubject[] {
  const byKey = new Map<string, MarkedSubject>();
  for (const { subjects, location } of findings)
    for (const { kind, name } of subjects) {
      // Containers in one file can have the same name, for example in scripts.
      const key = `${kind} ${name}\n${isMissing && subjects.length === 1 ? placeKeyOf(location) : location.path}`;
      if (!byKey.has(key)) byKey.set(key, { kind, name, location });
    }
  return [...byKey.values()];
}

export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: number;
  readonly files: number;
}

/**
 * The number of findings per rule and severity, the most important first. Suppressed findings don't
 * count.
 */
export function statisticsOf(report: Pick<LintReport, 'inputs' | 'ownRules'>): readonly RuleCount[] {
  // Count each missing setting for its own rule.
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
