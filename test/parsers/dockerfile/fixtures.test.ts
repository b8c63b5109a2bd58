import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSession } from '../../../src/session/session.ts';
import { readExpectations } from '../../fixture-runner.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/dockerfiles');

function filesOf(name: string): Readonly<Record<string, string>> {
  const folder = join(FOLDER, name);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

test.each(readdirSync(FOLDER))('%s: findings are where the comments of the files say', async (name) => {
  const files = filesOf(name);
  const expected = Object.entries(files).flatMap(([path, text]) =>
    readExpectations(text).map((one) => ({ ...one, path })),
  );
  const rules = [...new Set(expected.map(({ rule }) => rule))];
  const session = createSession({
    files: createMemoryFiles({ ...files, '.plimsoll.yaml': 'extends: hardened\n' }),
  });
  const { inputs } = await session.lint({ paths: ['.'] });
  const results = inputs.flatMap(({ findings, undecided }) => [
    ...findings.map((finding) => ({ ...finding, kind: 'finding' as const })),
    ...undecided.map((one) => ({ ...one, kind: 'undecided' as const })),
  ]);
  const found = results
    .filter(({ rule }) => rules.includes(rule) || rule.startsWith('syntax/'))
    .map(({ kind, rule, location: { path, span } }) => {
      const comment = expected.find(
        (one) => one.path === path && one.rule === rule && one.from <= span.start && span.start < one.to,
      );
      return [path, comment?.line ?? 'no comment', kind, rule, (files[path] ?? '').slice(span.start, span.end)];
    });
  expect(found.toSorted()).toEqual(
    expected.map(({ path, line, kind, rule, text }) => [path, line, kind, rule, text]).toSorted(),
  );
});
