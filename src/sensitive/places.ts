import type { Location, Span } from '../text/location.ts';
import type { Text } from '../text/text.ts';
import { append } from '../util/maps.ts';
import { mayWordsHoldSecrets, passwordsInScript, secretsInCommand } from './command-line.ts';

/** The places of the value in `NAME=value`. Empty if the value only refers to a variable. */
export function placesOfValue(text: Text): readonly Location[] {
  const equals = text.indexOf('=');
  if (equals >= 0) return placesOfText(text.slice(equals + 1));
  // Names contain no colon, so `:` was meant as `=`.
  const colon = text.isKnown ? text.indexOf(':') : -1;
  if (colon >= 0) return placesOfText(text.slice(colon + 1));
  // For a variable such as `$PAIR` that is one of a few texts.
  return text.segments.flatMap((segment) =>
    segment.kind === 'unknown' ? segment.candidates.flatMap(placesOfValue) : [],
  );
}

/** The places of possible secrets in a command line; see {@link secretsInCommand}. */
export function placesInCommand(words: readonly Text[]): readonly Location[] {
  const texts = words.map(({ skeleton }) => skeleton);
  if (!mayWordsHoldSecrets(texts)) return [];
  const values = secretsInCommand(texts);
  return words.flatMap((word, index) =>
    (values[index] ?? []).flatMap(({ start, end }) => placesOfText(word.slice(start, end))),
  );
}

/** The places of passwords in a label that contains a command, such as `job=mysql -pS`. */
export function placesInLabel(text: Text): readonly Location[] {
  const value = text.slice(/^[\w./-]+=/.exec(text.skeleton)?.[0].length ?? 0);
  return passwordsInScript(value.skeleton).flatMap(({ start, end }) => placesOfText(value.slice(start, end)));
}

/**
 * The places of the known parts of a text and its candidates. Skips values from outside, which are
 * shown by name anyway.
 */
export function placesOfText(text: Text): readonly Location[] {
  return text.segments.flatMap((segment): readonly Location[] => {
    if (segment.kind === 'unknown') return segment.candidates.flatMap(placesOfText);
    return segment.place.shown === undefined ? [segment.place.location] : [];
  });
}

/** The spans in each text, sorted. */
export function spansByPath(locations: readonly Location[]): ReadonlyMap<string, readonly Span[]> {
  const byPath = new Map<string, Span[]>();
  for (const { path, span } of locations) append(byPath, path, span);
  for (const own of byPath.values()) own.sort((a, b) => a.start - b.start);
  return byPath;
}
