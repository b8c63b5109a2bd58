import { type Hop, isCertain, type Place } from '../../../text/location.ts';
import { textKey, unknownKey } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { type Argument, mapArgumentPlaces, placeOnBranch } from '../../docker/grammar/words.ts';

export {
  mapArgumentPlaces as mapItemPlaces,
  mapPlaces,
  unknownText,
  unresolvedText,
  wordPlace as placeOf,
  wordValue as valueOfItem,
} from '../../docker/grammar/words.ts';

/** What an expansion gives: a word, or an unknown expansion that stands for any number of them. */
export type Item = Argument;

export function word(text: Text): Item {
  return { kind: 'word', text };
}

export function unknownWords(expression: string, place: Place): Item {
  return { kind: 'unknown-words', unresolved: { expression, reason: 'variable', place } };
}

/** The same for words that are one of more lists than are followed. */
export function limitedWords(expression: string, place: Place): Item {
  return { kind: 'unknown-words', unresolved: { expression, reason: 'limit', place } };
}

/** The item's text as it was written. */
export function sourceOf(item: Item): string {
  return item.kind === 'word' ? item.text.source : item.unresolved.expression;
}

/** True for a word that begins with a dash and is no number: `-1` is a value. */
export function isOption(item: Item | undefined): boolean {
  return (
    item?.kind === 'word' &&
    item.text.length > 1 &&
    item.text.skeleton.startsWith('-') &&
    !/^-[0-9]+$/.test(item.text.skeleton)
  );
}

/** False where the item is there on some code paths only. */
export function isCertainItem(item: Item): boolean {
  return branchOf(item) === undefined;
}

/** The step that makes the item conditional, if it is. */
export function branchOf(item: Item): Hop | undefined {
  const places =
    item.kind === 'word' ? [item.text.whole, ...item.text.segments.map(({ place }) => place)] : [item.unresolved.place];
  return places.flatMap(({ hops }) => hops).find(({ kind }) => kind === 'branch');
}

/** The item as one that stands on some code paths only: those of the statement that `branch` names. */
export function conditional(item: Item, branch: Hop): Item {
  if (
    item.kind === 'word' &&
    item.text.segments.every((segment) => segment.kind === 'literal' && !isCertain(segment.place)) &&
    !isCertain(item.text.whole)
  )
    return item;
  return mapArgumentPlaces(item, (place) => placeOnBranch(place, branch));
}

/** Equal for two items that are the same text, unknown parts of which come from the same place. */
export function itemKey(item: Item): string {
  return item.kind === 'word' ? textKey(item.text) : `\u0001${unknownKey(item.unresolved)}`;
}
