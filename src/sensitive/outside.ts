import type { Finding, Problem, SubjectName, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { hiddenText, MASK } from './mask.ts';

/** Said of what is found in a file of which nothing is shown. */
const OUTSIDE = 'The file is outside the repository, so nothing of it is shown.';

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
    problems: parsed.problems.map(shown),
  };
}

function invalid(id: string): string {
  return `This is not valid (${id}). ${OUTSIDE}`;
}

/** What of a result does not depend on the files of which nothing is shown. */
export interface OutsideNames {
  readonly outside: ReadonlySet<string>;
  /** What the containers are called that stand there. */
  readonly names: ReadonlySet<string>;
  /** The title of a rule, which is said in the place of what it found there. */
  readonly title: (rule: string) => string | undefined;
}

/** The findings and questions with nothing of what stands in these files, the names of containers included. */
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
    if (!('message' in result)) return { ...result, subjects, reason: `This is not known. ${OUTSIDE}`, variables: [] };
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
