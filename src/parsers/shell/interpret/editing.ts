import { Text } from '../../../text/text.ts';
import { type Item, valueOfItem } from '../items/items.ts';

/** The words of `sed`. */
export interface SedCall {
  /** `undefined` where not all of them are known. */
  readonly commands: readonly Text[] | undefined;
  /** The file that it reads in place of its input. */
  readonly file: Item | undefined;
}

/** How `sed` is called; `undefined` for options other than `-e`, `-E` and `-r`, and for more than one file. */
export function sedCall(words: readonly Item[]): SedCall | undefined {
  const commands: (Text | undefined)[] = [];
  const operands: Item[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const item = words[at];
    const value = valueOfItem(item);
    if (value === '-e' || value === '--expression') {
      at += 1;
      commands.push(textOf(words[at]));
    } else if (value === '-E' || value === '-r') continue;
    else if (value !== undefined && /^-./.test(value)) return undefined;
    else if (item !== undefined) operands.push(item);
  }
  if (commands.length === 0) commands.push(textOf(operands.shift()));
  const known = commands.flatMap((command) => command ?? []);
  if (operands.length > 1) return undefined;
  return { commands: known.length === commands.length ? known : undefined, file: operands[0] };
}

function textOf(item: Item | undefined): Text | undefined {
  return item?.kind === 'word' ? item.text : undefined;
}

/** At most so many places in a text are replaced. */
const MAX_REPLACED = 200;

/**
 * The text after these commands of `sed`, where each is one that replaces text without any character that means
 * something else, or deletes lines: then all lines are given, since which of them are left is not followed.
 */
export function edit(text: Text, commands: readonly Text[] | undefined): Text | undefined {
  let edited: Text | undefined = text;
  for (const command of commands ?? [undefined])
    edited = edited === undefined || command === undefined ? undefined : editOnce(edited, command);
  return edited;
}

const DELETION = /^(?:\d+|\$|\d+,(?:\d+|\$)|\/[^/]*\/)d$/;

function editOnce(text: Text, command: Text): Text | undefined {
  const { skeleton } = command;
  if (DELETION.test(skeleton)) return text;
  const separator = skeleton.charAt(1);
  if (!/^s[^\w\s\\]/.test(skeleton)) return undefined;
  const [, pattern, replacement, flags, ...others] = command.split(separator);
  if (pattern === undefined || replacement === undefined || flags === undefined || others.length > 0) return undefined;
  const wanted = pattern.value;
  const isPlain =
    wanted !== undefined && wanted !== '' && !/[.*[\]^$\\+?(){}|]/.test(wanted) && !/[&\\]/.test(replacement.skeleton);
  if (!isPlain || !/^g?$/.test(flags.skeleton)) return undefined;
  const lines = text.split('\n').map((line) => line.split(wanted, flags.length > 0 ? MAX_REPLACED : 2));
  const parts = lines.flatMap((pieces, index) => [
    ...(index > 0 ? [Text.derived('\n', text.whole)] : []),
    ...pieces.flatMap((piece, at) => (at > 0 ? [replacement, piece] : [piece])),
  ]);
  return Text.concat(parts, text.whole);
}
