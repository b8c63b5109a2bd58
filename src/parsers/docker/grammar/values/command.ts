import { type Setting, unknown } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { splitComposeWords } from '../../../programs/split-words.ts';
import { failure, quoted, type Reading, success } from '../../../syntax/reading.ts';

/**
 * A command line that the client splits (docker/cli `ShlexOpt`); unknown if it has shell syntax.
 */
export function readCommandValue(text: Text): Reading<readonly Setting<string>[]> {
  if (/[;&|<>()`#]/.test(text.skeleton)) return success([unknown([{ unknown: text.source }], text.place)]);
  const words = splitComposeWords(text);
  if (words === undefined)
    return failure(text.place, `${quoted(text)} has an unclosed quote.`, 'Close it, or escape it with `\\`.');
  return success(words.map((word) => word.toStringSetting()));
}
