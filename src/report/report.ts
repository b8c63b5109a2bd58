import type { RuleResults, SubjectResult } from '../findings/evaluate.ts';
import type { Subject } from '../model/container.ts';
import { type Finding, type MissingForm, SEVERITIES, type Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { Edition } from '../rules/editions.ts';
import type { Rule } from '../rules/rule.ts';
import { printable } from '../text/printable.ts';
import { getOrInsert } from '../util/maps.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import { toQuestions } from './questions.ts';

/** What was found in one input, or in a configuration. */
export interface ReportedInput extends Pick<RuleResults, 'subjects' | 'findings' | 'undecided'> {
  readonly kind: InputKind | 'configuration';
  readonly paths: readonly string[];
  /** The least severe finding that makes the exit code 1; `error` where it is left out. */
  readonly failOn?: Severity | 'never';
  /** True if a policy or an option takes no comments, so that none is suggested. */
  readonly ignoresComments?: boolean | undefined;
  /** How what a container lacks is reported; `group` where it is left out. */
  readonly missing?: MissingForm;
}

/** Everything that a reporter may show. */
export interface Report {
  readonly inputs: readonly ReportedInput[];
  /** The texts that findings, undecided questions and subjects name, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** The version by whose numbers the rules go. */
  readonly edition: Edition;
  /** The rules beside those of plimsoll that are in force for one of the inputs; absent if there are none. */
  readonly ownRules?: readonly Rule[];
  /** How many findings that count were left out of the inputs, as more than were asked for. */
  readonly omitted?: number;
  /** Where commands are in files that were not read, as `path:line`, and programs in other languages. */
  readonly unread?: readonly string[];
}

export interface Summary {
  readonly files: number;
  readonly containers: number;
  readonly execs: number;
  readonly builds: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly undecided: number;
  /** Findings that a comment, an exception or the baseline speaks for; not among `findings`. */
  readonly suppressed: number;
}

/** Gives subjects back with one map for all that have the same verdicts: in a large tree these would be most of what a report holds. */
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

export function summarize({ inputs }: Report): Summary {
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

/** What each input has of something, converted one by one as it is asked for. */
export function* flatMap<T, U>(
  inputs: readonly ReportedInput[],
  itemsOf: (input: ReportedInput) => readonly T[],
  convert: (item: T) => U,
): Generator<U> {
  for (const input of inputs) for (const item of itemsOf(input)) yield convert(item);
}

/** The findings that count. */
export function openFindings({ findings }: Pick<ReportedInput, 'findings'>): readonly Finding[] {
  return findings.filter(({ suppression }) => suppression === undefined);
}

/** True for findings that are at least so severe. */
export function createSeverityTest(least: Severity): (finding: Pick<Finding, 'severity'>) => boolean {
  const rank = SEVERITIES.indexOf(least);
  return ({ severity }) => SEVERITIES.indexOf(severity) >= rank;
}

/** `1 file`, `2 files`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** `12 files, 30 containers, 2 execs`, and builds where there are some. */
export function subjectCounts({ files, containers, execs, builds }: Summary): string {
  const counts = [countOf(files, 'file'), countOf(containers, 'container'), countOf(execs, 'exec')];
  return [...counts, ...(builds > 0 ? [countOf(builds, 'build')] : [])].join(', ');
}

/** `12 files, 30 containers, 2 execs: 3 errors, 20 warnings, 1 info, 4 undecided`, and how many are suppressed or not read where some are. */
export function summaryLine(summary: Summary, unread: readonly string[] = []): string {
  const { findings, undecided, suppressed } = summary;
  const found = [
    countOf(findings.error, 'error'),
    countOf(findings.warning, 'warning'),
    countOf(findings.info, 'info', 'infos'),
    `${undecided} undecided`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  return `${subjectCounts(summary)}: ${found.join(', ')}${unreadText(unread)}`;
}

/** So many places are named. */
const MAX_PLACES = 3;

function unreadText(places: readonly string[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, MAX_PLACES).map((place) => printable(place));
  const more = places.length > MAX_PLACES ? ', …' : '';
  return `; ${countOf(places.length, 'command')} not read: ${named.join(', ')}${more}`;
}

/** Where the commands are that were not read, as `path:line`: those that are findings, then those in other files. */
export function unreadPlaces({ inputs, texts, unread = [] }: Report): readonly string[] {
  const found = inputs.flatMap((input) =>
    openFindings(input).flatMap(({ rule, location: { path, span } }) => {
      if (rule !== 'syntax/unread-command') return [];
      const line = (texts.get(path) ?? '').slice(0, span.start).split('\n').length;
      return [`${path}:${line}`];
    }),
  );
  return [...found, ...unread];
}
