import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { INPUT_RULES } from '../../src/rules/input/index.ts';

const PAGES = new URL('../../src/rules/input/', import.meta.url);
const PATHS: Readonly<Record<string, string>> = { yaml: 'compose.yaml', sh: 'run.sh', makefile: 'Makefile' };
const BLOCK = /^```(yaml|sh|makefile) (bad|good)\n([\s\S]*?)^```$/gm;

test('each has a page, and each page is of one', () => {
  const pages = ['syntax', 'suppression'].flatMap((group) =>
    readdirSync(new URL(group, PAGES)).map((name) => `${group}/${name.replace(/\.md$/, '')}`),
  );
  expect(INPUT_RULES.map(({ id }) => id)).toEqual(pages);
});

describe.each(INPUT_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, { title, severities, isOnRequest }) => {
  const page = readFileSync(new URL(`${id}.md`, PAGES), 'utf8');

  test('has a page with its title, its severities and the sections', () => {
    expect(page.split('\n').slice(0, 5)).toEqual([`# ${id}`, '', title, '', severities.join(', ')]);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual([
      'What',
      'How to fix',
      'When to make an exception',
    ]);
  });

  test.each([...page.matchAll(BLOCK)].map(([, language = '', verdict = '', text = '']) => [verdict, language, text]))(
    'its %s block of %s: %s',
    async (verdict, language, text) => {
      const { findings } = await lintText(
        { path: PATHS[language] ?? '', text },
        isOnRequest === true ? { preset: 'all' } : {},
      );
      const own = findings.filter(({ rule }) => rule === id);
      if (verdict === 'bad')
        expect([own.length, severities]).toEqual([1, expect.arrayContaining(own.map(({ severity }) => severity))]);
      else expect(findings.filter(({ rule }) => rule.includes('/'))).toEqual([]);
    },
  );
});
