import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { RuleResults, SubjectResult } from '../findings/evaluate.ts';
import type { Subject } from '../model/container.ts';
import { type Finding, type MissingForm, SEVERITIES, type Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { Edition } from '../rules/editions.ts';
import { cisNumberOf } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { createLineIndices } from '../text/line-index.ts';
import { printable } from '../text/printable.ts';
import { getOrInsert } from '../util/maps.ts';
import { toQuestions } from './questions.ts';

/** The results for one input or one configuration. */
export interface ReportedInput extends Pick<RuleResults, 'subjects' | 'findings' | 'undecided'> {
  readonly kind: InputKind | 'configuration';
  readonly paths: readonly string[];
  /** The lowest severity that makes the exit code 1; default `error`. */
  readonly failOn?: Severity | 'never';
  /**
   * True if a policy or an option disables comments that suppress findings. The report then doesn't
   * suggest them.
   */
  readonly ignoresComments?: boolean | undefined;
  /** How to report missing settings; default `group`. */
  readonly missing?: MissingForm;
}

/** The data for reporters. */
export interface LintReport {
  readonly inputs: readonly ReportedInput[];
  /** The texts that findings, undecided results and subjects refer to, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** The benchmark version of the rule numbers. */
  readonly edition: Edition;
  readonly ownRules?: readonly Rule[];
  /** True if a policy or an option disables baselines. The report then doesn't suggest one. */
  readonly ignoresBaseline?: boolean;
  /** The number of findings that a limit left out. */
  readonly omitted?: number;
  /** The errors that kept inputs from being linted. */
  readonly internalErrors?: readonly string[];
  /** Unread commands as `path:line`, and programs in other languages. */
  readonly unread?: readonly string[];
}

export interface Summary {
  readonly files: number;
  readonly containers: number;
  readonly execs: number;
  readonly builds: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly undecided: number;
  /** Not included in `findings`. */
  readonly suppressed: number;
}

/** Makes subjects with equal verdicts share one map, to save most of a large report's memory. */
export function createSharedVerdicts(): (subjects: readonly SubjectResult[]) => readonly SubjectResult[] {
  const known = new Map<string, SubjectResult['verdicts']>();
  const shared = new Set<SubjectResult['verdicts']>();
  const share = (verdicts: SubjectResult['verdicts']): SubjectResult['verdicts'] => {
    if (shared.has(verdicts)) return verdicts;
    let key = '';
    verdicts.forEach((verdict, id) => {
      key += `${id} ${verdict}\n`;
    });
    const one = getOrInsert(known, key, () => verdicts);
    shared.add(one);
    return one;
  };
  return (subjects) =>
    subjects.map((subject) => {
      const verdicts = share(subject.verdicts);
      return verdicts === subject.verdicts ? subject : { ...subject, verdicts };
    });
}

export function summarize({ inputs }: LintReport): Summary {
  const findings: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const paths = new Set(inputs.flatMap(({ kind, paths }) => (kind === 'configuration' ? [] : paths)));
  const subjects: Record<Subject['kind'], number> = { container: 0, exec: 0, build: 0 };
  let [undecided, suppressed] = [0, 0];
  for (const input of inputs) {
    for (const { kind } of input.subjects) subjects[kind] += 1;
    for (const { severity, suppression } of input.findings) {
      if (suppression === undefined) findings[severity] += 1;
      else suppressed += 1;
    }
    undecided += toQuestions(input.undecided).length;
  }
  const { container: containers, exec: execs, build: builds } = subjects;
  return { files: paths.size, containers, execs, builds, findings, undecided, suppressed };
}

/** Maps and flattens the inputs of a report lazily. */
export function* flatMap<T, U>(
  inputs: readonly ReportedInput[],
  itemsOf: (input: ReportedInput) => readonly T[],
  convert: (item: T) => U,
): Generator<U> {
  for (const input of inputs) for (const item of itemsOf(input)) yield convert(item);
}

export function unreadableIn({ notes }: Pick<LintReport, 'notes'>): LintReport['notes'] {
  return notes.filter(({ severity }) => severity === 'error');
}

/** True if the report shows a finding with a number in the benchmark. */
export function hasNumbers({ inputs, edition }: Pick<LintReport, 'inputs' | 'edition'>): boolean {
  return inputs.some((input) => openFindings(input).some(({ rule }) => cisNumberOf(rule, edition) !== undefined));
}

/** The findings that aren't suppressed. */
export function openFindings({ findings }: Pick<ReportedInput, 'findings'>): readonly Finding[] {
  return findings.filter(({ suppression }) => suppression === undefined);
}

/** Returns a test for findings of at least this severity. */
export function createSeverityTest(least: Severity): (finding: Pick<Finding, 'severity'>) => boolean {
  const rank = SEVERITIES.indexOf(least);
  return ({ severity }) => SEVERITIES.indexOf(severity) >= rank;
}

/** A count with its noun: `1 file`, `2 files`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** The counts of subjects: `12 files, 30 containers`, and execs and builds if there are any. */
export function subjectCounts({ files, containers, execs, builds }: Summary): string {
  const counts = [countOf(files, 'file'), countOf(containers, 'container')];
  if (execs > 0) counts.push(countOf(execs, 'exec'));
  if (builds > 0) counts.push(countOf(builds, 'build'));
  return counts.join(', ');
}

/** The counts of findings: `3 errors`, `20 warnings` and `1 info`. */
export function foundTexts(findings: Summary['findings']): readonly string[] {
  return SEVERITIES.toReversed().map((severity) => severityCount(severity, findings[severity]));
}

/** A count with its severity: `2 warnings`, but `2 info`. */
export function severityCount(severity: Severity, count: number): string {
  return countOf(count, severity, severity === 'info' ? severity : `${severity}s`);
}

/**
 * The summary: `12 files, 30 containers: 3 errors, 20 warnings, 1 info`, and undecided and
 * suppressed results if there are any.
 */
export function summaryLine(summary: Summary): string {
  const { findings, undecided, suppressed } = summary;
  const found = [
    ...foundTexts(findings),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  return `${subjectCounts(summary)}: ${found.join(', ')}`;
}

/** The maximum number of places to list. */
const MAX_PLACES = 3;

/** A line such as `5 commands not read: a.sh:1, b.py:2, c.rb:3 …`, if there are any. */
export function unreadLines(report: LintReport): readonly string[] {
  const places = unreadPlaces(report);
  if (places.length === 0) return [];
  const named = places.slice(0, MAX_PLACES).map((place) => printable(place));
  const more = places.length > MAX_PLACES ? ' …' : '';
  return [`${countOf(places.length, 'command')} not read: ${named.join(', ')}${more}`];
}

/** The places of unread commands as `path:line`, first those with findings. */
function unreadPlaces({ inputs, texts, unread = [] }: LintReport): readonly string[] {
  const indexOf = createLineIndices(texts);
  const found = inputs.flatMap((input) =>
    openFindings(input).flatMap(({ rule, location: { path, span } }) => {
      if (rule !== 'syntax/unread-command') return [];
      return [`${path}:${indexOf(path).positionOf(span.start).line}`];
    }),
  );
  return [...found, ...unread];
}
