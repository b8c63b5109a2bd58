import { type Hop, hasSameHops, isSameLocation, isWithin, type Location, type Place, useOf } from './location.ts';

export interface LiteralSegment {
  readonly kind: 'literal';
  readonly text: string;
  readonly place: Place;
  /** True if the file has exactly this text at the place; slices then have exact places too. */
  readonly isVerbatim: boolean;
}

/** Unknown text, such as an unset variable or the output of a command. */
export interface UnknownPiece {
  readonly kind: 'unknown';
  /** The expression as written, such as `${DIR}` or `$(pwd)`. */
  readonly expression: string;
  readonly place: Place;
  /**
   * True for an unquoted expansion: it can be any number of words, and the first and last join
   * adjacent text.
   */
  readonly mayBeWords?: true;
  /** True for exactly one word with any content, such as `$@` in a make recipe. */
  readonly isOneWord?: true;
  /**
   * The path of the project's file or directory that it stands for, such as `$(dirname "$0")`.
   * Named like other files here.
   */
  readonly path?: string;
  /**
   * True if there are too many candidates to follow: plimsoll's limit makes the text unknown, not
   * the file.
   */
  readonly isLimited?: true;
  /**
   * True for a path inside a user-owned directory, whose location is unknown: `$PWD`,
   * `$(mktemp -d)`.
   */
  readonly isOwnFolder?: true;
}

export type Piece = LiteralSegment | UnknownPiece;

/** The maximum number of parts of a text that keep their places. */
const MAX_PARTS = 4;

/**
 * The narrowest place that contains all segments. If they have several sources, `whole` or a part
 * of it.
 */
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

/** The part of `whole` that contains the segments, or their expressions, if they are adjacent. */
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

/** The text of segments, with names instead of values where `nameOf` returns one. */
export function joinNamed(segments: readonly Piece[], nameOf: (place: Place) => string | undefined): string {
  return segments
    .map((segment, index) => {
      const name = nameOf(segment.place);
      if (name === undefined) return segment.kind === 'literal' ? segment.text : segment.expression;
      // Write one name for adjacent parts of one value.
      const before = segments[index - 1]?.place;
      return before !== undefined && nameOf(before) === name && isSameLocation(useOf(before), useOf(segment.place))
        ? ''
        : name;
    })
    .join('');
}

/** True for paths in the project, and in directories that a script creates or works in. */
export function isOwnFolder({ path, isOwnFolder: isOwn }: UnknownPiece): boolean {
  return path !== undefined || isOwn === true;
}

/** A part of a segment, with an exact place if possible. */
export function sliceLiteral(segment: LiteralSegment, from: number, to: number): LiteralSegment {
  if (from === 0 && to === segment.text.length) return segment;
  const text = segment.text.slice(from, to);
  if (!segment.isVerbatim) return { ...segment, text };
  const { path, span } = segment.place.location;
  const location = { path, span: { start: span.start + from, end: span.start + to } };
  return { ...segment, text, place: { ...segment.place, location } };
}
