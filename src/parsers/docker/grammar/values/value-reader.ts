import type { Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { type Reading, readSetting, success } from '../../../syntax/reading.ts';

/**
 * Parses a flag's value. If not strict, for programs that accept more than docker, it only checks
 * the form.
 */
export type ValueReader<T> = (text: Text, isStrict: boolean) => Reading<T>;

export function readStringFlag(text: Text): Reading<Setting<string>> {
  return success(text.toStringSetting());
}

export function stringThat(
  isValid: (value: string) => boolean,
  predicate: string,
  remedy: string,
): ValueReader<Setting<string>> {
  return stringBy((value) => (isValid(value) ? value : undefined), predicate, remedy);
}

/**
 * Parses a text with `change`. If that returns `undefined`, the text is rejected with the message
 * `predicate` ("is not …").
 */
export function stringBy(
  change: (value: string) => string | undefined,
  predicate: string,
  remedy: string,
): ValueReader<Setting<string>> {
  return (text, isStrict) => {
    const reading = readSetting(text, change, predicate, remedy);
    return reading.failure !== undefined && !isStrict ? readStringFlag(text) : reading;
  };
}
