import type { Place } from './location.ts';

/**
 * Text of which some parts are known. `{ unknown }` holds the expression that stands for the part, such as `${DIR}`; it
 * is an `isOwnFolder` where that is the path of a folder that is the user's own, wherever it is: `$(pwd)`, `$(mktemp
 * -d)`.
 */
export type Pattern = readonly (string | { readonly unknown: string; readonly isOwnFolder?: true })[];

/** A value and the place that wrote it. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly place: Place;
}

/** A value that the text does not give. */
export interface Unknown<T> {
  readonly known: false;
  readonly pattern: Pattern;
  /** The values that it can be, where the text makes it one of a few; empty where it can be anything. */
  readonly candidates: readonly Known<T>[];
  /** It can be something else than its candidates, too. */
  readonly isOpen?: true;
  readonly place: Place;
}

/** One value of the model. Absent is `undefined`: nothing set it, and the engine's default holds. */
export type Setting<T> = Known<T> | Unknown<T>;

export function known<T>(value: T, place: Place): Known<T> {
  return { known: true, value, place };
}

export function unknown<T>(
  pattern: Pattern,
  place: Place,
  candidates: readonly Known<T>[] = [],
  isOpen = false,
): Unknown<T> {
  return { known: false, pattern, candidates, place, ...(isOpen ? { isOpen } : {}) };
}

/** The pattern as it was written: literal text and the expressions between it. */
export function patternText(pattern: Pattern): string {
  return pattern.map((part) => (typeof part === 'string' ? part : part.unknown)).join('');
}

/** The text of a value, or of its pattern where it is not known. */
export function textOf(setting: Setting<string>): string {
  return setting.known ? setting.value : patternText(setting.pattern);
}

/** The value where it is known, else `undefined`. */
export function valueOf<T>(setting: Setting<T> | undefined): T | undefined {
  return setting?.known === true ? setting.value : undefined;
}

/** A setting whose values are changed, its place and its being unknown kept. */
export function mapSetting<T, U>(setting: Setting<T>, change: (value: T) => U): Setting<U> {
  if (setting.known) return known(change(setting.value), setting.place);
  return unknown(
    setting.pattern,
    setting.place,
    setting.candidates.map((candidate) => known(change(candidate.value), candidate.place)),
    setting.isOpen,
  );
}
