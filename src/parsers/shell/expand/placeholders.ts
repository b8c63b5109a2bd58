import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Item, placeOf, unknownWords, valueOfItem, word } from '../items/items.ts';

/** Options of `xargs` and similar programs, by letter or long name. */
export interface InputOptions {
  readonly options: readonly string[];
  readonly values: ReadonlyMap<string, Text>;
}

/** The words that `xargs` runs: with others appended, or replacing a placeholder. */
export function withInput(words: readonly Item[], given: InputOptions, place: Place): readonly Item[] {
  const separator = words.findIndex((item) => (valueOfItem(item) ?? '').startsWith(':::'));
  const command = separator < 0 ? words : words.slice(0, separator);
  // BSD: only as a whole word, for any number of words.
  const many = given.values.get('J')?.value;
  if (many !== undefined)
    return command.map((item) => (valueOfItem(item) === many ? unknownWords(many, placeOf(item)) : item));
  const named = placeholderOf(given);
  const mark = named === undefined || named === '' ? '{}' : named;
  if (named === undefined && !command.some((item) => (valueOfItem(item) ?? '').includes(mark)))
    return [...command, unknownWords('xargs', place)];
  return command.map((item) => withoutPlaceholder(item, mark));
}

/** The placeholder of `-I MARK`, `-i[MARK]`, `--replace[=MARK]` (findutils 4); empty for the default. */
function placeholderOf({ options, values }: InputOptions): string | undefined {
  const named = values.get('I') ?? values.get('--replace');
  if (named !== undefined) return named.value ?? '';
  const option = options.find((each) => /^-[0oprtx]*i|^--replace$/.test(each));
  return option?.replace(/^-[^i-]*i|^--replace$/, '');
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
