import type { SubjectResult } from '../findings/evaluate.ts';
import type { SubjectName } from '../model/finding.ts';
import { createLineIndices } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { countWhile } from '../util/binary-search.ts';
import { append, getOrInsert, groupBy } from '../util/maps.ts';
import { splitPath } from '../util/paths.ts';
import { type AuditedSubject, auditedSubjects, ruleKey } from './benchmark.ts';
import { countOf, type LintReport, type ReportedInput } from './report.ts';

/**
 * Returns a function for titles of containers, execs and builds: the name, and the line if several
 * subjects in the file have this name.
 */
export function createTitles(report: LintReport): (subject: SubjectResult) => string {
  const indexOf = createLineIndices(report.texts);
  const namesakes = groupBy(auditedSubjects(report), ({ subject }) => placeKey(subject));
  return (subject) => {
    const { path, span } = subject.location;
    const isAlone = (namesakes.get(placeKey(subject))?.length ?? 0) < 2;
    return subjectTitle(subject) + (isAlone ? '' : ` (line ${indexOf(path).positionOf(span.start).line})`);
  };
}

const LEADS = { container: '', exec: 'exec in ', build: 'build of ' } as const;

export function subjectTitle({ kind, name }: SubjectName): string {
  // A container without its own name has the image's name, which may be a variable.
  return (kind === 'container' && name.startsWith('$') ? 'image ' : LEADS[kind]) + name;
}

/**
 * Returns a function for unique titles, which include the directory if other files contain the same
 * name.
 */
export function distinctTitles<T extends SubjectName & { readonly location: Location }>(
  subjects: readonly T[],
): (subject: T) => string {
  const files = new Map<string, Set<string>>();
  for (const one of subjects) getOrInsert(files, subjectTitle(one), () => new Set()).add(one.location.path);
  return (one) => {
    const title = subjectTitle(one);
    if ((files.get(title)?.size ?? 0) < 2) return title;
    const [folder, file] = splitPath(one.location.path);
    return `${folder === '.' ? file : splitPath(folder)[1]}/${title}`;
  };
}

const MAX_NAMES = 5;

/** The names of several subjects, the first few in full. */
export function subjectsTitle(subjects: readonly SubjectName[]): string {
  const rest = subjects.length - MAX_NAMES;
  return subjects.slice(0, MAX_NAMES).map(subjectTitle).join(', ') + (rest > 0 ? ` and ${countOf(rest, 'other')}` : '');
}

/**
 * Returns a function for the titles of a result's subjects. Adds the line if several subjects have
 * the name and the location shows which one is meant.
 */
export function createOwnerTitles(report: LintReport): (input: ReportedInput, result: Result) => string {
  const titleOf = createTitles(report);
  const namesakes = new Map(report.inputs.map((input) => [input, namesakesIn(input)]));
  return (input, { subjects, location }) => {
    const [first, ...others] = subjects;
    if (first === undefined || others.length > 0) return subjectsTitle(subjects);
    const owner = ownerOf(location, namesakes.get(input)?.get(placeKey({ ...first, location })) ?? []);
    return owner === undefined ? subjectTitle(first) : titleOf(owner);
  };
}

interface Result {
  readonly rule: string;
  readonly parts?: readonly { readonly rule: string }[];
  readonly location: Location;
  readonly subjects: readonly SubjectName[];
}

/**
 * Finds a rule's results about an audited subject in `resultsOf`. If several subjects have the same
 * name, returns the results in the subject's own text, or all of them if there are none.
 */
export function createLookup<R extends Result>(
  { inputs }: LintReport,
  resultsOf: (input: ReportedInput) => readonly R[],
): (audited: AuditedSubject, rule: string) => readonly R[] {
  const own = new Map<SubjectResult, Map<string, R[]>>();
  const named = new Map<ReportedInput, Map<string, R[]>>();
  for (const input of inputs) {
    const byName = new Map<string, R[]>();
    named.set(input, byName);
    const namesakes = namesakesIn(input);
    for (const result of resultsOf(input)) {
      const { parts = [result], location } = result;
      for (const name of result.subjects) {
        const owner = ownerOf(location, namesakes.get(placeKey({ ...name, location })) ?? []);
        for (const { rule } of parts) {
          append(byName, ruleKey(rule, name), result);
          if (owner === undefined) continue;
          const byRule = getOrInsert(own, owner, () => new Map<string, R[]>());
          append(byRule, rule, result);
        }
      }
    }
  }
  return ({ input, subject }, rule) =>
    own.get(subject)?.get(rule) ?? named.get(input)?.get(ruleKey(rule, subject)) ?? [];
}

/** Groups subjects by kind, name and file, in text order. */
function namesakesIn({ subjects }: ReportedInput): ReadonlyMap<string, readonly SubjectResult[]> {
  const inOrder = subjects.toSorted((a, b) => a.location.span.start - b.location.span.start);
  return groupBy(inOrder, placeKey);
}

/** The last subject that begins before a location; subjects are in order. */
function ownerOf({ span }: Location, subjects: readonly SubjectResult[]): SubjectResult | undefined {
  if (subjects.length === 1) return undefined;
  const before = countWhile(subjects.length, (index) => (subjects[index]?.location.span.start ?? 0) <= span.start);
  return subjects[before - 1];
}

function placeKey({ kind, name, location }: SubjectName & { readonly location: Location }): string {
  return [kind, name, location.path].join('\n');
}
