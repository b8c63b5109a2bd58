import type { Json } from '../../engine-json/engine-writer.ts';
import type { RequestNode, ScalarNode, UnknownNode } from '../request/node.ts';
import { isSame, jsonOf } from './json.ts';
import type { Keyword, KeywordCheck, KeywordPlace } from './keyword.ts';
import { compilePattern, PatternFault } from './pattern.ts';
import { failAt, openBy, PASS, type Result } from './result.ts';
import type { SchemaRun } from './run.ts';
import type { Truth } from './truth.ts';

type Scalar = string | number | boolean | null;

function resultOf(truth: Truth, node: RequestNode): Result {
  if (truth === true) return PASS;
  return truth === false ? failAt(node) : openBy(...('doubt' in node ? [node.doubt] : []));
}

/** A check of one type of value; other values pass. */
function ofScalar(
  type: 'string' | 'number',
  ask: (value: Scalar, run: SchemaRun) => boolean,
  askUnknown?: (node: UnknownNode, run: SchemaRun) => Truth,
): KeywordCheck {
  return (node, run) => {
    if (node.kind === 'scalar') return resultOf(typeof node.value !== type || ask(node.value, run), node);
    if (node.kind !== 'unknown' || (node.type !== undefined && node.type !== type)) return PASS;
    const { candidates } = node;
    if (candidates.length > 0)
      return resultOf(together(candidates.map((each) => typeof each !== type || ask(each, run))), node);
    return resultOf(askUnknown?.(node, run) ?? 'unknown', node);
  };
}

function together(truths: readonly Truth[]): Truth {
  const [first = 'unknown'] = truths;
  return truths.every((each) => each === first) ? first : 'unknown';
}

function number(isSo: (value: number, limit: number) => boolean): Keyword {
  return {
    about: 'numbers',
    read: (limit, place) => {
      if (typeof limit !== 'number') return faulty(place, 'must be a number');
      return ofScalar('number', (value) => isSo(Number(value), limit));
    },
  };
}

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

function length(
  isSo: (length: number, limit: number) => boolean,
  isSettled: (least: number, limit: number) => Truth,
): Keyword {
  return {
    about: 'text',
    read: (value, place) => {
      const limit = count(value, place);
      if (limit === undefined) return () => PASS;
      const lengthOf = (text: unknown): number => Array.from(String(text)).length;
      return ofScalar(
        'string',
        (text) => isSo(lengthOf(text), limit),
        ({ type, parts }) =>
          type === 'string' ? isSettled(lengthOf(parts.map((part) => part ?? '').join('')), limit) : 'unknown',
      );
    },
  };
}

const TYPE_NAMES = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'] as const;
type TypeName = (typeof TYPE_NAMES)[number];

/** The JSON Schema types of a request's field. */
const TYPES_OF_SPEC: Readonly<Record<string, readonly TypeName[]>> = {
  string: ['string'],
  number: ['number', 'integer'],
  boolean: ['boolean'],
  list: ['array'],
  map: ['object'],
  record: ['object'],
};

function isTypeName(value: unknown): value is TypeName {
  return TYPE_NAMES.some((name) => name === value);
}

function readType(value: unknown, place: KeywordPlace): KeywordCheck {
  const names = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const types = names.filter(isTypeName);
  if (types.length === 0 || types.length < names.length)
    return faulty(place, `must be one of ${TYPE_NAMES.join(', ')}, or a list of these`);
  const own = place.spec === undefined ? undefined : TYPES_OF_SPEC[place.spec.kind];
  if (own !== undefined && !own.some((type) => types.includes(type)))
    return faulty(
      place,
      `can never match: this is ${own[0] === 'array' ? 'an array' : own[0] === 'object' ? 'an object' : `a ${String(own[0])}`}`,
    );
  const takes = (type: TypeName, isWhole: boolean): boolean =>
    types.includes(type) || (type === 'number' && isWhole && types.includes('integer'));
  return (node) => {
    switch (node.kind) {
      case 'list':
        return resultOf(takes('array', false), node);
      case 'object':
        return resultOf(takes('object', false), node);
      case 'scalar':
        return resultOf(takes(typeOf(node), Number.isInteger(node.value)), node);
      case 'unknown':
        if (node.type === undefined) return resultOf('unknown', node);
        // Nearly all numbers of the model are integers.
        return resultOf(
          takes(node.type, false) || (node.type === 'number' && types.includes('integer') ? 'unknown' : false),
          node,
        );
    }
  };
}

function typeOf({ value }: ScalarNode): TypeName {
  if (value === null) return 'null';
  return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';
}

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

function oneOf(values: readonly Json[], { spec, path, reader }: KeywordPlace): KeywordCheck {
  const types = spec === undefined ? undefined : TYPES_OF_SPEC[spec.kind];
  const type = types?.[0];
  const known = spec !== undefined && 'values' in spec ? spec.values : undefined;
  const fits = (value: Json): boolean => {
    const own = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    return type === undefined || own === type;
  };
  if (values.length > 0 && !values.some(fits))
    reader.fault(
      path,
      `\`${String(path.at(-1))}\` can never match: this is ${type === 'array' || type === 'object' ? 'an' : 'a'} ${String(type)}.`,
    );
  for (const [index, value] of values.entries())
    if (known !== undefined && typeof value === 'string' && !known.includes(value))
      reader.fault(
        path.at(-1) === 'enum' ? [...path, index] : path,
        `Invalid value \`${value}\`. Valid values: ${known.join(', ')}.`,
      );
  return (node, run) => {
    run.spend(values.length);
    if (node.kind === 'unknown') {
      const { candidates, type: own, parts } = node;
      if (candidates.length > 0) return resultOf(together(candidates.map((each) => values.includes(each))), node);
      const isPossible = values.some((value) =>
        typeof value === 'string' && own === 'string'
          ? couldBe(parts, value)
          : own === undefined || typeof value === own,
      );
      return resultOf(isPossible ? 'unknown' : false, node);
    }
    const json = jsonOf(node);
    if ('doubt' in json) {
      const isPossible = values.some((value) => typeof value === 'object');
      return isPossible ? openBy(json.doubt) : failAt(node);
    }
    return resultOf(
      values.some((value) => isSame(value, json.value)),
      node,
    );
  };
}

export const SCALAR_KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: { about: 'all', read: readType },
  enum: {
    about: 'all',
    read: (value, place) =>
      Array.isArray(value) && value.length > 0
        ? oneOf(value as Json[], place)
        : faulty(place, 'must be a list of values'),
  },
  const: { about: 'all', read: (value, place) => oneOf([value as Json], place) },
  minimum: number((value, limit) => value >= limit),
  maximum: number((value, limit) => value <= limit),
  exclusiveMinimum: number((value, limit) => value > limit),
  exclusiveMaximum: number((value, limit) => value < limit),
  multipleOf: {
    about: 'numbers',
    read: (value, place) => {
      if (typeof value !== 'number' || value <= 0) return faulty(place, 'must be greater than 0');
      return ofScalar('number', (each) => Number.isInteger(Number(each) / value));
    },
  },
  minLength: length(
    (own, limit) => own >= limit,
    (least, limit) => (least >= limit ? true : 'unknown'),
  ),
  maxLength: length(
    (own, limit) => own <= limit,
    (least, limit) => (least > limit ? false : 'unknown'),
  ),
  pattern: {
    about: 'text',
    read: (value, place) => {
      const matcher = readPattern(value, place);
      if (matcher === undefined) return () => PASS;
      return ofScalar(
        'string',
        (text, run) => matcher(String(text), run),
        ({ type, parts }, run) => (type === 'string' ? matcher.ofParts(parts, run) : 'unknown'),
      );
    },
  },
};

/** A regular expression that counts as work. */
export type TextMatcher = ((text: string, run: SchemaRun) => boolean) & {
  readonly ofParts: (parts: readonly (string | undefined)[], run: SchemaRun) => Truth;
};

/** Compiles a pattern; a fault if it is invalid. */
export function readPattern(
  value: unknown,
  { reader, path }: Pick<KeywordPlace, 'reader' | 'path'>,
): TextMatcher | undefined {
  if (typeof value !== 'string') {
    reader.fault(path, 'A pattern must be a string.');
    return undefined;
  }
  try {
    const matcher = compilePattern(value);
    const { size } = matcher;
    const ofParts: TextMatcher['ofParts'] = (parts, run) => {
      const characters = parts.reduce((sum, part) => sum + (part?.length ?? size), 0);
      run.spend(Math.ceil((characters * size) / 20) + 1);
      return matcher.test(parts);
    };
    return Object.assign((text: string, run: SchemaRun) => ofParts([text], run) === true, { ofParts });
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    reader.fault(path, error.message);
    return undefined;
  }
}
