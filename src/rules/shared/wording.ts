import { isSameLocation, type Place, useOf } from '../../text/location.ts';
import { type Known, patternText, type Setting } from '../../text/setting.ts';

/** A command substitution can be as long as a script; a sentence is for reading. */
const MAX_LENGTH = 80;

/** A text of the file as it goes into a sentence: on one line, and cut where it is long. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

/**
 * A value as it goes into a sentence: itself, or the variable from which it comes where it may be a secret. The one way
 * by which a rule quotes what was read; `toText` writes a value that is no text.
 */
export function quote<T>(
  { value, place }: Pick<Known<T>, 'value' | 'place'>,
  toText: (value: T) => string = String,
): string {
  return short(place.shown ?? toText(value));
}

/** A setting as it goes into a sentence: its value, or what was written where that is unknown. */
export function settingText<T>(setting: Setting<T>, toText: (value: T) => string = String): string {
  const { shown, expression } = setting.place;
  return setting.known ? quote(setting, toText) : short(shown ?? expression ?? patternText(setting.pattern));
}

/** A whole setting as it is to be written at `mark`: by its expression where the mark is where that is used. */
export function writtenText<T>(
  { place, ...setting }: Setting<T>,
  mark: Place,
  toText: (value: T) => string = String,
): string {
  const expression = isAtUse(mark) ? place.expression : undefined;
  return expression ?? place.shown ?? (setting.known ? toText(setting.value) : patternText(setting.pattern));
}

/** True for a place that is where the value is used, and not where an expression has it from. */
export function isAtUse(place: Place): boolean {
  return isSameLocation(useOf(place), place.location);
}

const MAX_CODE = 300;

/** True for what a remedy can give as code: code that is cut off, or has other blanks, is not what is to be written. */
export function isShowable(code: string): boolean {
  return code.length <= MAX_CODE && !/[\s`]/.test(code);
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
