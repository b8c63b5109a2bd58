import { countWhile } from '../util/binary-search.ts';

/** A half-open range of UTF-16 offsets in one text. Only reporters compute lines and columns. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a file. `path` is the name under which the file was read, separated by `/`. */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

/**
 * How a value gets from its text to its container.
 *
 * - `alias`, `merge`: a YAML `*alias`, a `<<` merge key
 * - `extends`, `include`, `override`: the Compose mechanism (`override`: a later file of the
 *   project)
 * - `default`: the fallback in `${X:-fallback}`, because X is unset
 * - `variable`: the use of a variable (`$X`) that is set elsewhere
 * - `argument`: a call that passes the value to a function in the same script
 * - `part`: a part of a composed value
 * - `branch`: the value only applies on some code paths (see {@link isCertain})
 * - `volume`: a named volume that is defined elsewhere
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
  /** The text of the step, such as `*alias`, `$X`, or the value of `extends:`. */
  readonly location: Location;
}

/**
 * The location of a value, and its hops to the container; the hop nearest to the text comes first.
 */
export interface Place {
  readonly location: Location;
  readonly hops: readonly Hop[];
  /**
   * Shown instead of the value, for example `${PORT}`, if an env file or the environment supplies a
   * part: it may be secret. {@link HIDDEN} for hidden files.
   */
  readonly shown?: string;
  /**
   * The expression that stands for the value where it is used, such as `$IMAGE` or `${PORT:-80}`.
   * Set if the value comes from elsewhere or is the default. Replacing the value keeps the
   * expression.
   */
  readonly expression?: string;
}

export const HIDDEN = '***';

/** True for a value that an env file or the environment supplies. */
export function isGiven({ shown }: Pick<Place, 'shown'>): boolean {
  return shown !== undefined && shown !== HIDDEN;
}

const NONE: readonly Hop[] = [];

/** A place in `path` from `start` to `end`, without hops. */
export function placeAt(path: string, start: number, end: number): Place {
  return { location: { path, span: { start, end } }, hops: NONE };
}

/** True for settings of a dev container feature: they have no text. */
export function isOfFeature({ hops }: Place): boolean {
  return hops.some(({ kind }) => kind === 'feature');
}

export function viaHop(place: Place, ...hops: readonly Hop[]): Place {
  return { ...place, hops: [...place.hops, ...hops] };
}

export function withExpression({ location, hops, shown }: Place, expression: string): Place {
  return shown === undefined ? { location, hops, expression } : { location, hops, shown, expression };
}

/** The location of the expression for the value; without one, the value's own location. */
export function useOf({ location, hops }: Place): Location {
  return hops.findLast(({ kind }) => kind === 'variable' || kind === 'default')?.location ?? location;
}

/** True if one expression produced both values. */
export function isSameUse(a: Place, b: Place): boolean {
  return a.expression !== undefined && a.expression === b.expression && isSameLocation(useOf(a), useOf(b));
}

/** False if the value only applies on some code paths; findings about it then say “may”. */
export function isCertain(place: Place): boolean {
  return !place.hops.some((hop) => hop.kind === 'branch');
}

/** True if a value is a place. Used to walk a whole model. */
export function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'location' in value && 'hops' in value;
}

/** True for the same text in the same file. */
export function isSameLocation(a: Location, b: Location): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** True for the same text, reached by the same hops and shown alike. */
export function isSamePlace(a: Place, b: Place): boolean {
  return (
    a === b ||
    (isSameLocation(a.location, b.location) &&
      hasSameHops(a.hops, b.hops) &&
      a.shown === b.shown &&
      a.expression === b.expression)
  );
}

export function hasSameHops(a: readonly Hop[], b: readonly Hop[]): boolean {
  return a.length === b.length && a.every((hop, index) => isSameHop(hop, b[index]));
}

export function isSameHop(a: Hop, b: Hop | undefined): boolean {
  return a.kind === b?.kind && isSameLocation(a.location, b.location);
}

/** True if a span is within another one, or equals it. */
export function isWithin({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

/** The number of spans that begin before an offset; the spans must be sorted. */
export function countBefore(sorted: readonly Span[], offset: number): number {
  return countWhile(sorted.length, (index) => (sorted[index]?.start ?? offset) < offset);
}
