import type { Finding, Problem, SubjectName, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { HIDDEN, isPlace } from '../text/location.ts';
import { hiddenText, MASK } from './mask.ts';

/** Said of what is found in a file of which nothing is shown. */
const OUTSIDE = 'The file is outside the repository, so its content is not shown.';

/** The same with nothing of the texts for which `isOutside` holds, neither as a text nor in what problems say. */
export function withoutOutside(parsed: Parsed, isOutside: (path: string) => boolean): Parsed {
  const outside = new Set([...parsed.texts.keys()].filter(isOutside));
  if (outside.size === 0) return parsed;
  const shown = (problem: Problem): Problem =>
    outside.has(problem.place.location.path) ? { ...problem, message: { what: invalid(problem.id) } } : problem;
  return {
    ...parsed,
    outside,
    texts: new Map(Array.from(parsed.texts, ([path, text]) => [path, outside.has(path) ? hiddenText(text) : text])),
    subjects: parsed.subjects.map((subject) => withHiddenPlaces(subject, outside)),
    problems: parsed.problems.map(shown),
  };
}

/** The same with every value that is in one of these files hidden, so that no message has it, wherever that stands. */
function withHiddenPlaces<T>(part: T, outside: ReadonlySet<string>): T {
  if (Array.isArray(part)) return part.map((item: unknown) => withHiddenPlaces(item, outside)) as T;
  // Words of command lines are no values of the model.
  if (typeof part !== 'object' || part === null || Object.getPrototypeOf(part) !== Object.prototype) return part;
  if (isPlace(part)) return outside.has(part.location.path) ? { ...part, shown: HIDDEN } : part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [key, withHiddenPlaces(value, outside)]),
  ) as T;
}

function invalid(id: string): string {
  return `Invalid (${id}). ${OUTSIDE}`;
}

/** What of a result does not depend on the files of which nothing is shown. */
export interface OutsideNames {
  readonly outside: ReadonlySet<string>;
  /** What the containers are called that are there. */
  readonly names: ReadonlySet<string>;
  /** The title of a rule, which is said instead of what it found there. */
  readonly title: (rule: string) => string | undefined;
}

/** The findings and questions with nothing of what is in these files, the names of containers included. */
export function withoutOutsideText<R extends Finding | Undecided>(
  results: readonly R[],
  { outside, names, title }: OutsideNames,
): readonly R[] {
  if (outside.size === 0) return results;
  return results.map((result) => {
    const isThere = outside.has(result.location.path);
    if (!isThere && !result.subjects.some(({ name }) => names.has(name))) return result;
    const subjects = result.subjects.map(
      (subject): SubjectName => (isThere || names.has(subject.name) ? { ...subject, name: MASK } : subject),
    );
    if (!('message' in result)) return { ...result, subjects, reason: `Unknown. ${OUTSIDE}`, variables: [] };
    const { suppression } = result;
    const name = title(result.rule);
    return {
      ...result,
      subjects,
      message: { what: name === undefined ? invalid(result.rule) : `${name}. ${OUTSIDE}` },
      ...(suppression === undefined ? {} : { suppression: { kind: suppression.kind } }),
      ...(isThere && result.fixes !== undefined ? { fixes: [] } : {}),
    };
  });
}
