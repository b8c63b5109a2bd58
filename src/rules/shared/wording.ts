import { type Known, patternText, type Setting } from '../../text/setting.ts';

/** A command substitution can be as long as a script; a sentence is for reading. */
const MAX_LENGTH = 80;

/** A text of the file as it goes into a sentence: on one line, and cut where it is long. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

/**
 * A value as it goes into a sentence: itself, or the variable from which it comes where it may be a secret. The one way by which a rule quotes
 * what was read; `toText` writes a value that is no text.
 */
export function quote<T>(
  { value, place }: Pick<Known<T>, 'value' | 'place'>,
  toText: (value: T) => string = String,
): string {
  return short(place.shown ?? toText(value));
}

/** A setting as it goes into a sentence: its value, or what was written where that is unknown. */
export function settingText<T>(setting: Setting<T>, toText: (value: T) => string = String): string {
  return setting.known ? quote(setting, toText) : short(setting.place.shown ?? patternText(setting.pattern));
}

/** A setting as it is to be written: by the expression that gives it where there is one. */
export function writtenText<T>(setting: Setting<T>, toText: (value: T) => string = String): string {
  const { expression } = setting.place;
  return expression === undefined ? settingText(setting, toText) : short(expression);
}
