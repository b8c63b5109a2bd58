import { type Setting, unknown } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { splitComposeWords } from '../../programs/split-words.ts';
import { isMapping, isScalar, itemsOf, placeOf, printedText, type Ref } from '../../yaml/tree.ts';
import { readTexts, toStrings } from '../values/values.ts';
import type { ServiceScope } from './scope.ts';

/** In characters: Linux starts no program with as many (`ARG_MAX`, 2 MiB). */
const MAX_COMMAND = 2 * 1024 * 1024;

/** A command as a list, or as one text that is split into words; an empty one clears the image's. */
export function readCommand(
  ref: Ref | undefined,
  { report }: Pick<ServiceScope, 'report'>,
): readonly Setting<string>[] | undefined {
  if (ref === undefined || isMapping(ref)) return undefined;
  const length = isScalar(ref) ? ref.node.string.length : itemsOf(ref).length * 2;
  if (length > MAX_COMMAND) {
    const what = `This command has more than ${MAX_COMMAND} characters, with which Linux starts no program; it was not read.`;
    const place = placeOf(ref);
    report(problem('syntax/limit', place, what, { severity: 'error' }));
    return [unknown([{ unknown: '…' }], place)];
  }
  if (!isScalar(ref)) return toStrings(readTexts(ref));
  const text = printedText(ref);
  const words = splitComposeWords(text);
  if (words === undefined) {
    report(
      problem(
        'syntax/invalid-value',
        text.place,
        'This command line has an unclosed quote or parenthesis, or a trailing backslash.',
        { remedy: 'Write it as a list: `["program", "argument"]`.' },
      ),
    );
    return [text.toStringSetting()];
  }
  return toStrings(words);
}
