import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AJV_OPTIONS, isSchema, type Schema, toValidatorModule } from '../../scripts/schema/standalone.ts';
import { growsLinearly } from '../growth.ts';
import { PLACES, type Place } from './compose-samples.ts';

const schema = readSchema();
const validate = new Ajv(AJV_OPTIONS).compile(schema);

describe.each(Object.entries(PLACES))('%s', (_, place) => {
  const isRefused = place.others === undefined || place.others === 'refused, x- too';

  it.each(Object.keys(place.keys))('%s takes each of its syntaxes', (key) => {
    for (const value of place.keys[key]?.accepts ?? [])
      expect(faults(fileWith(place, key, value)), JSON.stringify(value)).toEqual([]);
  });

  it.each(Object.keys(place.keys))('%s refuses other values, each at the value', (key) => {
    for (const value of place.keys[key]?.rejects ?? []) {
      const found = faults(fileWith(place, key, value));
      expect(found, JSON.stringify(value)).not.toEqual([]);
      for (const { path } of found)
        expect(`${path}/`, JSON.stringify(value)).toContain(`${pointer([...place.at, key])}/`);
    }
  });

  it.each(Object.keys(place.needs ?? {}))('needs %s', (key) => {
    const rest = Object.fromEntries(Object.entries(place.needs ?? {}).filter(([name]) => name !== key));
    expect(faults(nest(place.at, rest))).toEqual([{ path: pointer(place.at), keyword: 'required', names: key }]);
  });

  it(isRefused ? 'refuses a key that it does not know' : 'takes a key that it does not know', () => {
    const refusal = { path: pointer(place.at), keyword: 'additionalProperties', names: 'bogus' };
    expect(faults(fileWith(place, 'bogus', 1))).toEqual(isRefused ? [refusal] : []);
  });

  it(place.others === 'refused, x- too' ? 'refuses x- keys' : 'takes x- keys', () => {
    const found = faults(fileWith(place, 'x-mine', { anything: [null] }));
    expect(found.map(({ names }) => names)).toEqual(place.others === 'refused, x- too' ? ['x-mine'] : []);
  });
});

describe('the table', () => {
  it('holds every key of the schema', () => {
    const inTable = Object.values(PLACES).map(({ keys }) => new Set(Object.keys(keys)));
    for (const properties of propertiesIn(schema)) {
      const isCovered = inTable.some((keys) => properties.every((key) => keys.has(key)));
      expect(isCovered, properties.join(', ')).toBe(true);
    }
  });
});

describe('the schema', () => {
  it.each([{ file: null }, { file: 'text' }, { file: 1 }, { file: true }, { file: [] }, { file: [{ services: {} }] }])(
    'refuses $file as a whole file',
    ({ file }) => {
      expect(validate(file)).toBe(false);
    },
  );

  it('takes an empty map', () => {
    expect(faults({})).toEqual([]);
  });

  it('has no combinators, so that each error names one key or one value', () => {
    const combinators = new Set(['oneOf', 'anyOf', 'allOf', 'not', 'if', 'then', 'else', 'propertyNames']);
    expect([...keywordsIn(schema)].filter((keyword) => combinators.has(keyword))).toEqual([]);
  });

  it('describes every key, for editors', () => {
    expect([...keysWithoutDescription(schema)]).toEqual([]);
  });

  it('reports every fault of a file, not the first one', () => {
    const file = { services: { web: { imgae: 'nginx', tty: 1, cgroup: 'none' } }, nets: {} };
    expect(faults(file)).toEqual([
      { path: '', keyword: 'additionalProperties', names: 'nets' },
      { path: '/services/web', keyword: 'additionalProperties', names: 'imgae' },
      { path: '/services/web/tty', keyword: 'type', names: undefined },
      { path: '/services/web/cgroup', keyword: 'enum', names: undefined },
    ]);
  });
});

describe('the generated validator', () => {
  let code = '';
  let generated: (file: unknown) => boolean = () => false;

  beforeAll(async () => {
    code = await toValidatorModule(schema);
    const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    if (!isSchema(module) || typeof module['validate'] !== 'function') throw new Error('no validator was generated');
    const { validate: run } = module;
    generated = (file) => Reflect.apply(run, undefined, [file]) === true;
  });

  it('imports nothing at run time', () => {
    expect(code).not.toMatch(/\bimport\b|\brequire\b/);
  });

  it('names the keys that would have been known', () => {
    expect(code).toContain('knownKeys:["service","file"]');
  });

  it('takes time that grows with the file, not with its square', () => {
    const ports = (count: number): unknown => ({
      services: { web: { ports: Array.from({ length: count }, (_, index) => ({ bogus: index })) } },
    });
    expect(generated(ports(10))).toBe(false);
    expect(growsLinearly(100_000, ports, generated)).toBe(true);
  });

  it('finds equal items whatever the order of their keys, and with objects that have no prototype', () => {
    const bare = (entries: object): unknown => Object.setPrototypeOf({ ...entries }, null);
    const volumes = [bare({ type: 'bind', target: '/a' }), bare({ target: '/a', type: 'bind' })];
    expect(generated({ services: { web: { volumes } } })).toBe(false);
    expect(
      generated({ services: { web: { volumes: [...volumes.slice(1), bare({ type: 'bind', target: '/b' })] } } }),
    ).toBe(true);
  });

  it('checks any value as the schema does', () => {
    const samples = Object.values(PLACES).flatMap((place) =>
      Object.entries(place.keys).flatMap(([key, { accepts, rejects }]) =>
        [...accepts, ...rejects].map((value) => fileWith(place, key, value)),
      ),
    );
    for (const file of samples) expect(generated(file), JSON.stringify(file)).toBe(validate(file));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => generated({ services: { a: value } }) === validate({ services: { a: value } }),
      ),
    );
  });
});

interface Fault {
  readonly path: string;
  readonly keyword: string;
  /** The unknown or missing key. */
  readonly names: unknown;
}

function faults(file: unknown): readonly Fault[] {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, keyword, params }) => {
    const { additionalProperty, missingProperty }: { additionalProperty?: unknown; missingProperty?: unknown } = params;
    return { path: instancePath, keyword, names: additionalProperty ?? missingProperty };
  });
}

function fileWith(place: Place, key: string, value: unknown): unknown {
  return nest(place.at, { ...place.needs, [key]: value });
}

/** `value` at the path `at`, with required keys. */
function nest(at: Place['at'], value: unknown): unknown {
  return at.reduceRight<unknown>((inner, step, index) => {
    if (typeof step === 'number') return [inner];
    return { ...needsOf(at.slice(0, index)), [step]: inner };
  }, value);
}

function needsOf(at: Place['at']): Readonly<Record<string, unknown>> {
  return Object.values(PLACES).find((place) => place.at.length > 0 && pointer(place.at) === pointer(at))?.needs ?? {};
}

function pointer(at: Place['at']): string {
  return at.map((step) => `/${step}`).join('');
}

function readSchema(): Schema {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../schemas/compose-spec.json', import.meta.url), 'utf8'));
  if (!isSchema(parsed)) throw new Error('the schema is no object');
  return parsed;
}

function* subschemas(node: unknown): Generator<Schema> {
  if (Array.isArray(node)) for (const item of node) yield* subschemas(item);
  if (!isSchema(node)) return;
  yield node;
  for (const value of Object.values(node)) yield* subschemas(value);
}

function* propertiesIn(root: Schema): Generator<readonly string[]> {
  for (const { properties } of subschemas(root)) if (isSchema(properties)) yield Object.keys(properties);
}

/** Keywords, without names of properties and definitions. */
function* keywordsIn(root: Schema): Generator<string> {
  for (const [keyword, value] of Object.entries(root)) {
    yield keyword;
    if (keyword === 'properties' || keyword === 'patternProperties' || keyword === 'definitions') {
      if (isSchema(value)) for (const inner of Object.values(value)) if (isSchema(inner)) yield* keywordsIn(inner);
    } else if (isSchema(value)) {
      yield* keywordsIn(value);
    }
  }
}

function* keysWithoutDescription(root: Schema): Generator<string> {
  const { definitions } = schema;
  for (const { properties } of subschemas(root)) {
    if (!isSchema(properties)) continue;
    for (const [key, value] of Object.entries(properties)) {
      if (!isSchema(value)) continue;
      const { $ref: reference } = value;
      const name = typeof reference === 'string' ? reference.replace('#/definitions/', '') : '';
      const definition = isSchema(definitions) ? definitions[name] : undefined;
      const isDescribed = 'description' in value || (isSchema(definition) && 'description' in definition);
      if (!isDescribed) yield key;
    }
  }
}
