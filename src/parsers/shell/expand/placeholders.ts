import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Item, unknownWords, valueOfItem, word } from '../items/items.ts';

/**
 * The placeholder of `xargs` and similar programs for their input; `isWord` if it must be a whole
 * word, which any number of words replaces.
 */
interface Placeholder {
  readonly mark: string;
  readonly isWord: boolean;
}

/** Options of `xargs` and similar programs, by letter or long name. */
export interface InputOptions {
  readonly options: readonly string[];
  readonly values: ReadonlyMap<string, Text>;
}

/** The words that `xargs` runs: with its input appended, or instead of a placeholder. */
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
 * The placeholder of `-I MARK`, `-i[MARK]`, `--replace[=MARK]` (findutils 4), `-J MARK` (BSD); `{}`
 * by default.
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

/** Replaces the placeholder by unknown text. */
export function withoutPlaceholder(item: Item, mark: string): Item {
  if (item.kind !== 'word') return item;
  const { text } = item;
  const parts = text.split(mark);
  if (parts.length === 1) return item;
  const filled = parts.flatMap((part, index) => (index === 0 ? [part] : [Text.unknown(mark, text.whole), part]));
  return word(Text.concat(filled, text.whole));
}
