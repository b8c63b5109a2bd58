import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

async function messages(path: string, text: string): Promise<readonly string[]> {
  return (await lintText({ path, text })).findings
    .filter(({ rule }) => rule.startsWith('syntax/'))
    .map(({ rule, message: { what, remedy = '' } }) => `${rule}: ${what} ${remedy}`);
}

const environment = (value: string): string => `services:\n  web:\n    image: a\n    environment:\n      A: ${value}\n`;

test.each([
  ['${KEY:?}', 'KEY'],
  ['"x${KEY?say}y"', 'KEY'],
  ['hunter2${KEY:?hunter3}', 'KEY'],
])('which variable has to be set for %s is named', async (value, name) => {
  const found = await messages('compose.yaml', environment(value));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^syntax/required-variable: Required variable \`${name}\` is not set`));
  expect(found[0]).not.toContain('hunter');
});

test.each([
  ['what is no expression', environment('"hunter2${}"')],
  ['what is no name of a variable', environment('"hunter2${1hunter3}"')],
])('%s is not quoted from a value', async (_, text) => {
  const found = await messages('compose.yaml', text);
  expect(found).not.toEqual([]);
  expect(found.join()).not.toContain('hunter');
});
