import type { Setting } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { splitComposeWords } from '../../programs/split-words.ts';
import { isMapping, isScalar, printedText, type Ref } from '../../yaml/tree.ts';
import { readTexts, toStrings } from '../values/values.ts';
import type { ServiceScope } from './scope.ts';

/** A command as a list, or as one text that is split into words; an empty one clears the image's. */
export function readCommand(
  ref: Ref | undefined,
  { report }: Pick<ServiceScope, 'report'>,
): readonly Setting<string>[] | undefined {
  if (ref === undefined || isMapping(ref)) return undefined;
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
