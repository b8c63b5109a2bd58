import { type Hop, hasSameHops, isSameLocation, isWithin, type Location, type Place, useOf } from './location.ts';

/** Text whose characters are known. */
export interface LiteralSegment {
  readonly kind: 'literal';
  readonly text: string;
  readonly place: Place;
  /** True where the place holds exactly this text, character by character, so that a slice of it has an exact place. */
  readonly isVerbatim: boolean;
}

/** A stretch of text that is not known: an unset variable, the output of a command. */
export interface UnknownPiece {
  readonly kind: 'unknown';
  /** The expression as it was written, such as `${DIR}` or `$(pwd)`. */
  readonly expression: string;
  readonly place: Place;
  /** An expansion without quotes: it may be any number of words; the first and last join what is beside it. */
  readonly mayBeWords?: true;
  /** It is exactly one word, whatever it is: `$@` in a recipe of make. */
  readonly isOneWord?: true;
  /** The file or folder of the project whose path it is, as files are named here: `$(dirname "$0")`. */
  readonly path?: string;
  /** It is one of more texts than are followed: that it is not known is a limit of what is read, and says nothing of the text. */
  readonly isLimited?: true;
  /** It is the path of a folder that is the user's own, wherever it is: `$PWD`, `$(mktemp -d)`. */
  readonly isOwnFolder?: true;
}

/** What a text is made of, whatever texts an unknown piece can be. */
export type Piece = LiteralSegment | UnknownPiece;

/** So many parts of a text are named with its place; more would hide what it is about. */
const MAX_PARTS = 4;

/** The narrowest place that holds all segments; where they come from several, `whole` or their part of it. */
export function narrowestPlace(segments: readonly Piece[], whole: Place): Place {
  const [first, ...rest] = segments.filter((segment) => segment.kind === 'unknown' || segment.text !== '');
  if (first === undefined) return segments[0]?.place ?? whole;
  let { start, end } = first.place.location.span;
  for (const { place } of rest) {
    const isNext =
      place.location.path === first.place.location.path &&
      place.location.span.start >= end &&
      hasSameHops(place.hops, first.place.hops);
    if (!isNext) return placeInWhole(segments, whole);
    end = place.location.span.end;
    start = Math.min(start, place.location.span.start);
  }
  return { location: { path: first.place.location.path, span: { start, end } }, hops: first.place.hops };
}

/** The part of `whole` with the segments, or the expressions that they came by, where nothing is between them. */
function placeInWhole(segments: readonly Piece[], whole: Place): Place {
  const { path, span } = whole.location;
  let first: Location | undefined;
  let last: Location | undefined;
  for (const { place } of segments) {
    const use = useOf(place);
    const isNext = last === undefined || use.span.start === last.span.end || isSameLocation(use, last);
    if (!isNext || use.path !== path || !isWithin(use.span, span)) return withParts(segments, whole, whole.location);
    first ??= use;
    last = use;
  }
  return first === undefined || last === undefined
    ? whole
    : withParts(segments, whole, { path, span: { start: first.span.start, end: last.span.end } });
}

/** `whole`, or the part of it at a location, reached by the parts that were written elsewhere. */
function withParts(segments: readonly Piece[], whole: Place, location: Location): Place {
  const parts = segments
    .filter((segment) => segment.kind === 'literal' && segment.text !== '')
    .map(({ place }) => place.location)
    .filter(({ path, span }) => path !== location.path || !isWithin(span, location.span))
    .slice(0, MAX_PARTS)
    .map((part): Hop => ({ kind: 'part', location: part }));
  const given = segments.flatMap(({ place }) => place.hops.filter(({ kind }) => kind === 'given')).slice(0, MAX_PARTS);
  return { ...whole, location, hops: [...given, ...parts, ...whole.hops] };
}

/** The text of segments with the names that places give for some of them. */
export function namedBy(segments: readonly Piece[], nameOf: (place: Place) => string | undefined): string {
  return segments
    .map((segment, index) => {
      const name = nameOf(segment.place);
      if (name === undefined) return segment.kind === 'literal' ? segment.text : segment.expression;
      // Parts of one value have one name.
      const before = segments[index - 1]?.place;
      return before !== undefined && nameOf(before) === name && isSameLocation(useOf(before), useOf(segment.place))
        ? ''
        : name;
    })
    .join('');
}

/** True for the path of what is known to be of the project, and of the folders that a script works in. */
export function isOwnFolder({ path, isOwnFolder: isOwn }: UnknownPiece): boolean {
  return path !== undefined || isOwn === true;
}

/** The part of a segment between two indices, with the place narrowed to it where that is exact. */
export function sliceLiteral(segment: LiteralSegment, from: number, to: number): LiteralSegment {
  if (from === 0 && to === segment.text.length) return segment;
  const text = segment.text.slice(from, to);
  if (!segment.isVerbatim) return { ...segment, text };
  const { path, span } = segment.place.location;
  const location = { path, span: { start: span.start + from, end: span.start + to } };
  return { ...segment, text, place: { ...segment.place, location } };
}
