import { countWhile } from '../util/binary-search.ts';

/** A half-open range of UTF-16 offsets into one text. Lines and columns exist only in reporters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A range of text in a named file. `path` is the name under which the file was read, with `/` between its parts. */
export interface Location {
  readonly path: string;
  readonly span: Span;
}

/**
 * How a value came from the text that wrote it to the container that has it.
 *
 * - `alias`, `merge`: a YAML `*alias`, a `<<` merge key
 * - `extends`, `include`, `override`: the Compose mechanism of that name (`override`: a later file of the project)
 * - `default`: the fallback inside `${X:-fallback}`, taken because nothing sets X
 * - `variable`: a use of a variable (`$X`) whose value stands elsewhere
 * - `argument`: a call that passes the value to a function of the same script
 * - `part`: a part of a value that is put together of several
 * - `branch`: the value holds on some code paths only (see {@link isCertain})
 * - `volume`: a named volume whose definition stands elsewhere
 * - `build`: the Dockerfile of an image that is built here
 * - `string`: a command line held in a string (`sh -c '…'`, a here-document)
 * - `given`: the line of an env file that gives a variable its value
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
  /** The text that made the step: the `*alias`, the `$X`, the `extends:` value. */
  readonly location: Location;
}

/** Where a value was written, and the steps by which it got to its container, the nearest to the text first. */
export interface Place {
  readonly location: Location;
  readonly hops: readonly Hop[];
  /**
   * What is said in the place of the value, such as `${PORT}`, where the value or part of it comes from an env file or
   * the environment: it may be a secret, so that no message and no report has it. {@link HIDDEN} where its file is not
   * shown.
   */
  readonly shown?: string;
  /**
   * The expression that stands for the value where it is used, such as `$IMAGE` or `${PORT:-80}`, where the value was
   * written elsewhere or as its default: what is written in the place of the value keeps it.
   */
  readonly expression?: string;
}

/** What is said in the place of a value that stands in a file of which nothing is shown. */
export const HIDDEN = '***';

/** True for a value that the text does not have: it comes from an env file or the environment. */
export function isGiven({ shown }: Pick<Place, 'shown'>): boolean {
  return shown !== undefined && shown !== HIDDEN;
}

const NONE: readonly Hop[] = [];

/** A place in `path` from `start` to `end` that was reached without a detour. */
export function placeAt(path: string, start: number, end: number): Place {
  return { location: { path, span: { start, end } }, hops: NONE };
}

/** True for what a feature of a dev container sets, which has no text of its own. */
export function isOfFeature({ hops }: Place): boolean {
  return hops.some(({ kind }) => kind === 'feature');
}

/** The same place, reached by more steps. */
export function viaHop(place: Place, ...hops: readonly Hop[]): Place {
  return { ...place, hops: [...place.hops, ...hops] };
}

/** The same place, where this expression stands for the value. */
export function withExpression({ location, hops, shown }: Place, expression: string): Place {
  return shown === undefined ? { location, hops, expression } : { location, hops, shown, expression };
}

/** Where the expression that stands for a value is used; the value's own location where none does. */
export function useOf({ location, hops }: Place): Location {
  return hops.findLast(({ kind }) => kind === 'variable' || kind === 'default')?.location ?? location;
}

/** True where two values come from one use of one expression, so that it stands for both. */
export function isSameUse(a: Place, b: Place): boolean {
  return a.expression !== undefined && a.expression === b.expression && isSameLocation(useOf(a), useOf(b));
}

/** False where the value holds only on some code paths, so that a finding on it says "may". */
export function isCertain(place: Place): boolean {
  return !place.hops.some((hop) => hop.kind === 'branch');
}

/** Whether a part of a model is the place of a value: what walks over a whole model asks so. */
export function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'location' in value && 'hops' in value;
}

/** True where both name the same text of the same file. */
export function isSameLocation(a: Location, b: Location): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end;
}

/** True where both are the same text, reached by the same steps, and are shown alike. */
export function isSamePlace(a: Place, b: Place): boolean {
  return (
    a === b ||
    (isSameLocation(a.location, b.location) &&
      hasSameHops(a.hops, b.hops) &&
      a.shown === b.shown &&
      a.expression === b.expression)
  );
}

/** True where both lists have the same steps. */
export function hasSameHops(a: readonly Hop[], b: readonly Hop[]): boolean {
  return a.length === b.length && a.every((hop, index) => isSameHop(hop, b[index]));
}

/** True where both are the same step at the same place. */
export function isSameHop(a: Hop, b: Hop | undefined): boolean {
  return a.kind === b?.kind && isSameLocation(a.location, b.location);
}

/** True where a span lies in another, or is the same. */
export function isWithin({ start, end }: Span, outer: Span): boolean {
  return start >= outer.start && end <= outer.end;
}

/** How many of these spans, which are in order, begin before an offset. */
export function countBefore(sorted: readonly Span[], offset: number): number {
  return countWhile(sorted.length, (index) => (sorted[index]?.start ?? offset) < offset);
}
