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
 * Returns the title of a container, exec or build: its name, and its line if the name is not unique
 * in the file.
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
  // Without a name of its own, a container has its image's, which may be a variable.
  return (kind === 'container' && name.startsWith('$') ? 'image ' : LEADS[kind]) + name;
}

/** Returns unique titles: with the directory if another file has the same name. */
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

/** The names of several, the first few in full. */
export function subjectsTitle(subjects: readonly SubjectName[]): string {
  const rest = subjects.length - MAX_NAMES;
  return subjects.slice(0, MAX_NAMES).map(subjectTitle).join(', ') + (rest > 0 ? ` and ${countOf(rest, 'other')}` : '');
}

/**
 * Returns the titles of a result's subjects. If the place identifies one of several with the same
 * name, its line is added.
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
  /** The findings it combines, with their rules. */
  readonly parts?: readonly { readonly rule: string }[];
  readonly location: Location;
  readonly subjects: readonly SubjectName[];
}

/**
 * Finds a rule's results on an audited subject in `resultsOf`. Of subjects with the same name, each
 * gets those in its own text, or all if there are none.
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

/** The subjects of one kind, name and file, in text order. */
function namesakesIn({ subjects }: ReportedInput): ReadonlyMap<string, readonly SubjectResult[]> {
  const inOrder = subjects.toSorted((a, b) => a.location.span.start - b.location.span.start);
  return groupBy(inOrder, placeKey);
}

/** The last of the ordered subjects that begins before a place. */
function ownerOf({ span }: Location, subjects: readonly SubjectResult[]): SubjectResult | undefined {
  if (subjects.length === 1) return undefined;
  const before = countWhile(subjects.length, (index) => (subjects[index]?.location.span.start ?? 0) <= span.start);
  return subjects[before - 1];
}

function placeKey({ kind, name, location }: SubjectName & { readonly location: Location }): string {
  return [kind, name, location.path].join('\n');
}
