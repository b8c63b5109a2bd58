import type { Finding, Problem, SubjectName, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { HIDDEN, isPlace } from '../text/location.ts';
import { mapParts } from '../util/objects.ts';
import { hiddenText, MASK } from './mask.ts';

const OUTSIDE = 'The file is outside the repository, so its content is not shown.';

/** Removes texts of files that `isOutside` matches, also from messages of problems. */
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

/** Hides every value from these files, so that messages don't contain them. */
function withHiddenPlaces<T>(whole: T, outside: ReadonlySet<string>): T {
  return mapParts(whole, (part) => {
    if (!isPlace(part)) return undefined;
    return outside.has(part.location.path) ? { ...part, shown: HIDDEN } : part;
  });
}

function invalid(id: string): string {
  return `Invalid (${id}). ${OUTSIDE}`;
}

/** Text in results that doesn't depend on hidden files. */
export interface OutsideNames {
  readonly outside: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** The title of a rule, shown instead of its message. */
  readonly title: (rule: string) => string | undefined;
}

/** Removes content of hidden files from results, including names of containers. */
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
