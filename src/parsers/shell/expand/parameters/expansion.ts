import type { ParameterExpansionPart, Word } from 'unbash';
import { Text } from '../../../../text/text.ts';
import { type Item, unknownWords } from '../../items/items.ts';
import { joinItems, type TextRun } from '../runs.ts';
import { type Alternative, alternativesText, type Use, type Variables } from '../variables.ts';
import { toItems } from '../word-splitting.ts';

export interface Expansion {
  readonly variables: Variables;
  readonly use: Use;
  /** True between double quotes, where text isn't split. */
  readonly isQuoted: boolean;
  readonly separators: string;
  readonly operand: (word: Word, isPattern: boolean) => readonly TextRun[];
}

/** What `${name…}` does with the value: `:-`, `%`, `/` and similar. */
export type ParameterOperation = ParameterExpansionPart['operation'];

export type DefaultOperation = ParameterOperation & { type: 'Default' };

/** A text that isn't split at blanks. */
export function firm(text: Text): TextRun {
  return { kind: 'text', text, splits: false };
}

/** A variable's value, split if unquoted. */
export function textRuns({ use, isQuoted }: Expansion, alternatives: readonly Alternative[]): readonly TextRun[] {
  return [{ kind: 'text', text: alternativesText(alternatives, use), splits: !isQuoted }];
}

/** Elements as separate words; for `"$*"`, joined by blanks. If unknown, any number of words. */
export function itemRuns(
  { use, isQuoted, separators }: Expansion,
  star: '@' | '*',
  items: readonly Item[] | undefined,
): readonly TextRun[] {
  if (items === undefined) {
    if (isQuoted && star === '*') return [firm(Text.unknown(use.expression, use.place))];
    return [{ kind: 'items', items: [unknownWords(use.expression, use.place)] }];
  }
  if (isQuoted && star === '*') return [firm(joinItems(items, use.place, separators.slice(0, 1)))];
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
