import type { Problem } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { countBefore, type Location, type Span } from '../text/location.ts';

/** Said in the place of what may be a secret. */
const HIDDEN = '`***`';

/** `${NAME:?…}`: which variable has to be set is no part of the value. */
const REQUIRED = /^\$\{(\w{1,200}):?\?/;

/** Values may stand in one another, but not many. */
const MAX_NESTED = 8;
/** A message quotes no more of a text than so many values have room in. */
const MAX_TOUCHED = 200;

/** What is looked for of a line in which it can't be told where a value begins. */
const WORD = /[^\s"'`]{3,}/g;

/** The same with nothing of an environment variable's value in the message of a problem that stands in it. */
export function withValuesUnquoted(parsed: Parsed): Parsed {
  const {
    problems,
    texts,
    values: { environment, unread = [] },
  } = parsed;
  if (problems.length === 0 || environment.length + unread.length === 0) return parsed;
  const [valuesByPath, linesByPath] = [inOrder(environment), inOrder(unread)];
  const unquoted = (problem: Problem): Problem => {
    const { path, span } = problem.place.location;
    const text = texts.get(path) ?? '';
    const values = touched(valuesByPath.get(path) ?? [], span, text);
    const lines = touched(linesByPath.get(path) ?? [], span, text);
    if (values.length + lines.length === 0) return problem;
    const written = [...values, ...lines];
    const words = lines.flatMap((line) => line.match(WORD) ?? []);
    const name = REQUIRED.exec(text.slice(span.start, span.end))?.[1];
    const isWritten = (quote: string): boolean =>
      quote !== name && (written.some((value) => value.includes(quote)) || words.some((word) => quote.includes(word)));
    const hide = (message: string): string =>
      message.replace(/`([^`]+)`/g, (quoted, inner: string) =>
        isWritten(inner.endsWith('…') ? inner.slice(0, -1) : inner) ? HIDDEN : quoted,
      );
    const { what, remedy } = problem.message;
    return {
      ...problem,
      message: remedy === undefined ? { what: hide(what) } : { what: hide(what), remedy: hide(remedy) },
    };
  };
  return { ...parsed, problems: problems.map(unquoted) };
}

function inOrder(values: readonly Location[]): ReadonlyMap<string, readonly Span[]> {
  const byPath = new Map<string, Span[]>();
  for (const { path, span } of values) {
    const own = byPath.get(path);
    if (own === undefined) byPath.set(path, [span]);
    else own.push(span);
  }
  for (const own of byPath.values()) own.sort((a, b) => a.start - b.start);
  return byPath;
}

/** The texts of the values in which something of a span stands. */
function touched(sorted: readonly Span[], { start, end }: Span, text: string): readonly string[] {
  const from = Math.max(0, countBefore(sorted, start + 1) - MAX_NESTED);
  const near = sorted.slice(from, Math.min(countBefore(sorted, end), from + MAX_TOUCHED));
  return near.filter((value) => value.end > start).map((value) => text.slice(value.start, value.end));
}
