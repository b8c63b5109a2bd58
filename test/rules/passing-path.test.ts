import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isPassingPath } from '../../src/rules/shared/test-path.ts';

/** The parts of paths that the page lists. */
const LISTED = Array.from(
  readFileSync('docs/fixing.md', 'utf8')
    .split('| Files | Parts of the path, for example |')[1]
    ?.split('\n\n')[0]
    ?.matchAll(/^\| [a-z ]+ \| (.*) \|$/gm) ?? [],
  ([, row = '']) => [...row.matchAll(/`([^`]+)`/g)].map(([, part = '']) => part),
).flat();

test('the page lists parts of each kind', () => {
  expect(LISTED.length).toBeGreaterThan(30);
});

test.each(LISTED)('a file in %s is not for long-running services', (part) => {
  expect(isPassingPath(part.endsWith('~') ? `a/${part}` : `a/${part}/compose.yaml`)).toBe(true);
});

test.each([
  'compose.yaml',
  'deploy/compose.prod.yml',
  'latest/compose.yaml',
  'contest/compose.yaml',
  'holdings/compose.yaml',
  'special/compose.yaml',
  'documents/compose.yaml',
  'inventory/compose.yaml',
])('%s may be', (path) => {
  expect(isPassingPath(path)).toBe(false);
});
