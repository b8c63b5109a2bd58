import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { isLiteralSecret } from '../../src/rules/secret-in-environment/values.ts';

const LONG = 10_000_000;

function long(part: string): string {
  return part.repeat(LONG / part.length);
}

/** An expression that is repeated takes stack for each time. */
test.each<[name: string, path: string, text: string]>([
  ['a comment of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1" /*${long('a')}*/}`],
  ['a string of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1", "name": "${long('a')}"}`],
  ['escapes of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1", "name": "${long('\\n')}"}`],
])('%s can be as long as a file', async (_, path, text) => {
  const { findings } = await lintText({ path, text }, { preset: 'all' });
  expect(findings.map(({ rule }) => rule)).toContain('unlimited-memory');
});

test('a value can be as long as a file', () => {
  expect(isLiteralSecret(long('a'), 'issued')).toBe(false);
  expect(isLiteralSecret(long('ab'), 'issued')).toBe(true);
  for (const part of ['x', '*', '/a', 'a.'])
    for (let times = 0; times < 5; times += 1) expect(isLiteralSecret(long(part), 'chosen')).toBe(true);
});
