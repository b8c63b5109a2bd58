import type { Doubt } from '../../rules/shared/demand.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import type { ObjectNode, RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import type { Keyword, KeywordPlace } from './keyword.ts';
import { isSchema, type KeywordCheck } from './keyword.ts';
import { every, failAt, missingIn, openBy, PASS, type Result, unlessAbsent } from './result.ts';
import type { SchemaRun } from './run.ts';
import { count, faulty, readPattern, type TextMatcher } from './scalar-keywords.ts';

/** A check of objects; other values pass. */
function ofObject(ask: (object: ObjectNode, run: SchemaRun) => Result): KeywordCheck {
  return (node, run) => {
    if (node.kind === 'object') return ask(node, run);
    return node.kind === 'unknown' && node.type === undefined ? openBy(node.doubt) : PASS;
  };
}

function hidden({ open, unnamed }: ObjectNode): readonly Doubt[] {
  return open === undefined ? unnamed : [...unnamed, open];
}

/** The field of a key; a fault if requests have none. */
function fieldOf(
  key: string,
  { spec, path, reader }: KeywordPlace,
  inner: readonly (string | number)[],
): Spec | undefined {
  if (spec?.kind === 'map') return spec.of;
  if (spec?.kind !== 'record') return undefined;
  if (Object.hasOwn(spec.fields, key)) return spec.fields[key];
  const names = Object.keys(spec.fields);
  const nearest = nearestWord(key, names);
  const remedy =
    nearest !== undefined
      ? ` Did you mean \`${nearest}\`?`
      : names.length > 12
        ? ''
        : ` Valid fields: ${names.join(', ')}.`;
  reader.fault([...path, ...inner], `Unknown request field \`${key}\`.${remedy}`);
  return undefined;
}

/** Whether a key is present; failing results mark it as missing. */
function presence(object: ObjectNode, key: string): Result {
  const entry = object.entries.get(key);
  if (entry !== undefined) return entry.mayBeAbsent === undefined ? PASS : openBy(entry.mayBeAbsent);
  const doubts = hidden(object);
  return doubts.length === 0 ? missingIn(object) : openBy(...doubts);
}

function implied(condition: Result, then: () => Result): Result {
  if (condition.truth === false) return PASS;
  const result = then();
  return condition.truth === true || result.truth === true ? result : openBy(...condition.doubts, ...result.doubts);
}

function readNames(value: unknown, place: KeywordPlace, inner: readonly string[] = []): readonly string[] | undefined {
  const names: readonly unknown[] = Array.isArray(value) ? value : [undefined];
  if (!names.every((name) => typeof name === 'string')) {
    faulty(place, 'must be a list of names');
    return undefined;
  }
  for (const [index, name] of names.entries()) fieldOf(name, place, [...inner, index]);
  return names;
}

function limits(limit: number, isLeast: boolean): KeywordCheck {
  return ofObject((object) => {
    const all = [...object.entries.values()];
    const certain = all.filter(({ mayBeAbsent }) => mayBeAbsent === undefined);
    // An unknown key may be one of the known ones.
    const least = Math.max(certain.length, Math.min(object.unnamed.length, 1));
    const most = object.open === undefined ? all.length + object.unnamed.length : Number.POSITIVE_INFINITY;
    const doubts = [...all.flatMap(({ mayBeAbsent }) => mayBeAbsent ?? []), ...hidden(object)];
    if (isLeast) return least >= limit ? PASS : most < limit ? missingIn(object) : openBy(...doubts);
    if (most <= limit) return PASS;
    if (least <= limit) return openBy(...doubts);
    return certain.length > limit ? failAt(...certain.slice(limit)) : failAt(object);
  });
}

/** Checks the entries whose keys `isFor` accepts. */
function ofEntries(isFor: (key: string, run: SchemaRun) => boolean, check: KeywordCheck): KeywordCheck {
  return ofObject((object, run) => {
    const results: Result[] = [];
    for (const [key, entry] of object.entries)
      if (isFor(key, run)) results.push(unlessAbsent(check(entry, run), entry));
    const doubts = hidden(object);
    return every(doubts.length === 0 ? results : [...results, openBy(...doubts)]);
  });
}

function namedSchemas(place: KeywordPlace, value: unknown): readonly (readonly [string, unknown])[] {
  if (isSchema(value)) return Object.entries(value);
  faulty(place, 'must be a mapping');
  return [];
}

/** The patterns of a schema, without faults, which `patternProperties` reports. */
function patternsOf(value: unknown): readonly TextMatcher[] {
  const ignored = { fault: () => undefined, schema: () => () => PASS };
  return isSchema(value)
    ? Object.keys(value).flatMap((pattern) => readPattern(pattern, { reader: ignored, path: [] }) ?? [])
    : [];
}

export const OBJECT_KEYWORDS: Readonly<Record<string, Keyword>> = {
  properties: {
    about: 'objects',
    read: (value, place) => {
      const checks = namedSchemas(place, value).map(
        ([key, schema]) =>
          [key, place.reader.schema(schema, [...place.path, key], fieldOf(key, place, [key])), schema] as const,
      );
      return ofObject((object, run) => {
        const results: Result[] = [];
        const doubts = hidden(object);
        for (const [key, check, schema] of checks) {
          const entry = object.entries.get(key);
          if (entry !== undefined) results.push(unlessAbsent(check(entry, run), entry));
          else if (doubts.length > 0 && schema !== true) results.push(openBy(...doubts));
        }
        return every(results);
      });
    },
  },
  patternProperties: {
    about: 'objects',
    read: (value, place) => {
      const checks = namedSchemas(place, value).map(([pattern, schema]) => {
        const path = [...place.path, pattern];
        const matcher = readPattern(pattern, { reader: place.reader, path });
        const { spec } = place;
        return ofEntries(
          (key, run) => matcher?.(key, run) === true,
          place.reader.schema(schema, path, spec?.kind === 'map' ? spec.of : undefined),
        );
      });
      return (node, run) => every(checks.map((check) => check(node, run)));
    },
  },
  additionalProperties: {
    about: 'objects',
    read: (value, { reader, schema, path, spec }) => {
      const { properties, patternProperties } = schema;
      const named = new Set(isSchema(properties) ? Object.keys(properties) : []);
      const patterns = patternsOf(patternProperties);
      if (value === true) return () => PASS;
      return ofEntries(
        (key, run) => !named.has(key) && !patterns.some((matches) => matches(key, run)),
        reader.schema(value, path, spec?.kind === 'map' ? spec.of : undefined),
      );
    },
  },
  propertyNames: {
    about: 'objects',
    read: (value, { reader, path }) => {
      const check = reader.schema(value, path, { kind: 'string' });
      return ofObject((object, run) => {
        const results = [...object.entries].map(([key, entry]) => {
          const name: RequestNode = { kind: 'scalar', value: key, place: entry.place, mayBeAbsent: entry.mayBeAbsent };
          return unlessAbsent(check(name, run), name);
        });
        const doubts = hidden(object);
        return every(doubts.length === 0 ? results : [...results, openBy(...doubts)]);
      });
    },
  },
  required: {
    about: 'objects',
    read: (value, place) => {
      const names = readNames(value, place) ?? [];
      return ofObject((object) => every(names.map((name) => presence(object, name))));
    },
  },
  dependentRequired: {
    about: 'objects',
    read: (value, place) => {
      const all = namedSchemas(place, value).map(([key, names]) => {
        fieldOf(key, place, [key]);
        return [key, readNames(names, place, [key]) ?? []] as const;
      });
      return ofObject((object) =>
        every(
          all.map(([key, names]) =>
            implied(presence(object, key), () => every(names.map((name) => presence(object, name)))),
          ),
        ),
      );
    },
  },
  dependentSchemas: {
    about: 'objects',
    read: (value, place) => {
      const all = namedSchemas(place, value).map(([key, schema]) => {
        fieldOf(key, place, [key]);
        return [key, place.reader.schema(schema, [...place.path, key], place.spec)] as const;
      });
      return ofObject((object, run) =>
        every(all.map(([key, check]) => implied(presence(object, key), () => check(object, run)))),
      );
    },
  },
  minProperties: { about: 'objects', read: (value, place) => limits(count(value, place) ?? 0, true) },
  maxProperties: { about: 'objects', read: (value, place) => limits(count(value, place) ?? 0, false) },
};
