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

/** A word, or an unquoted expansion of unknown value. */
export type Item = Argument;

export function word(text: Text): Item {
  return { kind: 'word', text };
}

export function unknownWords(expression: string, place: Place): Item {
  return { kind: 'unknown-words', unresolved: { expression, reason: 'variable', place } };
}

export function limitedWords(expression: string, place: Place): Item {
  return { kind: 'unknown-words', unresolved: { expression, reason: 'limit', place } };
}

export function sourceOf(item: Item): string {
  return item.kind === 'word' ? item.text.source : item.unresolved.expression;
}

/** True for a word that begins with a dash and isn't a number. */
export function isOption(item: Item | undefined): boolean {
  return (
    item?.kind === 'word' &&
    item.text.length > 1 &&
    item.text.skeleton.startsWith('-') &&
    !/^-[0-9]+$/.test(item.text.skeleton)
  );
}

export function isCertainItem(item: Item): boolean {
  return branchOf(item) === undefined;
}

export function branchOf(item: Item): Hop | undefined {
  const places =
    item.kind === 'word' ? [item.text.whole, ...item.text.segments.map(({ place }) => place)] : [item.unresolved.place];
  return places.flatMap(({ hops }) => hops).find(({ kind }) => kind === 'branch');
}

/** The item, limited to the code paths of `branch`. */
export function conditional(item: Item, branch: Hop): Item {
  if (
    item.kind === 'word' &&
    item.text.segments.every((segment) => segment.kind === 'literal' && !isCertain(segment.place)) &&
    !isCertain(item.text.whole)
  )
    return item;
  return mapArgumentPlaces(item, (place) => placeOnBranch(place, branch));
}

/** Equal for items with the same text, if unknown parts have the same origin. */
export function itemKey(item: Item): string {
  return item.kind === 'word' ? textKey(item.text) : `\u0001${unknownKey(item.unresolved)}`;
}
