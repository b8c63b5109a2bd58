import type { CommandLine } from '../../../model/command-line.ts';
import {
  type Hop,
  hasSameHops,
  isSameHop,
  isSameLocation,
  isWithin,
  type Location,
  type Place,
} from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';

/** The hops of a text, without branches. Texts with the same hops are in one source. */
export type SourceLevel = readonly Hop[];

function levelOf({ hops }: Place): SourceLevel {
  return hops.filter(({ kind }) => kind !== 'branch');
}

function isEndOf(end: SourceLevel, level: SourceLevel): boolean {
  const start = level.length - end.length;
  return end.every((hop, index) => isSameHop(hop, level[start + index]));
}

/** A place at a level: its own, or its expansion's. */
export function locationAt(place: Place, level: SourceLevel): Location | undefined {
  const own = levelOf(place);
  if (own.length < level.length || !isEndOf(level, own)) return undefined;
  return own.length === level.length ? place.location : own[own.length - level.length - 1]?.location;
}

/** The level of a text's first characters. */
export function levelOfText({ segments: [first], whole }: Text): SourceLevel {
  return levelOf(first?.place ?? whole);
}

/** A text's range at a level, if contiguous. */
export function rangeAt(text: Text, level: SourceLevel): Location | undefined {
  let range: Location | undefined;
  for (const segment of text.segments) {
    if (segment.kind === 'literal' && segment.text === '') continue;
    const location = locationAt(segment.place, level);
    if (location === undefined) return undefined;
    if (range === undefined) range = location;
    else if (range.path !== location.path) return undefined;
    // Parts of one expansion have the same place there.
    else if (isWithin(location.span, range.span)) continue;
    else if (location.span.start !== range.span.end) return undefined;
    else range = { ...range, span: { start: range.span.start, end: location.span.end } };
  }
  return range;
}

/** A word's range: with quotes in the script, without quotes in a variable's value. */
export function rangeOfWord(word: Text, level: SourceLevel, { words, subcommand }: CommandLine): Location | undefined {
  const { whole } = word;
  const isWhole = (place: Place): boolean =>
    isSameLocation(place.location, whole.location) && hasSameHops(levelOf(place), levelOf(whole));
  const isAlone = [subcommand.whole, ...words].filter(isWhole).length === 1;
  return isAlone && hasSameHops(levelOf(whole), level) ? whole.location : rangeAt(word, level);
}
