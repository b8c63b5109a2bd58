import type { Entry } from '../../model/entry.ts';
import type { Place } from '../../text/location.ts';
import { type Setting, unknown } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';

/** Why a text can't be read; whoever asked makes a problem of it. */
export interface Failure {
  /** What is wrong, one or more sentences. */
  readonly what: string;
  /** What to write instead. */
  readonly remedy?: string;
  /** The culprit: never empty, as narrow as it is exact. */
  readonly place: Place;
}

/** What a text says, or why it can't be read. */
export type Reading<T> = { readonly value: T; readonly failure?: undefined } | { readonly failure: Failure };

export function success<T>(value: T): Reading<T> {
  return { value };
}

export function failure(place: Place, what: string, remedy?: string): { readonly failure: Failure } {
  return { failure: remedy === undefined ? { what, place } : { what, remedy, place } };
}

const MAX_QUOTED = 80;

/** The beginning of a text for a sentence, without possible secrets, and without what another file says. */
export function quoted(text: Text): string {
  const { path } = text.whole.location;
  const isElsewhere = text.segments.some(
    (segment) => segment.kind === 'literal' && segment.place.location.path !== path,
  );
  const source = isElsewhere
    ? text.segments
        .map((segment) =>
          segment.kind === 'unknown'
            ? segment.expression
            : (segment.place.shown ?? (segment.place.location.path === path ? segment.text : '…')),
        )
        .join('')
    : text.shown;
  if (source === '') return 'An empty value';
  return source.length > MAX_QUOTED ? `\`${source.slice(0, MAX_QUOTED)}…\`` : `\`${source}\``;
}

/**
 * The setting that `read` makes of a text, or a failure where the text is known and `read` returns `undefined`:
 * `predicate` says of the text what is wrong, such as "is not a size". An unknown text gives an unknown setting, with
 * those of its candidates that can be read.
 */
export function readSetting<T>(
  text: Text,
  read: (value: string) => T | undefined,
  predicate: string,
  remedy?: string,
): Reading<Setting<T>> {
  const setting = text.toSetting(read);
  return setting === undefined ? failure(text.place, `${quoted(text)} ${predicate}.`, remedy) : success(setting);
}

/** A setting of which nothing is known but the text that stands for it. */
export function unknownSetting<T>(text: Text): Setting<T> {
  return unknown(text.pattern, text.place);
}

/** A text cut in two. */
export interface KeyValue {
  readonly key: Text;
  /** Absent where there is no separator. */
  readonly value?: Text;
}

/** `key=value`, cut at the first separator. */
export function splitKeyValue(text: Text, separator = '='): KeyValue {
  const at = text.indexOf(separator);
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + separator.length) };
}

/** `key=value` as an entry of a map; a key alone has an empty value. */
export function toEntry(text: Text, separator = '='): Entry {
  const { key, value } = splitKeyValue(text, separator);
  return { key: key.toStringSetting(), value: (value ?? text.slice(text.length)).toStringSetting() };
}
