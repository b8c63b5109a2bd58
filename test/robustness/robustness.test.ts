import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRONT_ENDS } from '../../src/parsers/all.ts';
import { detectKind } from '../../src/parsers/registry.ts';
import { runs as runsOf } from '../long.ts';
import { type Case, problemsAboutCase, TARGETS } from './targets.ts';

/** `npm run fuzz` does the same for longer. */
describe('whatever is read: nothing is thrown, places hold text, and the same input has the same report in any order', () => {
  test.each(TARGETS)('$name', async ({ cases, runs }) => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        expect(await problemsAboutCase(input)).toEqual([]);
      }),
      { numRuns: runsOf(runs / 2) },
    );
  });
});

test('cases of every kind of input are tried', () => {
  const kinds = TARGETS.filter(({ name }) => !['mutation', 'splice', 'anything'].includes(name)).flatMap(({ cases }) =>
    fc
      .sample(cases, { seed: 1, numRuns: 60 })
      .flatMap(({ tree, argv }) => (argv === undefined ? Object.entries(tree) : []))
      .map(([path, text]) => detectKind({ path, text })),
  );
  for (const { kind } of FRONT_ENDS) expect(kinds).toContain(kind);
});

const SEEDS = join(import.meta.dirname, 'seeds');

describe('what once went wrong does not again', () => {
  test.each(readdirSync(SEEDS).filter((name) => name.endsWith('.json')))('%s', async (name) => {
    const input = JSON.parse(readFileSync(join(SEEDS, name), 'utf8')) as Case;
    expect(await problemsAboutCase(input)).toEqual([]);
  });
});
