import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { FRONT_ENDS } from '../../../src/parsers/all.ts';
import { detectKind } from '../../../src/parsers/registry.ts';
import { checkFixture, readExpectations } from '../../fixture-runner.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/inputs');
const PATHS = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1))
  .sort();

/** Read as other fixtures are: Compose files, scripts and the output of `docker inspect` have theirs beside the rules. */
const ELSEWHERE: readonly string[] = ['compose', 'inspect', 'shell'];

test('each kind of input has one', () => {
  const kinds = PATHS.map((path) => detectKind({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  expect(new Set(kinds)).toEqual(
    new Set(FRONT_ENDS.map(({ kind }) => kind).filter((kind) => !ELSEWHERE.includes(kind))),
  );
});

test.each(PATHS)('%s has the results that its comments name, and no other errors', async (path) => {
  const text = readFileSync(join(FOLDER, path), 'utf8');
  const rules = [...new Set(readExpectations(text).map(({ rule }) => rule))];
  expect(rules.length).toBeGreaterThan(1);
  expect(await checkFixture(path, text, ...rules)).toEqual([]);
  const { findings } = await lintText({ path, text });
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect(errors.filter((rule) => !rules.includes(rule))).toEqual([]);
});
