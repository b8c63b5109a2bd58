import { countWhile } from '../util/binary-search.ts';

/** A half-open range of UTF-16 offsets into one text. Lines and columns exist only in reporters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A range of text in a named file. `path` is the name under which the file was read, with `/` as
 * separator.
 */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

/**
 * How a value got from its text to its container.
 *
 * - `alias`, `merge`: a YAML `*alias`, a `<<` merge key
 * - `extends`, `include`, `override`: that Compose mechanism (`override`: a later file of the
 *   project)
 * - `default`: the fallback in `${X:-fallback}`, since X is unset
 * - `variable`: a use of a variable (`$X`) set elsewhere
 * - `argument`: a call that passes the value to a function of the same script
 * - `part`: a part of a composed value
 * - `branch`: the value applies only on some code paths (see {@link isCertain})
 * - `volume`: a named volume defined elsewhere
 * - `build`: the Dockerfile of an image built here
 * - `string`: a command line in a string (`sh -c '…'`, a here-document)
 * - `given`: the line of an env file that sets a variable
 */
export type HopKind =
  | 'alias'
  | 'merge'
  | 'extends'
  | 'include'
  | 'override'
  | 'default'
  | 'variable'
  | 'argument'
  | 'part'
  | 'branch'
  | 'volume'
  | 'build'
  | 'string'
  | 'feature'
  | 'given';

export interface Hop {
  readonly kind: HopKind;
  /** The text of the step: the `*alias`, the `$X`, the `extends:` value. */
  readonly location: Location;
}

/** Where a value was written, and its steps to the container, the nearest to the text first. */
export interface Place {
  readonly location: Location;
  readonly hops: readonly Hop[];
  /**
   * Shown instead of the value, such as `${PORT}`, if an env file or the environment supplies a
   * part, which may be secret. {@link HIDDEN} for hidden files.
   */
  readonly shown?: string;
  /**
   * The expression for the value where it is used, such as `$IMAGE` or `${PORT:-80}`, if the value
   * is elsewhere or its default: replacements keep it.
   */
  readonly expression?: string;
}

/** Shown instead of values from hidden files. */
export const HIDDEN = '***';

/** True for a value from an env file or the environment. */
export function isGiven({ shown }: Pick<Place, 'shown'>): boolean {
  return shown !== undefined && shown !== HIDDEN;
}

const NONE: readonly Hop[] = [];

/** A place in `path` from `start` to `end`, without hops. */
export function placeAt(path: string, start: number, end: number): Place {
  return { location: { path, span: { start, end } }, hops: NONE };
}

/** True for settings of a dev container feature, which have no text. */
export function isOfFeature({ hops }: Place): boolean {
  return hops.some(({ kind }) => kind === 'feature');
}

/** The same place with more hops. */
export function viaHop(place: Place, ...hops: readonly Hop[]): Place {
  return { ...place, hops: [...place.hops, ...hops] };
}

/** The same place, with this expression for the value. */
export function withExpression({ location, hops, shown }: Place, expression: string): Place {
  return shown === undefined ? { location, hops, expression } : { location, hops, shown, expression };
}

/** Where the value's expression is used; without one, the value's own location. */
export function useOf({ location, hops }: Place): Location {
  return hops.findLast(({ kind }) => kind === 'variable' || kind === 'default')?.location ?? location;
}

/** True if one expression produced both values. */
export function isSameUse(a: Place, b: Place): boolean {
  return a.expression !== undefined && a.expression === b.expression && isSameLocation(useOf(a), useOf(b));
}

/** False if the value applies only on some code paths, so findings on it say "may". */
export function isCertain(place: Place): boolean {
  return !place.hops.some((hop) => hop.kind === 'branch');
}

/** True if the value is a place; used to walk a whole model. */
export function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'location' in value && 'hops' in value;
}

/** True if both name the same text of the same file. */
export function isSameLocation(a: Location, b: Location): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** True if both are the same text, reached by the same steps, and are shown alike. */
export function isSamePlace(a: Place, b: Place): boolean {
  return (
    a === b ||
    (isSameLocation(a.location, b.location) &&
      hasSameHops(a.hops, b.hops) &&
      a.shown === b.shown &&
      a.expression === b.expression)
  );
}

/** True if both lists have the same steps. */
export function hasSameHops(a: readonly Hop[], b: readonly Hop[]): boolean {
  return a.length === b.length && a.every((hop, index) => isSameHop(hop, b[index]));
}

/** True if both are the same step at the same place. */
export function isSameHop(a: Hop, b: Hop | undefined): boolean {
  return a.kind === b?.kind && isSameLocation(a.location, b.location);
}

/** True if a span lies in another, or is the same. */
export function isWithin({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

/** How many of these sorted spans begin before an offset. */
export function countBefore(sorted: readonly Span[], offset: number): number {
  return countWhile(sorted.length, (index) => (sorted[index]?.start ?? offset) < offset);
}
