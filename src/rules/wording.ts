import { patternText, type Setting } from '../model/setting.ts';

/** A command substitution can be as long as a script; a sentence is for reading. */
const MAX_LENGTH = 80;

/** A text of the file as it goes into a sentence: on one line, and cut where it is long. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

/** A setting as it goes into a sentence: its value, or what was written where that is unknown. */
export function settingText(setting: Setting<string>): string {
  return short(setting.known ? setting.value : patternText(setting.pattern));
}
