import { schemaText } from './schema-text.generated.js';
import type { Plain } from './to-plain.ts';

/** What the Compose schema, and each part of it, is written with. */
interface Schema {
  readonly $ref?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

type TypeName = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

let whole: Schema | undefined;
const expressions = new Map<string, RegExp>();

/**
 * True only for what satisfies the Compose schema; false for what may not. Most files do, and for them this is a small part of the code of the
 * generated validator, which then need not be loaded.
 */
export function surelyFits(value: Plain): boolean {
  // The build writes it from the schema.
  whole ??= JSON.parse(schemaText) as Schema;
  return fits(value, whole);
}

function fits(value: Plain, schema: Schema): boolean {
  const { $ref: reference, type } = schema;
  if (reference !== undefined) {
    const definition = whole?.definitions?.[reference.slice('#/definitions/'.length)];
    if (definition === undefined || !fits(value, definition)) return false;
  }
  if (
    type !== undefined &&
    !(typeof type === 'string' ? isOfType(value, type) : type.some((one) => isOfType(value, one)))
  )
    return false;
  if (schema.enum?.includes(value) === false) return false;
  if (typeof value === 'string') return schema.pattern === undefined || expression(schema.pattern).test(value);
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (typeof value !== 'object' || value === null) return true;
  return isList(value) ? itemsFit(value, schema) : entriesFit(value, schema);
}

function itemsFit(list: readonly Plain[], { items, uniqueItems }: Schema): boolean {
  if (
    uniqueItems === true &&
    list.length > 1 &&
    !(list.every((item) => typeof item === 'string') && new Set(list).size === list.length)
  )
    return false;
  if (items === undefined) return true;
  for (const item of list) if (!fits(item, items)) return false;
  return true;
}

function entriesFit(
  mapping: { readonly [key: string]: Plain },
  { properties, patternProperties, additionalProperties, required }: Schema,
): boolean {
  if (required?.every((key) => mapping[key] !== undefined) === false) return false;
  for (const key in mapping) {
    const value = mapping[key];
    if (value === undefined) return false;
    const property = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
    let isKnown = property !== undefined;
    if (property !== undefined && !fits(value, property)) return false;
    for (const pattern in patternProperties) {
      if (!expression(pattern).test(key)) continue;
      const matching = patternProperties[pattern];
      if (matching === undefined || !fits(value, matching)) return false;
      isKnown = true;
    }
    if (isKnown || additionalProperties === undefined || additionalProperties === true) continue;
    if (additionalProperties === false || !fits(value, additionalProperties)) return false;
  }
  return true;
}

function isOfType(value: Plain, type: TypeName): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isList(value);
    case 'object':
      return typeof value === 'object' && value !== null && !isList(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
    case 'string':
      return typeof value === type;
  }
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function expression(pattern: string): RegExp {
  let known = expressions.get(pattern);
  if (known === undefined) {
    known = new RegExp(pattern, 'u');
    expressions.set(pattern, known);
  }
  return known;
}
