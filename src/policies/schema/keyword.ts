import type { RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import type { Result } from './result.ts';
import type { SchemaRun } from './run.ts';

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

/** A keyword of JSON Schema. */
export interface Keyword {
  /** The values that it applies to. */
  readonly about: 'all' | 'text' | 'numbers' | 'lists' | 'objects';
  /** Compiles its value, reporting faults. */
  readonly read: (value: unknown, place: KeywordPlace) => KeywordCheck;
}

export const TYPES_OF: Readonly<Record<Keyword['about'], readonly Spec['kind'][] | undefined>> = {
  all: undefined,
  text: ['string'],
  numbers: ['number'],
  lists: ['list'],
  objects: ['map', 'record'],
};
