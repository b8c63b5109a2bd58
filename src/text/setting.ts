import type { Place } from './location.ts';

/**
 * Text with unknown parts. `{ unknown }` contains the expression, such as `${DIR}`; `isOwnFolder`
 * marks user-owned directories: `$(pwd)`, `$(mktemp -d)`.
 */
export type Pattern = readonly (string | { readonly unknown: string; readonly isOwnFolder?: true })[];

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly place: Place;
}

/** A value that the file does not determine. */
export interface Unknown<T> {
  readonly known: false;
  readonly pattern: Pattern;
  /** The possible values, if there are only a few; empty if any value is possible. */
  readonly candidates: readonly Known<T>[];
  /** True if other values are possible too. */
  readonly isOpen?: true;
  readonly place: Place;
}

/**
 * One value in the model. `undefined` means that nothing sets it, so the engine's default applies.
 */
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

/** The pattern as text, with expressions for unknown parts. */
export function patternText(pattern: Pattern): string {
  return pattern.map((part) => (typeof part === 'string' ? part : part.unknown)).join('');
}

/** The text of a value; for an unknown one, the pattern's. */
export function displayText(setting: Setting<string>): string {
  return setting.known ? setting.value : patternText(setting.pattern);
}

export function valueOf<T>(setting: Setting<T> | undefined): T | undefined {
  return setting?.known === true ? setting.value : undefined;
}

export function mapSetting<T, U>(setting: Setting<T>, change: (value: T) => U): Setting<U> {
  if (setting.known) return known(change(setting.value), setting.place);
  return unknown(
    setting.pattern,
    setting.place,
    setting.candidates.map((candidate) => known(change(candidate.value), candidate.place)),
    setting.isOpen,
  );
}
