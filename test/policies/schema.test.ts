import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/engine-json/engine-writer.ts';
import type { RequestNode } from '../../src/policies/request/node.ts';
import { compileSchema } from '../../src/policies/schema/compile.ts';
import { SchemaRun } from '../../src/policies/schema/keyword.ts';
import type { Truth } from '../../src/policies/schema/result.ts';
import { placeAt } from '../../src/text/location.ts';
import '../seed.ts';

const doubt = { place: placeAt('compose.yaml', 0, 1), reason: 'It is not known.', variables: [] };

/** A partly unknown value, and its possible completions. */
interface Sketch {
  readonly node: RequestNode;
  /** Fills in unknowns; `undefined` if the value is absent. */
  readonly complete: (choose: Choose) => Json | undefined;
}
type Choose = <T>(from: readonly T[]) => T;

const KEYS = ['a', 'b', 'c'];
const TEXTS = ['', 'a', 'ab', 'b', 'x1'];
const VALUES: readonly Json[] = [
  ...TEXTS,
  0,
  1,
  2,
  3.5,
  true,
  false,
  null,
  [],
  ['a'],
  [1, 1],
  {},
  { a: 1 },
  { a: 'a', b: 2 },
];

const scalars = fc.constantFrom(...TEXTS, 0, 1, 2, 3.5, true, false, null);

function known(value: string | number | boolean | null): Sketch {
  return { node: { kind: 'scalar', value }, complete: () => value };
}

const sketches = fc.letrec<{ any: Sketch; sure: Sketch; list: Sketch; object: Sketch }>((tie) => ({
  sure: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars.map(known),
    fc.constant<Sketch>({
      node: { kind: 'unknown', parts: [undefined], candidates: [], doubt },
      complete: (choose) => choose(VALUES),
    }),
    fc.array(fc.option(fc.constantFrom(...TEXTS), { nil: undefined }), { minLength: 1, maxLength: 3 }).map(
      (parts): Sketch => ({
        node: { kind: 'unknown', type: 'string', parts, candidates: [], doubt },
        complete: (choose) => parts.map((part) => part ?? choose(TEXTS)).join(''),
      }),
    ),
    fc.constantFrom<readonly (string | number)[]>(['a', 'b'], [1, 2], ['ab']).map(
      (candidates): Sketch => ({
        node: {
          kind: 'unknown',
          type: typeof candidates[0] === 'string' ? 'string' : 'number',
          parts: [undefined],
          candidates,
          doubt,
        },
        complete: (choose) => choose(candidates),
      }),
    ),
    tie('list'),
    tie('object'),
  ),
  any: fc.tuple(tie('sure'), fc.boolean()).map(
    ([{ node, complete }, isSure]): Sketch =>
      isSure
        ? { node, complete }
        : {
            node: { ...node, mayBeAbsent: doubt },
            complete: (choose) => (choose([true, false]) ? complete(choose) : undefined),
          },
  ),
  list: fc.tuple(fc.array(tie('any'), { maxLength: 3 }), fc.boolean()).map(
    ([items, isOpen]): Sketch => ({
      node: { kind: 'list', items: items.map(({ node }) => node), ...(isOpen ? { open: doubt } : {}) },
      complete: (choose) => [
        ...items.map(({ complete }) => complete(choose)).filter((value) => value !== undefined),
        ...(isOpen && choose([true, false]) ? [choose(VALUES)] : []),
      ],
    }),
  ),
  object: fc.tuple(fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 3 }), fc.boolean(), fc.boolean()).map(
    ([fields, isOpen, hasUnnamed]): Sketch => ({
      node: {
        kind: 'object',
        entries: new Map(Object.entries(fields).map(([key, { node }]) => [key, node])),
        unnamed: hasUnnamed ? [doubt] : [],
        ...(isOpen ? { open: doubt } : {}),
      },
      complete: (choose) => {
        const filled: Record<string, Json> = {};
        if (hasUnnamed) filled[choose([...KEYS, 'x1'])] = choose(VALUES);
        if (isOpen && choose([true, false])) filled[choose(KEYS)] = choose(VALUES);
        for (const [key, { complete }] of Object.entries(fields)) {
          const value = complete(choose);
          if (value !== undefined) filled[key] = value;
        }
        return filled;
      },
    }),
  ),
})).sure;

const counts = fc.integer({ min: 0, max: 3 });
const schemas = fc.letrec<{ any: unknown; whole: object }>((tie) => {
  const one = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
    value.map((each) => ({ [name]: each }));
  const named = fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { maxKeys: 2 });
  const several = fc.array(tie('any'), { minLength: 1, maxLength: 3 });
  const leaves = [
    one(
      'type',
      fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object', ['string', 'number']),
    ),
    one('const', fc.constantFrom(...VALUES)),
    one(
      'enum',
      fc.uniqueArray(fc.constantFrom(...VALUES), {
        minLength: 1,
        maxLength: 3,
        selector: (value) => JSON.stringify(value),
      }),
    ),
    ...[
      'minimum',
      'maximum',
      'exclusiveMinimum',
      'exclusiveMaximum',
      'minLength',
      'maxLength',
      'minItems',
      'maxItems',
      'minProperties',
      'maxProperties',
    ].map((name) => one(name, counts)),
    one('multipleOf', fc.constantFrom(1, 2, 0.5)),
    one('pattern', fc.constantFrom('^a', 'b$', 'x', '^$', '^a+b?$')),
    one('uniqueItems', fc.boolean()),
    one('required', fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 2 })),
    one('dependentRequired', fc.constantFrom({ a: ['b'] }, { b: ['a', 'c'] })),
  ];
  return {
    any: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.boolean(), ...leaves, tie('whole')),
    whole: fc
      .array(
        fc.oneof(
          { maxDepth: 3, withCrossShrink: true },
          ...leaves,
          one('properties', named),
          one('patternProperties', fc.dictionary(fc.constantFrom('^a', 'b', 'x'), tie('any'), { maxKeys: 2 })),
          one('additionalProperties', tie('any')),
          one(
            'propertyNames',
            fc.constantFrom({ pattern: '^a' }, { maxLength: 1 }, { not: { const: 'b' } }, { enum: ['a', 'x1'] }),
          ),
          one('dependentSchemas', named),
          one('items', tie('any')),
          one('prefixItems', several),
          fc
            .tuple(tie('any'), fc.constantFrom({}, { minContains: 0 }, { minContains: 2 }, { maxContains: 1 }))
            .map(([contains, more]) => ({ contains, ...more })),
          one('allOf', several),
          one('anyOf', several),
          one('oneOf', several),
          one('not', tie('any')),
          fc
            .tuple(tie('any'), tie('any'), tie('any'))
            .map(([condition, then, otherwise]) => ({ if: condition, then, else: otherwise })),
        ),
        { maxLength: 3 },
      )
      .map((parts) => Object.assign({}, ...parts) as object),
  };
}).whole;

function toNode(value: Json): RequestNode {
  if (Array.isArray(value)) return { kind: 'list', items: (value as readonly Json[]).map(toNode) };
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'object',
      entries: new Map(Object.entries(value).map(([key, each]) => [key, toNode(each)])),
      unnamed: [],
    };
  return { kind: 'scalar', value: value as string };
}

function ask(schema: unknown, node: RequestNode): Truth {
  const check = compileSchema(schema, undefined, (path, message) => {
    throw new Error(`${path.join('/')}: ${message}`);
  });
  return check(node, new SchemaRun()).truth;
}

function chooser(numbers: readonly number[]): Choose {
  let at = 0;
  return (from) => {
    at += 1;
    return from[(numbers[at % numbers.length] ?? 0) % from.length] as (typeof from)[number];
  };
}

const ajv = new Ajv2020({ strict: false });
const choices = fc.array(fc.nat(), { minLength: 5, maxLength: 20 });

test('of values that are known it says what ajv says', () => {
  fc.assert(
    fc.property(schemas, sketches, choices, (schema, { complete }, numbers) => {
      const value = complete(chooser(numbers)) ?? null;
      expect(ask(schema, toNode(value))).toBe(ajv.validate(schema, value));
    }),
    { numRuns: 1000 },
  );
});

test('what it says of a value that is partly known ajv says of all that it may turn out to be', () => {
  fc.assert(
    fc.property(
      schemas,
      sketches,
      fc.array(choices, { minLength: 10, maxLength: 10 }),
      (schema, { node, complete }, all) => {
        const said = ask(schema, node);
        if (said === 'unknown') return;
        for (const numbers of all) {
          const value = complete(chooser(numbers)) ?? null;
          expect([value, ajv.validate(schema, value)]).toEqual([value, said]);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('what is decided whatever is unknown is said', () => {
  const unknown: RequestNode = {
    kind: 'unknown',
    type: 'string',
    parts: ['registry.example/app:', undefined],
    candidates: [],
    doubt,
  };
  expect(ask({ pattern: '^registry\\.example/' }, unknown)).toBe(true);
  expect(ask({ pattern: '^other/' }, unknown)).toBe(false);
  expect(ask({ pattern: ':1$' }, unknown)).toBe('unknown');
  expect(ask({ enum: ['other', 'registry.example/web'] }, unknown)).toBe(false);
  expect(ask({ enum: ['registry.example/app:1'] }, unknown)).toBe('unknown');
  expect(ask({ anyOf: [{ pattern: ':1$' }, { type: 'string' }] }, unknown)).toBe(true);
});
