import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { fixtureNames } from '../fixture-runner.ts';
import { report } from '../reporters/run.ts';

const ID = 'secret-in-environment';
const PAGE = readFileSync(new URL('../../docs/secrets.md', import.meta.url), 'utf8');
const ROWS = PAGE.split('\n').flatMap((line) => {
  const [, variable, , found] = /^\| `(.+?)` \| (.+?) \| (found|–) \|/.exec(line) ?? [];
  return variable === undefined || found === undefined ? [] : [[variable, found === 'found'] as const];
});

test('the page of the comparison has rows of both kinds', () => {
  expect(new Set(ROWS.map(([, isFound]) => isFound))).toEqual(new Set([true, false]));
});

test.each(ROWS)('%s: found is %s, as the comparison says', async (variable, isFound) => {
  const text = `services:\n  web:\n    image: nginx:1.27\n    environment:\n      - ${variable}\n`;
  const { findings } = await lintText({ path: 'compose.yaml', text }, { rules: { [ID]: { options: {} } } });
  expect(findings.some(({ rule }) => rule === ID)).toBe(isFound);
});

describe.each(FORMATS)('the %s report', (format) => {
  test.each(fixtureNames(ID).filter((name) => name.startsWith('bad')))('has no value of %s', async (name) => {
    const text = readFileSync(new URL(`../fixtures/rules/${ID}/${name}`, import.meta.url), 'utf8');
    // What the fixture expects repeats the values.
    const code = text.replaceAll(/ *# expect.*/g, '');
    expect(code).toContain('hunter2');
    const output = await report(format, { [name]: code }, ['--rule', `${ID}=warning`]);
    expect(output).toContain(format === 'cis' ? 'Variables hold no hard-coded secrets' : ID);
    expect(output).not.toMatch(/hunter2|c0ffee|tok3nvalue5/);
  });
});
