import type { UnresolvedOptions } from '../../../model/container.ts';
import { type Hop, isCertain, type Place } from '../../../text/location.ts';
import type { Segment, UnknownSegment } from '../../../text/text.ts';
import { Text } from '../../../text/text.ts';
import type { Argument } from '../../docker/grammar/words.ts';

export { wordPlace as placeOf, wordValue as valueOfItem } from '../../docker/grammar/words.ts';

/** What an expansion gives: a word, or an unknown expansion that stands for any number of them. */
export type Item = Argument;

export function word(text: Text): Item {
  return { kind: 'word', text };
}

export function unknownWords(expression: string, place: Place): Item {
  const unresolved: UnresolvedOptions = { expression, reason: 'variable', place };
  return { kind: 'unknown-words', unresolved };
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

/** The same item with its places changed, those of its candidates too. */
export function mapItemPlaces(item: Item, change: (place: Place) => Place): Item {
  if (item.kind === 'word') return word(mapPlaces(item.text, change));
  return { kind: 'unknown-words', unresolved: { ...item.unresolved, place: change(item.unresolved.place) } };
}

/** The same text with its places changed, those of its candidates too. */
export function mapPlaces(text: Text, change: (place: Place) => Place): Text {
  const segments = text.segments.map((segment): Segment => {
    const place = change(segment.place);
    if (segment.kind === 'literal') return { ...segment, place };
    return { ...segment, place, candidates: segment.candidates.map((candidate) => mapPlaces(candidate, change)) };
  });
  return new Text(segments, change(text.whole));
}

/** The item as one that stands on some code paths only: those of the statement that `branch` names. */
export function conditional(item: Item, branch: Hop): Item {
  if (
    item.kind === 'word' &&
    item.text.segments.every((segment) => segment.kind === 'literal' && !isCertain(segment.place)) &&
    !isCertain(item.text.whole)
  )
    return item;
  return mapItemPlaces(item, (place) => (isCertain(place) ? { ...place, hops: [branch, ...place.hops] } : place));
}

/** What distinguishes one unknown part from another: where it stands, and on which code paths it holds. The variables through which it came change nothing of it. */
export function unknownKey({ expression, place }: Pick<UnknownSegment, 'expression' | 'place'>): string {
  const at = [place.location, ...place.hops.filter(({ kind }) => kind !== 'variable').map(({ location }) => location)];
  return `\u0000${expression}\u0000${at.map(({ path, span }) => `${path}:${span.start}-${span.end}`).join(',')}`;
}

/** Equal for two items that are the same text, unknown parts of which come from the same place. */
export function itemKey(item: Item): string {
  return item.kind === 'word' ? textKey(item.text) : `\u0001${unknownKey(item.unresolved)}`;
}

export function textKey(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text;
      // Where a variable is one of a few, it is not what it is where it can be anything.
      return segment.candidates.length === 0
        ? unknownKey(segment)
        : `${unknownKey(segment)}*${segment.candidates.length}`;
    })
    .join('');
}
