import type { Json } from '../../engine-json/engine-writer.ts';
import type { Doubt } from '../../rules/shared/demand.ts';
import type { RequestNode, UnknownNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import {
  count,
  faulty,
  isSchema,
  type Keyword,
  type KeywordCheck,
  type KeywordPlace,
  type Keywords,
  KINDS_OF_FIELDS,
  type SchemaRun,
} from './keyword.ts';
import { compilePattern, PatternFault } from './pattern.ts';
import { failAt, hiddenIn, openBy, PASS, type Result, type Truth } from './result.ts';

function resultOf(truth: Truth, node: RequestNode): Result {
  if (truth === true) return PASS;
  return truth === false ? failAt(node) : openBy(...('doubt' in node ? [node.doubt] : []));
}

/** A check that only applies to one type of value; other values pass. */
function ofScalar(
  type: 'string' | 'number',
  ask: (value: string | number | boolean | null, run: SchemaRun) => boolean,
  askUnknown: (node: UnknownNode, run: SchemaRun) => Truth = () => 'unknown',
): KeywordCheck {
  return (node, run) => {
    if (node.kind === 'scalar') return resultOf(typeof node.value !== type || ask(node.value, run), node);
    if (node.kind !== 'unknown' || (node.type !== undefined && node.type !== type)) return PASS;
    return resultOf(
      ofCandidates(node, (each) => typeof each !== type || ask(each, run)) ??
        (node.type === undefined ? 'unknown' : askUnknown(node, run)),
      node,
    );
  };
}

/** The result for all candidates: unknown if they differ, `undefined` if there are none. */
function ofCandidates(
  { candidates }: UnknownNode,
  ask: (value: string | number | boolean) => boolean,
): Truth | undefined {
  const [first, ...others] = candidates.map(ask);
  return others.every((each) => each === first) ? first : 'unknown';
}

function number(isSo: (value: number, limit: number) => boolean): Keyword {
  return (limit, place) =>
    typeof limit === 'number'
      ? ofScalar('number', (value) => isSo(Number(value), limit))
      : faulty(place, 'must be a number');
}

function length(isLeast: boolean): Keyword {
  return (value, place) => {
    const limit = count(value, place);
    if (limit === undefined) return () => PASS;
    const holds = (text: unknown): boolean => {
      const own = Array.from(String(text)).length;
      return isLeast ? own >= limit : own <= limit;
    };
    // The unknown parts can only make the text longer.
    return ofScalar('string', holds, ({ parts }) => (holds(parts.join('')) === isLeast ? isLeast : 'unknown'));
  };
}

/** The JSON Schema type of each kind of field. */
const TYPE_OF_SPEC: Readonly<Record<Spec['kind'], string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  list: 'array',
  map: 'object',
  record: 'object',
};

const TYPE_NAMES: readonly unknown[] = [...new Set(Object.values(TYPE_OF_SPEC)), 'integer', 'null'];

function readType(value: unknown, place: KeywordPlace): KeywordCheck {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.length === 0 || !names.every((name) => TYPE_NAMES.includes(name)))
    return faulty(place, `must be one of ${TYPE_NAMES.join(', ')}, or a list of these`);
  const takes = (type: string, isWhole: boolean): boolean =>
    names.includes(type) || (type === 'number' && isWhole && names.includes('integer'));
  if (place.spec !== undefined && !takes(TYPE_OF_SPEC[place.spec.kind], true))
    return faulty(place, neverMatches(place.spec));
  return (node) => {
    if (node.kind === 'list') return resultOf(takes('array', false), node);
    if (node.kind === 'object') return resultOf(takes('object', false), node);
    if (node.kind === 'scalar') return resultOf(takes(typeOf(node.value), Number.isInteger(node.value)), node);
    if (node.type === undefined) return resultOf('unknown', node);
    // An unknown number may have fractions, although nearly all numbers in the model are integers.
    return resultOf(takes(node.type, false) || (takes(node.type, true) ? 'unknown' : false), node);
  };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function neverMatches({ kind }: Spec): string {
  return `can never match: this is ${KINDS_OF_FIELDS[kind]}`;
}

/** True if this text is possible for a text with unknown parts. */
function couldBe(parts: readonly (string | undefined)[], text: string): boolean {
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part === undefined) continue;
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const found = isLast ? text.length - part.length : isFirst ? 0 : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return parts.at(-1) === undefined || at === text.length;
}

function oneOf(values: readonly Json[], place: KeywordPlace): KeywordCheck {
  const { spec, path, reader } = place;
  if (spec !== undefined && !values.some((value) => typeOf(value) === TYPE_OF_SPEC[spec.kind]))
    faulty(place, neverMatches(spec));
  const valid = spec !== undefined && 'values' in spec ? spec.values : undefined;
  for (const [index, value] of values.entries())
    if (valid !== undefined && typeof value === 'string' && !valid.includes(value))
      reader.fault(
        path.at(-1) === 'enum' ? [...path, index] : path,
        `Invalid value \`${value}\`. Valid values: ${valid.join(', ')}.`,
      );
  const known = new Set(values.map(sameText));
  return (node, run) => {
    run.spend(values.length);
    if (node.kind === 'unknown') {
      const { type, parts } = node;
      const isPossible = values.some((value) =>
        typeof value === 'string' && type === 'string'
          ? couldBe(parts, value)
          : type === undefined || typeof value === type,
      );
      return resultOf(ofCandidates(node, (each) => values.includes(each)) ?? (isPossible ? 'unknown' : false), node);
    }
    const json = jsonOf(node);
    if ('value' in json) return resultOf(known.has(sameText(json.value)), node);
    const isPossible = values.some((value) => typeof value === 'object');
    return isPossible ? openBy(json.doubt) : failAt(node);
  };
}

/** The value as JSON, or the reason if it is unknown. */
export function jsonOf(node: RequestNode): { readonly value: Json } | { readonly doubt: Doubt } {
  if (node.kind === 'unknown') return { doubt: node.doubt };
  if (node.kind === 'scalar') return { value: node.value };
  const [doubt] = hiddenIn(node);
  if (doubt !== undefined) return { doubt };
  const entries: (readonly [string, Json])[] = [];
  for (const [key, entry] of node.kind === 'list' ? node.items.entries() : node.entries) {
    const json = entry.mayBeAbsent === undefined ? jsonOf(entry) : { doubt: entry.mayBeAbsent };
    if ('doubt' in json) return json;
    entries.push([String(key), json.value]);
  }
  return { value: node.kind === 'list' ? entries.map(([, value]) => value) : Object.fromEntries(entries) };
}

/** Equal for values that JSON Schema considers equal. */
export function sameText(json: Json): string {
  return JSON.stringify(json, (_, value: unknown) =>
    isSchema(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

export const VALUE_KEYWORDS: Keywords = {
  type: readType,
  enum: (value, place) =>
    Array.isArray(value) && value.length > 0
      ? oneOf(value as Json[], place)
      : faulty(place, 'must be a list of values'),
  const: (value, place) => oneOf([value as Json], place),
};

export const NUMBER_KEYWORDS: Keywords = {
  minimum: number((value, limit) => value >= limit),
  maximum: number((value, limit) => value <= limit),
  exclusiveMinimum: number((value, limit) => value > limit),
  exclusiveMaximum: number((value, limit) => value < limit),
  multipleOf: (value, place) =>
    typeof value === 'number' && value > 0
      ? ofScalar('number', (each) => Number.isInteger(Number(each) / value))
      : faulty(place, 'must be greater than 0'),
};

export const TEXT_KEYWORDS: Keywords = {
  minLength: length(true),
  maxLength: length(false),
  pattern: (value, place) => {
    const matches = readPattern(value, place);
    return matches === undefined
      ? () => PASS
      : ofScalar(
          'string',
          (text, run) => matches([String(text)], run) === true,
          ({ parts }, run) => matches(parts, run),
        );
  },
};

/**
 * Tests if a regular expression matches a text, whose unknown parts are `undefined`. Counts as
 * work.
 */
export type TextMatcher = (parts: readonly (string | undefined)[], run: SchemaRun) => Truth;

export function readPattern(
  value: unknown,
  { reader, path }: Pick<KeywordPlace, 'reader' | 'path'>,
): TextMatcher | undefined {
  if (typeof value !== 'string') {
    reader.fault(path, 'A pattern must be a string.');
    return undefined;
  }
  try {
    const { size, test } = compilePattern(value);
    return (parts, run) => {
      const characters = parts.reduce((sum, part) => sum + (part?.length ?? size), 0);
      run.spend(Math.ceil((characters * size) / 20) + 1);
      return test(parts);
    };
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    reader.fault(path, error.message);
    return undefined;
  }
}
