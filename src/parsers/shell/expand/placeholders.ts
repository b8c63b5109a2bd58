import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Item, unknownWords, valueOfItem, word } from '../items/items.ts';

/**
 * What stands in the words of `xargs` and its like for a part of their input; `isWord` where only a word of its own
 * does, for any number of words.
 */
interface Placeholder {
  readonly mark: string;
  readonly isWord: boolean;
}

/** The options of `xargs` and its like, and the values of those that have one, by letter or long name. */
export interface InputOptions {
  readonly options: readonly string[];
  readonly values: ReadonlyMap<string, Text>;
}

/** The words that `xargs` runs: with others after them, or in the place of a mark. */
export function withInput(words: readonly Item[], given: InputOptions, place: Place): readonly Item[] {
  const separator = words.findIndex((item) => (valueOfItem(item) ?? '').startsWith(':::'));
  const command = separator < 0 ? words : words.slice(0, separator);
  const { mark, isWord } = placeholderOf(given) ?? { mark: '{}', isWord: false };
  if (placeholderOf(given) === undefined && !command.some((item) => (valueOfItem(item) ?? '').includes(mark)))
    return [...command, unknownWords('xargs', place)];
  if (isWord)
    return command.map((item) =>
      item.kind === 'word' && item.text.value === mark ? unknownWords(mark, item.text.whole) : item,
    );
  return command.map((item) => withoutPlaceholder(item, mark));
}

/**
 * The mark of `-I MARK`, `-i[MARK]`, `--replace[=MARK]` (findutils 4), `-J MARK` (BSD); `{}` where the option names
 * none.
 */
function placeholderOf({ options, values }: InputOptions): Placeholder | undefined {
  const whole = values.get('J')?.value;
  if (whole !== undefined && whole !== '') return { mark: whole, isWord: true };
  const named = values.get('I') ?? values.get('--replace');
  if (named !== undefined)
    return { mark: named.value === undefined || named.value === '' ? '{}' : named.value, isWord: false };
  const letter = options.find((option) => /^-[0oprtx]*i|^--replace$/.test(option));
  if (letter === undefined) return undefined;
  const mark = letter.startsWith('--') ? '' : letter.slice(letter.indexOf('i') + 1);
  return { mark: mark === '' ? '{}' : mark, isWord: false };
}

/** The item with unknown text wherever the mark stands in it. */
export function withoutPlaceholder(item: Item, mark: string): Item {
  if (item.kind !== 'word') return item;
  const { text } = item;
  const parts = text.split(mark);
  if (parts.length === 1) return item;
  const filled = parts.flatMap((part, index) => (index === 0 ? [part] : [Text.unknown(mark, text.whole), part]));
  return word(Text.concat(filled, text.whole));
}
