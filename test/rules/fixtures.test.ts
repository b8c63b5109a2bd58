import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.ts';
import { checkFixture, fixtureNames } from '../fixture-runner.ts';

const FOLDER = new URL('../fixtures/rules/', import.meta.url);

describe.each(RULES.map(({ id }) => id))('%s', (id) => {
  test.each(fixtureNames(id))('%s', async (file) => {
    const text = readFileSync(new URL(`${id}/${file}`, FOLDER), 'utf8');
    expect(await checkFixture(file, text, id)).toEqual([]);
  });
});
