import type { ListNode, ObjectNode, RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import { failAt, hiddenIn, isSurelyThere, missingIn, openBy, PASS, type Result } from './result.ts';

/** A compiled schema. */
export type KeywordCheck = (node: RequestNode, run: SchemaRun) => Result;

/** A path of keys and indices. */
export type SchemaPath = readonly (string | number)[];

export interface SchemaReader {
  /** Compiles a schema at a path from the root; `spec` describes its possible values, if known. */
  schema(value: unknown, path: SchemaPath, spec: Spec | undefined): KeywordCheck;
  fault(path: SchemaPath, message: string): void;
}

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The context of a keyword. */
export interface KeywordPlace {
  readonly reader: SchemaReader;
  readonly schema: Schema;
  readonly path: SchemaPath;
  readonly spec: Spec | undefined;
}

/** A keyword of JSON Schema: compiles its value, reporting faults. */
export type Keyword = (value: unknown, place: KeywordPlace) => KeywordCheck;

/** Keywords by name. */
export type Keywords = Readonly<Record<string, Keyword>>;

/** The words for a field in messages. */
export const KINDS_OF_FIELDS: Readonly<Record<Spec['kind'], string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  map: 'an object',
  record: 'an object',
};

/** Reports a fault of a keyword's value, which then accepts everything. */
export function faulty({ reader, path }: KeywordPlace, what: string): KeywordCheck {
  reader.fault(path, `\`${String(path.at(-1))}\` ${what}.`);
  return () => PASS;
}

/** A non-negative count, or a fault. */
export function count(value: unknown, place: KeywordPlace): number | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  faulty(place, 'must be a non-negative integer');
  return undefined;
}

/** A keyword that is compiled with another one, without which it is a fault. */
export function beside(other: string): Keyword {
  return (_, place) => (other in place.schema ? () => PASS : faulty(place, `has no effect without \`${other}\``));
}

/** The result of a check of lists or objects for another value. */
export function otherwise(node: RequestNode): Result {
  return node.kind === 'unknown' && node.type === undefined ? openBy(node.doubt) : PASS;
}

/** A keyword for the least or the greatest number of parts. */
export function limits(of: (ask: (node: ListNode | ObjectNode) => Result) => KeywordCheck, isLeast: boolean): Keyword {
  return (value, place) => {
    const limit = count(value, place) ?? 0;
    return of((node) => compareSize(node, limit, isLeast));
  };
}

/** Counts the certain and the possible parts. */
function compareSize(node: ListNode | ObjectNode, limit: number, isLeast: boolean): Result {
  const parts = node.kind === 'list' ? node.items : [...node.entries.values()];
  const unnamed = node.kind === 'list' ? 0 : node.unnamed.length;
  const certain = parts.filter(isSurelyThere);
  // An unknown key may be one of the known ones.
  const least = Math.max(certain.length, Math.min(unnamed, 1));
  const most = node.open === undefined ? parts.length + unnamed : Number.POSITIVE_INFINITY;
  if (isLeast ? least >= limit : most <= limit) return PASS;
  if (isLeast ? most >= limit : least <= limit)
    return openBy(...parts.flatMap(({ mayBeAbsent }) => mayBeAbsent ?? []), ...hiddenIn(node));
  if (isLeast && node.kind === 'object') return missingIn(node);
  return isLeast || certain.length <= limit ? failAt(node) : failAt(...certain.slice(limit));
}

/** A schema needs too much work for one container. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** Far above the work of real schemas and requests. */
const MAX_WORK = 2_000_000;
const MAX_DEPTH = 100;

/**
 * The work limit of schemas on one request. Counted, not timed, so that results are reproducible.
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
