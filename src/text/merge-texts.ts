import type { Hop, Place } from './location.ts';
import { type Segment, Text, type UnknownSegment } from './text.ts';

/** Where one of several texts is used, and what decides which one. */
export interface Choice {
  /** The expression, such as `$OPTS`. */
  readonly expression: string;
  readonly place: Place;
  readonly branch: Hop;
}

/** If the candidates have more segments in total, only their common words are kept. */
const MAX_CANDIDATE_SEGMENTS = 400;
const MAX_CANDIDATES = 32;

/**
 * Merges texts of which one applies: their common start and end stay, and the rest becomes an
 * unknown part with candidates. Equal texts count once.
 */
export function mergeTexts(texts: readonly Text[], choice: Choice): Text {
  const distinct = distinctTexts(texts);
  const [first, ...others] = distinct;
  if (first === undefined) return Text.unknown(choice.expression, choice.place);
  if (others.length === 0) return first;
  const covering = distinct.find((text) => isOneOf(text, choice, distinct));
  if (covering !== undefined) return covering;
  const shortest = distinct.reduce((least, { segments }) => Math.min(least, segments.length), first.segments.length);
  let head = 0;
  while (head < shortest && others.every(({ segments }) => isSame(segments[head], first.segments[head]))) head += 1;
  let tail = 0;
  while (
    tail < shortest - head &&
    others.every(({ segments }) => isSame(segments.at(-1 - tail), first.segments.at(-1 - tail)))
  )
    tail += 1;
  const middles = distinct.map(({ segments, whole }) => new Text(segments.slice(head, segments.length - tail), whole));
  const candidates = distinctTexts(middles.flatMap((middle) => flatten(middle, choice)));
  const isSmall = candidates.length <= MAX_CANDIDATES && sizeOf(candidates) <= MAX_CANDIDATE_SEGMENTS;
  const segment: Segment = {
    kind: 'unknown',
    ...choice,
    candidates: isSmall ? candidates : commonOf(candidates, choice, { before: head > 0, behind: tail > 0 }),
  };
  return new Text(
    [...first.segments.slice(0, head), segment, ...first.segments.slice(first.segments.length - tail)],
    first.whole,
  );
}

/**
 * The common words of too many candidates, with unknown text between them. No words if the
 * candidates may join adjacent text.
 */
function commonOf(texts: readonly Text[], { expression, place }: Choice, beside: Beside): readonly Text[] {
  const isApart = texts.every(({ segments }) => isBlankAt(segments, 'start'));
  const endsApart = texts.every(({ segments }) => isBlankAt(segments, 'end'));
  const anything = Text.limited(expression, place);
  if (!((isApart || !beside.before) && (endsApart || !beside.behind))) return [anything];
  const blank = Text.derived(' ', place);
  const known = commonWords(texts).flatMap((word) => [blank, word, blank, anything]);
  const some = Text.concat([...(isApart ? [blank] : []), anything, ...known, ...(endsApart ? [blank] : [])], place);
  return texts.some(({ segments }) => segments.length === 0) ? [new Text([], place), some] : [some];
}

interface Beside {
  readonly before: boolean;
  readonly behind: boolean;
}

/** True if every candidate begins (or ends) with a blank, or is empty. */
function isBlankAt(segments: readonly Segment[], end: 'start' | 'end'): boolean {
  const segment = segments.at(end === 'start' ? 0 : -1);
  if (segment === undefined) return true;
  if (segment.kind === 'literal') return (end === 'start' ? /^\s/ : /\s$/).test(segment.text);
  const { candidates } = segment;
  if (candidates.length === 0 || !candidates.every((candidate) => isBlankAt(candidate.segments, end))) return false;
  const others = end === 'start' ? segments.slice(1) : segments.slice(0, -1);
  return candidates.every((candidate) => candidate.segments.length > 0) || isBlankAt(others, end);
}

function commonWords([first, ...others]: readonly Text[]): readonly Text[] {
  const left = others.map((text) => countsOf(wordsOf(text).map(textKey)));
  return (first === undefined ? [] : wordsOf(first)).filter((word) => {
    const key = textKey(word);
    if (!left.every((counts) => (counts.get(key) ?? 0) > 0)) return false;
    for (const counts of left) counts.set(key, (counts.get(key) ?? 0) - 1);
    return true;
  });
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function wordsOf(text: Text): readonly Text[] {
  return text.split(' ').filter(({ length }) => length > 0);
}

/** True for a text that is already a merge of all `texts`. It is kept with its branch. */
function isOneOf(text: Text, choice: Choice, texts: readonly Text[]): boolean {
  const [only, ...others] = flatten(text, choice);
  if (only === undefined || others.length === 0) return false;
  const keys = new Set([only, ...others].map(textKey));
  return texts.every((each) => each === text || flatten(each, choice).every((part) => keys.has(textKey(part))));
}

/** The candidates of a merged text for the same expression; other texts as they are. */
function flatten(text: Text, { expression }: Choice): readonly Text[] {
  const [segment, ...rest] = text.segments;
  const isChoice =
    segment?.kind === 'unknown' && rest.length === 0 && segment.branch !== undefined && segment.candidates.length > 0;
  return isChoice && segment.expression === expression ? segment.candidates : [text];
}

function distinctTexts(texts: readonly Text[]): readonly Text[] {
  const byKey = new Map<string, Text>();
  for (const text of texts) {
    const key = textKey(text);
    if (!byKey.has(key)) byKey.set(key, text);
  }
  return [...byKey.values()];
}

function sizeOf(texts: readonly Text[]): number {
  return texts.reduce(
    (sum, { segments }) =>
      sum +
      segments.reduce((size, segment) => size + 1 + (segment.kind === 'literal' ? 0 : sizeOf(segment.candidates)), 0),
    0,
  );
}

function isSame(a: Segment | undefined, b: Segment | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.kind === 'unknown')
    return b.kind === 'unknown' && a.candidates.length === b.candidates.length && unknownKey(a) === unknownKey(b);
  if (b.kind === 'unknown') return false;
  const { path, span } = a.place.location;
  const other = b.place.location;
  return a.text === b.text && path === other.path && span.start === other.span.start && span.end === other.span.end;
}

/**
 * Identifies an unknown part by location and code paths. Variables that passed it on don't matter.
 */
export function unknownKey({ expression, place }: Pick<UnknownSegment, 'expression' | 'place'>): string {
  const at = [place.location, ...place.hops.filter(({ kind }) => kind !== 'variable').map(({ location }) => location)];
  return `\u0000${expression}\u0000${at.map(({ path, span }) => `${path}:${span.start}-${span.end}`).join(',')}`;
}

/** Equal for texts with the same characters, and with unknown parts from the same places. */
export function textKey(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text;
      // A variable with a few candidates is not the same as one that can have any value.
      return segment.candidates.length === 0
        ? unknownKey(segment)
        : `${unknownKey(segment)}*${segment.candidates.length}`;
    })
    .join('');
}
