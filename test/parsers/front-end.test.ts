import { describe, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type * as All from '../../src/parsers/all.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

// Adding a kind of input takes its front end and one line in the list.
vi.mock('../../src/parsers/all.ts', async (original) => {
  const { FRONT_ENDS } = await original<typeof All>();
  const { TOY_FRONT_END } = await import('../toy-front-end.ts');
  return { FRONT_ENDS: [...FRONT_ENDS, TOY_FRONT_END] };
});

const TREE = {
  'a/web.toycontainer': '# plimsoll: ignore[unlimited-memory] -- small\nimage=nginx:1.27\nprivileged=true\nbogus=1\n',
  'compose.yaml': 'services: { db: { image: "postgres:17.2" } }\n',
};

async function run(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>> = TREE,
): Promise<{ readonly code: number; readonly out: string; readonly files: ReadonlyMap<string, string> }> {
  const written = new Map<string, string>();
  const io = createMemoryIo(tree);
  const code = await main(argv, {
    ...io,
    writer: {
      ...io.writer,
      writeFile: (path, parts) => {
        written.set(path, [...parts].join(''));
        return Promise.resolve();
      },
    },
  });
  return { code, out: io.out(), files: written };
}

describe('a kind of input that is only in the list of front ends', () => {
  test('is found in a directory, and linted with places in it', async () => {
    const { code, out } = await run(['--format', 'text', '.']);
    expect(code).toBe(1);
    const lines = out.split('\n').filter((line) => line.startsWith('a/web.toycontainer:') && line.includes(' error '));
    expect(lines).toEqual([
      expect.stringMatching(/^a\/web\.toycontainer:3:12: error privileged-container Container `web` runs privileged/),
      'a/web.toycontainer:4:1: error syntax/unknown-key Unknown key `bogus`.',
    ]);
  });

  test('has comments to plimsoll', async () => {
    const without = { 'a/web.toycontainer': TREE['a/web.toycontainer'].replace('ignore[', 'none[') };
    expect((await run(['--format', 'text', '--missing', 'each', 'a'], without)).out).toContain('unlimited-memory');
    expect((await run(['--format', 'text', '--missing', 'each', 'a'])).out).not.toContain('unlimited-memory');
  });

  test('has its containers in the model', async () => {
    const model: unknown = JSON.parse((await run(['model', 'a'])).out);
    expect(model).toMatchObject([
      { name: 'web', Config: { Image: 'nginx:1.27' }, HostConfig: { Privileged: true }, unresolvedOptions: 0 },
    ]);
  });

  test('takes exceptions, a baseline and the cache', async () => {
    const config = 'exceptions: [{ rule: privileged-container, files: "*.toycontainer", reason: x }]\n';
    const excepted = await run(['--format', 'text', '.'], { ...TREE, '.plimsoll.yaml': config });
    expect(excepted.out).not.toMatch(/privileged-container|suppression\/unused/);
    const { files } = await run(['baseline', '.']);
    const baseline = Object.fromEntries(files);
    expect((await run(['--format', 'text', '.'], { ...TREE, ...baseline })).code).toBe(0);
    const cached = await run(['--cache', '--format', 'text', '.']);
    expect(await run(['--cache', '--format', 'text', '.'], { ...TREE, ...Object.fromEntries(cached.files) })).toEqual({
      ...cached,
      files: new Map(),
    });
  });

  test.each(FORMATS)('is in the %s report', async (format) => {
    const { out } = await run(['--format', format, 'a']);
    expect(out).toContain(format === 'cis' ? 'web' : 'web.toycontainer');
  });

  test('is an error where it cannot be read', async () => {
    expect((await run(['.'], { 'a/b.toycontainer': { failure: 'unreadable' } })).code).toBe(2);
  });
});
