import type { Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { type Reading, readSetting, success } from '../../../syntax/reading.ts';

/** Reads the value of a flag. Where a program takes more than docker, it is not strict: only the form counts. */
export type ValueReader<T> = (text: Text, isStrict: boolean) => Reading<T>;

export function readString(text: Text): Reading<Setting<string>> {
  return success(text.toStringSetting());
}

/** Text that has to fulfil a condition, as it is. */
export function stringThat(
  isValid: (value: string) => boolean,
  predicate: string,
  remedy: string,
): ValueReader<Setting<string>> {
  return stringBy((value) => (isValid(value) ? value : undefined), predicate, remedy);
}

/** Text that the client refuses (`undefined`) or changes. `predicate` says of it what is wrong: "is not …". */
export function stringBy(
  change: (value: string) => string | undefined,
  predicate: string,
  remedy: string,
): ValueReader<Setting<string>> {
  return (text, isStrict) => {
    const reading = readSetting(text, change, predicate, remedy);
    return reading.failure !== undefined && !isStrict ? readString(text) : reading;
  };
}
