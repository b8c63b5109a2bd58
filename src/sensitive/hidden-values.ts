import type { Finding } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { countBefore, type Location, type Span } from '../text/location.ts';
import { append } from '../util/maps.ts';
import { apart, withHidden } from './mask.ts';
import { spansByPath } from './places.ts';
import { type SecretValues, secretSpans } from './secret-values.ts';

export type HiddenSpans = ReadonlyMap<string, readonly Span[]>;

/**
 * The spans that reports hide: secrets, values of variables, and unreadable text. Shows values that
 * findings are about, such as an image or an option.
 */
export function hiddenSpans(
  { texts, values: { environment, variables, secrets = [], unparsed = [] } }: HiddenIn,
  findings: readonly Finding[],
  known: SecretValues,
): HiddenSpans {
  const spans = new Map<string, Span[]>();
  const hide = (values: readonly Location[], isMarked: (value: Location) => boolean): void => {
    for (const value of values) {
      if (isMarked(value) || isPlain(texts.get(value.path) ?? '', value.span)) continue;
      append(spans, value.path, value.span);
    }
  };
  if (environment.length > 0) hide(environment, marksIn(findings.filter(({ rule }) => !rule.startsWith('syntax/'))));
  if (variables.length > 0) hide(variables, marksIn(findings.filter(({ rule }) => rule !== 'syntax/invalid-shell')));
  for (const { path, span } of [...unparsed, ...secrets]) append(spans, path, span);
  const found = secretSpans(texts);
  for (const [path, text] of texts)
    for (const span of [...(found.get(path) ?? []), ...known.spansIn(text)]) append(spans, path, span);
  return spans;
}

export type HiddenIn = Pick<Parsed, 'texts' | 'values'>;

/** Returns a test for locations within a secret or a variable's value. */
export function hiddenPlaces(parsed: HiddenIn, known: SecretValues): (location: Location) => boolean {
  const spans = hiddenSpans({ ...parsed, values: { ...parsed.values, variables: [], unparsed: [] } }, [], known);
  const byPath = new Map(Array.from(spans, ([path, own]) => [path, apart(own)]));
  return ({ path, span }) => {
    const own = byPath.get(path) ?? [];
    const last = own[countBefore(own, span.start + 1) - 1];
    return span.start < span.end && last !== undefined && span.end <= last.end;
  };
}

/**
 * Variables that aren't secret if their value looks as usual: `SENTRY_IMAGE=sentry:1`, `PORT: 80`.
 */
const PLAIN_NAME =
  /(?:^|[^\w])(?:\w{1,80}_)?(?:port|host|version|tag|image|size)["']?[ \t]{0,20}[=:][ \t]{0,20}["']?$/i;
const PLAIN_VALUE = /^[ \t]*["']?[\w./:-]{1,200}(?:@sha256:[a-f\d]{64})?["']?$/;

function isPlain(text: string, { start, end }: Span): boolean {
  return PLAIN_NAME.test(text.slice(Math.max(0, start - 130), start)) && PLAIN_VALUE.test(text.slice(start, end));
}

/** Hides text, and keeps lines and columns. */
export function withoutHidden(texts: ReadonlyMap<string, string>, hidden: HiddenSpans): ReadonlyMap<string, string> {
  if (hidden.size === 0) return texts;
  return new Map(Array.from(texts, ([path, text]) => [path, withHidden(text, hidden.get(path) ?? [])]));
}

function marksIn(findings: readonly Finding[]): (place: Location) => boolean {
  const marks = spansByPath(findings.map(({ location }) => location));
  return ({ path, span }) => {
    const own = marks.get(path) ?? [];
    for (let index = countBefore(own, span.start); (own[index]?.start ?? span.end) < span.end; index += 1) {
      if ((own[index]?.end ?? 0) <= span.end) return true;
    }
    return false;
  };
}
