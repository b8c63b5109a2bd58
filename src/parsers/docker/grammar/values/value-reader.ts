import type { Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { type Reading, readSetting, success } from '../../../syntax/reading.ts';

/**
 * Parses a flag's value. Not strict for programs that accept more than docker: only the form
 * counts.
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
 * Reads text as `change` returns it; `undefined` rejects it with the message `predicate` ("is not
 * …").
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
