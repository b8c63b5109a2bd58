import type { Problem } from '../model/finding.ts';
import type { Location } from '../model/source.ts';
import type { Parsed } from './parsed.ts';

/** Said in the place of what may be a secret. */
const HIDDEN = '`***`';

/** `${NAME:?…}`: which variable has to be set is no part of the value. */
const REQUIRED = /^\$\{(\w{1,200}):?\?/;

/** Values may stand in one another, but not many. */
const MAX_NESTED = 8;

/** The same with nothing of an environment variable's value in the message of a problem that stands in it. */
export function withValuesUnquoted(parsed: Parsed): Parsed {
  const { problems, texts, values: { environment } } = parsed;
  if (problems.length === 0 || environment.length === 0) return parsed;
  const byPath = new Map<string, Location[]>();
  for (const value of environment) {
    const own = byPath.get(value.path);
    if (own === undefined) byPath.set(value.path, [value]);
    else own.push(value);
  }
  for (const own of byPath.values()) own.sort((a, b) => a.span.start - b.span.start);
  const unquoted = (problem: Problem): Problem => {
    const { path, span } = problem.place.location;
    const touched = valuesBefore(byPath.get(path) ?? [], span.end).filter((value) => value.span.end > span.start);
    const written = touched.map((value) => (texts.get(path) ?? '').slice(value.span.start, value.span.end));
    const name = REQUIRED.exec((texts.get(path) ?? '').slice(span.start, span.end))?.[1];
    const isWritten = (quote: string): boolean => quote !== name && written.some((value) => value.includes(quote));
    const hide = (text: string): string => text.replace(/`([^`]+)`/g, (quoted, inner: string) => (isWritten(inner.endsWith('…') ? inner.slice(0, -1) : inner) ? HIDDEN : quoted));
    const { what, remedy } = problem.message;
    return touched.length === 0 ? problem : { ...problem, message: remedy === undefined ? { what: hide(what) } : { what: hide(what), remedy: hide(remedy) } };
  };
  return { ...parsed, problems: problems.map(unquoted) };
}

/** The last of the values that begin before an offset. */
function valuesBefore(sorted: readonly Location[], offset: number): readonly Location[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.span.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return sorted.slice(Math.max(0, low - MAX_NESTED), low);
}
