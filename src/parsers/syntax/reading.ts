import type { Entry } from '../../model/entry.ts';
import type { Place } from '../../text/location.ts';
import { type Setting, unknown } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';

/** Why a text is invalid; the caller makes a problem from it. */
export interface Failure {
  /** The fault, one or more sentences. */
  readonly what: string;
  /** The correct form. */
  readonly remedy?: string;
  /** The faulty part: never empty, as narrow as possible. */
  readonly place: Place;
}

/** The value of a text, or why it is invalid. */
export type Reading<T> = { readonly value: T; readonly failure?: undefined } | { readonly failure: Failure };

export function success<T>(value: T): Reading<T> {
  return { value };
}

export function failure(place: Place, what: string, remedy?: string): { readonly failure: Failure } {
  return { failure: remedy === undefined ? { what, place } : { what, remedy, place } };
}

const MAX_QUOTED = 80;

/** The beginning of a text for messages, without hidden text and possible secrets. */
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
 * Parses a text by `read`. If the text is known and `read` returns `undefined`, fails with
 * `predicate` as the fault, such as "is not a size". An unknown text gives an unknown setting with
 * the valid candidates.
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

/** A completely unknown setting for a text. */
export function unknownSetting<T>(text: Text): Setting<T> {
  return unknown(text.pattern, text.place);
}

/** A text split in two. */
export interface KeyValue {
  readonly key: Text;
  /** Absent without a separator. */
  readonly value?: Text;
}

/** Splits `key=value` at the first separator. */
export function splitKeyValue(text: Text, separator = '='): KeyValue {
  const at = text.indexOf(separator);
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + separator.length) };
}

/** `key=value` as an entry of a map; without `=`, the value is empty. */
export function toEntry(text: Text, separator = '='): Entry {
  const { key, value } = splitKeyValue(text, separator);
  return { key: key.toStringSetting(), value: (value ?? text.slice(text.length)).toStringSetting() };
}
