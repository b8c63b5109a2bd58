import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { surelyFits } from '../../../../src/parsers/compose/schema/fits.ts';
import { schemaText } from '../../../../src/parsers/compose/schema/schema-text.generated.js';
import type { Plain } from '../../../../src/parsers/compose/schema/to-plain.ts';
import { validate } from '../../../../src/parsers/compose/schema/validator.generated.js';
import { ROOT } from '../../../docs/markdown.ts';

const DOCUMENTS: readonly Plain[] = ['test/fixtures', 'test/conformance/compose'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .flatMap((path) => parseAllDocuments(readFileSync(join(ROOT, folder, path), 'utf8'), { logLevel: 'silent' }))
    .filter(({ errors }) => errors.length === 0)
    .map((document) => document.toJS({ maxAliasCount: -1 }) as Plain),
);

/** Every keyword, name, pattern and value that the schema has. */
const WORDS = [...new Set(schemaText.match(/[\w./^$-]+/g))];
const scalar = fc.oneof(
  fc.constantFrom<Plain>(...WORDS),
  fc.constantFrom<Plain>(null, true, false, 0, 1, -1, 1.5, 101, NaN, '', '10', 'a b', '__proto__'),
);

/** The value with one of its parts taken out or replaced. */
function mutated(value: Plain, path: readonly number[], by: Plain | undefined): Plain | undefined {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries<Plain>(value);
  if (entries.length === 0) return by;
  const [key, inner] = entries[first % entries.length] ?? ['', null];
  const changed = mutated(inner, rest, by);
  const others = entries.filter(([name]) => name !== key);
  if (Array.isArray(value)) return [...others.map(([, item]) => item), ...(changed === undefined ? [] : [changed])];
  return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]]);
}

test('nothing fits that the validator refuses', () => {
  for (const document of DOCUMENTS) expect(surelyFits(document) && !validate(document)).toBe(false);
});

test('nor does it where a part of it is another', () => {
  const part = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), scalar, { maxKeys: 2 }),
    fc.constant(undefined),
  );
  let fitting = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...DOCUMENTS),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
      part,
      (document, path, by) => {
        const value = mutated(document, path, by) ?? null;
        const [quick, slow] = [surelyFits(value), validate(value)];
        fitting += Number(quick);
        refused += Number(!slow);
        return !quick || slow;
      },
    ),
    { numRuns: 5000 },
  );
  // Else nothing was held against anything.
  expect(Math.min(fitting, refused)).toBeGreaterThan(500);
});

test('nearly everything that the validator takes fits', () => {
  const taken = DOCUMENTS.filter((document) => validate(document));
  expect(taken.filter((document) => surelyFits(document)).length).toBeGreaterThan(0.9 * taken.length);
});

test('the schema has no keyword that is not looked at', () => {
  const keywords = new Set<string>();
  const visit = (schema: object): void => {
    for (const [keyword, value] of Object.entries(schema) as [string, unknown][]) {
      keywords.add(keyword);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      if (['properties', 'patternProperties', 'definitions'].includes(keyword))
        for (const inner of Object.values(value)) visit(inner as object);
      else visit(value);
    }
  };
  visit(JSON.parse(schemaText) as object);
  expect([...keywords].sort()).toEqual([
    '$ref',
    '$schema',
    'additionalProperties',
    'definitions',
    'enum',
    'items',
    'maximum',
    'minimum',
    'pattern',
    'patternProperties',
    'properties',
    'required',
    'type',
    'uniqueItems',
  ]);
});
