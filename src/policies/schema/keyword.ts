import type { ListNode, ObjectNode, RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import { failAt, hiddenIn, isSurelyThere, missingIn, openBy, PASS, type Result } from './result.ts';

export type KeywordCheck = (node: RequestNode, run: SchemaRun) => Result;

export type SchemaPath = readonly (string | number)[];

export interface SchemaReader {
  /**
   * Compiles the schema at a path from the root. `spec` describes the values that it applies to, if
   * known.
   */
  schema(value: unknown, path: SchemaPath, spec: Spec | undefined): KeywordCheck;
  fault(path: SchemaPath, message: string): void;
}

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface KeywordPlace {
  readonly reader: SchemaReader;
  readonly schema: Schema;
  readonly path: SchemaPath;
  readonly spec: Spec | undefined;
}

/** A keyword of JSON Schema: compiles the keyword's value, and reports faults. */
export type Keyword = (value: unknown, place: KeywordPlace) => KeywordCheck;

export type Keywords = Readonly<Record<string, Keyword>>;

export const KINDS_OF_FIELDS: Readonly<Record<Spec['kind'], string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  map: 'an object',
  record: 'an object',
};

/** Reports a fault. The returned check accepts everything. */
export function faulty({ reader, path }: KeywordPlace, what: string): KeywordCheck {
  reader.fault(path, `\`${String(path.at(-1))}\` ${what}.`);
  return () => PASS;
}

/** Reads a non-negative count, or reports a fault. */
export function count(value: unknown, place: KeywordPlace): number | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  faulty(place, 'must be a non-negative integer');
  return undefined;
}

/** For a keyword that another one compiles; alone, it is a fault. */
export function beside(other: string): Keyword {
  return (_, place) => (other in place.schema ? () => PASS : faulty(place, `has no effect without \`${other}\``));
}

/** The result of a check for lists or objects on a value of another type. */
export function otherwise(node: RequestNode): Result {
  return node.kind === 'unknown' && node.type === undefined ? openBy(node.doubt) : PASS;
}

/** A keyword that limits the number of parts. */
export function limits(of: (ask: (node: ListNode | ObjectNode) => Result) => KeywordCheck, isLeast: boolean): Keyword {
  return (value, place) => {
    const limit = count(value, place) ?? 0;
    return of((node) => compareSize(node, limit, isLeast));
  };
}

/** Compares the number of certain parts, and that of possible parts, with a limit. */
function compareSize(node: ListNode | ObjectNode, limit: number, isLeast: boolean): Result {
  const parts = node.kind === 'list' ? node.items : [...node.entries.values()];
  const unnamed = node.kind === 'list' ? 0 : node.unnamed.length;
  const certain = parts.filter(isSurelyThere);
  // Two unknown keys may be equal, and an unknown key may equal a known one: count all as one at
  // most.
  const least = Math.max(certain.length, Math.min(unnamed, 1));
  const most = node.open === undefined ? parts.length + unnamed : Number.POSITIVE_INFINITY;
  if (isLeast ? least >= limit : most <= limit) return PASS;
  if (isLeast ? most >= limit : least <= limit)
    return openBy(...parts.flatMap(({ mayBeAbsent }) => mayBeAbsent ?? []), ...hiddenIn(node));
  if (isLeast && node.kind === 'object') return missingIn(node);
  return isLeast || certain.length <= limit ? failAt(node) : failAt(...certain.slice(limit));
}

/** Thrown if a schema needs too much work for one container. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** Far more than real schemas and requests need. */
const MAX_WORK = 2_000_000;
const MAX_DEPTH = 100;

/**
 * Limits the work of schemas on one request. Counts steps instead of measuring time, so that
 * results are reproducible.
 */
export class SchemaRun {
  #left = MAX_WORK;
  #depth = 0;

  spend(work: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new TooMuchWork('This exceeds the work limit.');
  }

  nested<T>(inner: () => T): T {
    this.spend(1);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new TooMuchWork('This is nested too deeply.');
    const result = inner();
    this.#depth -= 1;
    return result;
  }
}
