import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'test/fixtures/policies');

/** The page's examples, by rule. */
const [, examples = ''] = readFileSync(join(ROOT, 'docs/own-rules.md'), 'utf8').split('\n## Examples\n');
const POLICIES = [...examples.matchAll(/```yaml\n(policies:[\s\S]*?)```/g)].map(([, text = '']) => text);
const nameOf = (text: string): string => /id: acme\/(\S+)/.exec(text)?.[1] ?? '';

test('there are twelve', () => {
  expect(POLICIES.map(nameOf)).toHaveLength(12);
});

test.each(POLICIES.map((text) => [nameOf(text), text]))(
  '%s: what breaks it, keeps it and leaves it open',
  async (name, text) => {
    const paths = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.split('/').at(-1)?.startsWith(`${name}.`),
    );
    const files = Object.fromEntries(
      paths.map((path) => [`tests/${path}`, readFileSync(join(FIXTURES, path), 'utf8')]),
    );
    const io = createMemoryIo({ ...files, '.plimsoll.yaml': `extends: none\n${text}` });
    const code = await main(['policies', 'test', 'tests'], io);
    expect(io.out() + io.err()).toMatch(/^1 rule, \d files?, \d+ expectations: all as expected\n$/);
    expect(code).toBe(0);
    expect(Object.values(files).join('')).toContain(`expect-undecided[acme/${name}]`);
  },
);
