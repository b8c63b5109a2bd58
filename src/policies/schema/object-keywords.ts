import { nearestWord } from '../../util/nearest-word.ts';
import type { ObjectNode, RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import {
  faulty,
  isSchema,
  type Keyword,
  type KeywordCheck,
  type KeywordPlace,
  type Keywords,
  limits,
  otherwise,
  type SchemaRun,
} from './keyword.ts';
import { every, hiddenIn, missingIn, openBy, PASS, type Result, unlessAbsent } from './result.ts';
import { readPattern, type TextMatcher } from './scalar-keywords.ts';

/** A check that only applies to objects; other values pass. */
function ofObject(ask: (object: ObjectNode, run: SchemaRun) => Result): KeywordCheck {
  return (node, run) => (node.kind === 'object' ? ask(node, run) : otherwise(node));
}

/** A path inside the keyword's value. */
type Inner = readonly (string | number)[];

/** The field with this key; if requests have none, reports a fault. */
function fieldOf(key: string, { spec, path, reader }: KeywordPlace, inner: Inner): Spec | undefined {
  if (spec?.kind === 'map') return spec.of;
  if (spec?.kind !== 'record') return undefined;
  if (Object.hasOwn(spec.fields, key)) return spec.fields[key];
  const names = Object.keys(spec.fields);
  const nearest = nearestWord(key, names);
  const valid = names.length > 12 ? '' : ` Valid fields: ${names.join(', ')}.`;
  const remedy = nearest === undefined ? valid : ` Did you mean \`${nearest}\`?`;
  reader.fault([...path, ...inner], `Unknown request field \`${key}\`.${remedy}`);
  return undefined;
}

/** Checks that a key is present; otherwise marks it as missing. */
function presence(object: ObjectNode, key: string): Result {
  const entry = object.entries.get(key);
  if (entry !== undefined) return entry.mayBeAbsent === undefined ? PASS : openBy(entry.mayBeAbsent);
  const doubts = hiddenIn(object);
  return doubts.length === 0 ? missingIn(object) : openBy(...doubts);
}

function requiring(value: unknown, place: KeywordPlace, inner: Inner): KeywordCheck {
  const names: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  if (!names.every((name) => typeof name === 'string')) return faulty(place, 'must be a list of names');
  for (const [index, name] of names.entries()) fieldOf(name, place, [...inner, index]);
  return ofObject((object) => every(names.map((name) => presence(object, name))));
}

/** A keyword with one requirement per key; it applies if the key is present. */
function dependent(read: (value: unknown, place: KeywordPlace, inner: Inner) => KeywordCheck): Keyword {
  return (value, place) => {
    const all = namedSchemas(place, value).map(([key, demand]) => {
      fieldOf(key, place, [key]);
      return [key, read(demand, place, [key])] as const;
    });
    return ofObject((object, run) =>
      every(
        all.map(([key, check]) => {
          const { truth, doubts } = presence(object, key);
          if (truth === false) return PASS;
          const result = check(object, run);
          return truth === true || result.truth === true ? result : openBy(...doubts, ...result.doubts);
        }),
      ),
    );
  };
}

function ofEntries(isFor: (key: string, run: SchemaRun) => boolean, check: KeywordCheck): KeywordCheck {
  return ofObject((object, run) => {
    const results: Result[] = [];
    for (const [key, entry] of object.entries)
      if (isFor(key, run)) results.push(unlessAbsent(check(entry, run), entry));
    return every(results, hiddenIn(object));
  });
}

function namedSchemas(place: KeywordPlace, value: unknown): readonly (readonly [string, unknown])[] {
  if (isSchema(value)) return Object.entries(value);
  faulty(place, 'must be a mapping');
  return [];
}

/** The valid patterns of a schema; `patternProperties` reports the faults in others. */
function patternsOf(value: unknown): readonly TextMatcher[] {
  const ignored = { fault: () => undefined, schema: () => () => PASS };
  return isSchema(value)
    ? Object.keys(value).flatMap((pattern) => readPattern(pattern, { reader: ignored, path: [] }) ?? [])
    : [];
}

export const OBJECT_KEYWORDS: Keywords = {
  properties: (value, place) => {
    const checks = namedSchemas(place, value).map(([key, schema]) => {
      return { key, schema, check: place.reader.schema(schema, [...place.path, key], fieldOf(key, place, [key])) };
    });
    return ofObject((object, run) => {
      const results: Result[] = [];
      const doubts = hiddenIn(object);
      for (const { key, check, schema } of checks) {
        const entry = object.entries.get(key);
        if (entry !== undefined) results.push(unlessAbsent(check(entry, run), entry));
        else if (doubts.length > 0 && schema !== true) results.push(openBy(...doubts));
      }
      return every(results);
    });
  },
  patternProperties: (value, place) => {
    const checks = namedSchemas(place, value).map(([pattern, schema]) => {
      const path = [...place.path, pattern];
      const matcher = readPattern(pattern, { reader: place.reader, path });
      const { spec } = place;
      return ofEntries(
        (key, run) => matcher?.([key], run) === true,
        place.reader.schema(schema, path, spec?.kind === 'map' ? spec.of : undefined),
      );
    });
    return (node, run) => every(checks.map((check) => check(node, run)));
  },
  additionalProperties: (value, { reader, schema, path, spec }) => {
    const { properties, patternProperties } = schema;
    const named = new Set(isSchema(properties) ? Object.keys(properties) : []);
    const patterns = patternsOf(patternProperties);
    if (value === true) return () => PASS;
    return ofEntries(
      (key, run) => !named.has(key) && !patterns.some((matches) => matches([key], run) === true),
      reader.schema(value, path, spec?.kind === 'map' ? spec.of : undefined),
    );
  },
  propertyNames: (value, { reader, path }) => {
    const check = reader.schema(value, path, { kind: 'string' });
    return ofObject((object, run) => {
      const results = [...object.entries].map(([key, entry]) => {
        const name: RequestNode = { kind: 'scalar', value: key, place: entry.place, mayBeAbsent: entry.mayBeAbsent };
        return unlessAbsent(check(name, run), name);
      });
      return every(results, hiddenIn(object));
    });
  },
  required: (value, place) => requiring(value, place, []),
  dependentRequired: dependent(requiring),
  dependentSchemas: dependent((value, { reader, path, spec }, inner) =>
    reader.schema(value, [...path, ...inner], spec),
  ),
  minProperties: limits(ofObject, true),
  maxProperties: limits(ofObject, false),
};
