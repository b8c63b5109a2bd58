import { isSameLocation, type Place, useOf } from '../../text/location.ts';
import { type Known, patternText, type Setting } from '../../text/setting.ts';

/** Command substitutions can be as long as scripts. */
const MAX_LENGTH = 80;

/** A file's text for a sentence: on one line, shortened. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

/**
 * A value for a sentence; if it may be secret, its variable. Rules must quote input only by this.
 * `toText` is for other types.
 */
export function quote<T>(
  { value, place }: Pick<Known<T>, 'value' | 'place'>,
  toText: (value: T) => string = String,
): string {
  return short(place.shown ?? toText(value));
}

/** A setting for a sentence: its value, or its source text if unknown. */
export function settingText<T>(setting: Setting<T>, toText: (value: T) => string = String): string {
  const { shown, expression } = setting.place;
  return setting.known ? quote(setting, toText) : short(shown ?? expression ?? patternText(setting.pattern));
}

/** The text of a setting to write at `mark`: its expression, if `mark` is where it is used. */
export function writtenText<T>(
  { place, ...setting }: Setting<T>,
  mark: Place,
  toText: (value: T) => string = String,
): string {
  const expression = isAtUse(mark) ? place.expression : undefined;
  return expression ?? place.shown ?? (setting.known ? toText(setting.value) : patternText(setting.pattern));
}

/** True where the value is used, false where its expression comes from. */
export function isAtUse(place: Place): boolean {
  return isSameLocation(useOf(place), place.location);
}

const MAX_CODE = 300;

/** True if a remedy can show the code unchanged: not shortened, same blanks. */
export function isShowable(code: string): boolean {
  return code.length <= MAX_CODE && !/[\s`]/.test(code);
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
