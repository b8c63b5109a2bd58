import { type Setting, unknown } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { splitComposeWords } from '../../programs/split-words.ts';
import { isMapping, isScalar, itemsOf, placeOf, printedText, type Ref } from '../../yaml/tree.ts';
import { readTexts, toStrings } from '../values/values.ts';
import { MAX_COMMAND } from '../variables/budget.ts';
import type { ServiceScope } from './scope.ts';

/** A command as a list, or as text to split; an empty command clears the image's. */
export function readCommand(
  ref: Ref | undefined,
  { report, loader }: Pick<ServiceScope, 'report' | 'loader'>,
): readonly Setting<string>[] | undefined {
  if (ref === undefined || isMapping(ref)) return undefined;
  const length = lengthOf(ref);
  if (length > MAX_COMMAND) {
    const what = `This command has more than ${MAX_COMMAND} characters, with which Linux starts no program; it was not read.`;
    report(problem('syntax/limit', placeOf(ref), what, { severity: 'error' }));
  }
  if (length > MAX_COMMAND || !loader.budgets.commands.allows(length, placeOf(ref))) return [unreadWord(ref)];
  if (!isScalar(ref)) return toStrings(readTexts(ref));
  const text = printedText(ref);
  const words = splitComposeWords(text);
  if (words === undefined) {
    const what = 'This command line has an unclosed quote or parenthesis, or a trailing backslash.';
    const remedy = 'Write it as a list: `["program", "argument"]`.';
    report(problem('syntax/invalid-value', text.place, what, remedy));
    return [text.toStringSetting()];
  }
  return toStrings(words);
}

/** The characters of a command line; each word of a list counts as at least two. */
export function lengthOf(ref: Ref): number {
  return isScalar(ref)
    ? ref.node.string.length
    : itemsOf(ref).reduce((sum, item) => sum + 1 + Math.max(1, isScalar(item) ? item.node.string.length : 0), 0);
}

/** A placeholder for the words of a command that exceeds the budget. */
export function unreadWord(ref: Ref): Setting<string> {
  return unknown([{ unknown: '…' }], placeOf(ref));
}
