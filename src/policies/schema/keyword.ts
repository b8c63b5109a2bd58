import type { Node } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import type { Result } from './result.ts';
import type { Run } from './run.ts';

/** A compiled schema: what it says of a value. */
export type Check = (node: Node, run: Run) => Result;

/** A way of keys and indices. */
export type SchemaPath = readonly (string | number)[];

export interface SchemaReader {
  /** Reads a schema at a way from the root; `spec` is what its values can be, where that is known. */
  schema(value: unknown, path: SchemaPath, spec: Spec | undefined): Check;
  fault(path: SchemaPath, message: string): void;
}

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a keyword stands. */
export interface KeywordPlace {
  readonly reader: SchemaReader;
  readonly schema: Schema;
  readonly path: SchemaPath;
  readonly spec: Spec | undefined;
}

/** A keyword of JSON Schema. */
export interface Keyword {
  /** The values of which it says something. */
  readonly about: 'all' | 'text' | 'numbers' | 'lists' | 'objects';
  /** Reads its value; what is wrong with that is a fault. */
  readonly read: (value: unknown, place: KeywordPlace) => Check;
}

export const TYPES_OF: Readonly<Record<Keyword['about'], readonly Spec['kind'][] | undefined>> = {
  all: undefined,
  text: ['string'],
  numbers: ['number'],
  lists: ['list'],
  objects: ['map', 'record'],
};
