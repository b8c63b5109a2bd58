import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const COMPOSE = 'services:\n  web:\n    image: nginx\n    privileged: true\n    pid: host\n';

async function run(
  argv: readonly string[],
  files: Readonly<Record<string, MemoryFile>> = {},
): Promise<{
  readonly code: number;
  readonly rules: readonly string[];
  readonly err: string;
  readonly written: string;
}> {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE, ...files });
  const code = await main(argv, io);
  const rules = [...io.out().matchAll(/^\S+:\d+:\d+: \w+ (\S+)/gm)].map(([, rule = '']) => rule);
  return { code, rules, err: io.err(), written: io.written.get('.plimsoll-baseline.json') ?? '' };
}

describe('--only', () => {
  test.each<[name: string, argv: readonly string[], rules: readonly string[]]>([
    ['by id', ['--only', 'host-pid-namespace'], ['host-pid-namespace']],
    ['by number', ['--only', '5.15'], ['host-pid-namespace']],
    ['several', ['--only', '5.4', '--only', '5.15'], ['privileged-container', 'host-pid-namespace']],
    ['as a list', ['--only', '5.4,5.15'], ['privileged-container', 'host-pid-namespace']],
    ['one that the preset leaves out', ['--only', 'untrusted-registry'], []],
    ['one that an option turns off', ['--only', '5.4', '--rule', '5.4=off'], ['privileged-container']],
  ])('%s', async (_, argv, rules) => {
    expect((await run(['--format', 'text', ...argv])).rules).toEqual(rules);
  });

  test('what keeps a file from being read is said all the same', async () => {
    expect((await run(['--format', 'text', '--only', '5.4'], { 'b/compose.yaml': 'services: [' })).rules).toEqual([
      'syntax/invalid-yaml',
      'privileged-container',
    ]);
  });

  test('a name that no rule has', async () => {
    expect((await run(['--only', 'host-pid'])).err).toContain('Unknown rule "host-pid".');
  });

  test('the fixes of these rules', async () => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE });
    await main(['fix', '--unsafe', '--only', '5.15'], io);
    expect(io.out().match(/^-(?!-).*/gm)).toEqual(['-    pid: host']);
  });

  test('the entries of other rules stay in a baseline, and are not said to be gone', async () => {
    const all = (await run(['baseline'])).written;
    const files = { '.plimsoll-baseline.json': all };
    const count = (text: string): number => text.match(/"rule"/g)?.length ?? 0;
    expect(count((await run(['baseline', '--only', '5.4'], files)).written)).toBe(count(all));
    expect(count((await run(['baseline', '--update', '--only', '5.4'], files)).written)).toBe(count(all));
    expect((await run(['--format', 'text', '--only', '5.4'], files)).err).not.toContain('gone');
  });
});

describe('the preset none', () => {
  test('turns nothing on by itself', async () => {
    const config = (rules: string): Readonly<Record<string, string>> => ({
      '.plimsoll.yaml': `extends: none\n${rules}`,
    });
    expect((await run(['--format', 'text'], config(''))).rules).toEqual([]);
    expect((await run(['--format', 'text'], config('rules: {host-pid-namespace: warning}\n'))).rules).toEqual([
      'host-pid-namespace',
    ]);
  });

  test('what the client rejects is said', async () => {
    expect(
      (await run(['--format', 'text', '--preset', 'none'], { 'compose.yaml': `${COMPOSE}    foo: 1\n` })).rules,
    ).toEqual(['syntax/unknown-key']);
  });
});
