import type { ParameterExpansionPart, Word } from 'unbash';
import { Text } from '../../../../text/text.ts';
import { type Item, unknownWords } from '../../items/items.ts';
import { joined, type Run } from '../runs.ts';
import { type Alternative, textOf, type Use, type Variables } from '../variables.ts';
import { toItems } from '../word-splitting.ts';

/** How a parameter is expanded where it stands. */
export interface Expansion {
  readonly variables: Variables;
  readonly use: Use;
  /** Between double quotes, where nothing is split. */
  readonly isQuoted: boolean;
  readonly separators: string;
  /** The runs of a word inside the braces. */
  readonly operand: (word: Word, isPattern: boolean) => readonly Run[];
}

/** What `${name…}` does with the value: `:-`, `%`, `/` and their like. */
export type Operation = ParameterExpansionPart['operation'];

/** `${X:-word}`, `${X:=word}`, `${X:?word}` and `${X:+word}`. */
export type DefaultOperation = Operation & { type: 'Default' };

/** A text that is not split at blanks. */
export function firm(text: Text): Run {
  return { kind: 'text', text, splits: false };
}

/** The value of a variable, which is split where it stands without quotes. */
export function textRuns({ use, isQuoted }: Expansion, alternatives: readonly Alternative[]): readonly Run[] {
  return [{ kind: 'text', text: textOf(alternatives, use), splits: !isQuoted }];
}

/**
 * Elements as words of their own, or joined by blanks for `"$*"`. Where nothing is known they can be any number of
 * words.
 */
export function itemRuns(
  { use, isQuoted, separators }: Expansion,
  star: '@' | '*',
  items: readonly Item[] | undefined,
): readonly Run[] {
  if (items === undefined) {
    if (isQuoted && star === '*') return [firm(Text.unknown(use.expression, use.place))];
    return [{ kind: 'items', items: [unknownWords(use.expression, use.place)] }];
  }
  if (isQuoted && star === '*') return [firm(joined(items, use.place, separators.slice(0, 1)))];
  if (isQuoted) return [{ kind: 'items', items }];
  return [{ kind: 'items', items: items.flatMap((item) => splitItem(item, separators)) }];
}

function splitItem(item: Item, separators: string): readonly Item[] {
  if (item.kind === 'unknown-words') return [item];
  const { text } = item;
  const isOneWord =
    text.isKnown && text.length > 0 && !Array.from(separators).some((separator) => text.skeleton.includes(separator));
  return isOneWord ? [item] : toItems([{ kind: 'text', text, splits: true }], separators, text.whole);
}
