import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { RULES } from '../../src/rules/index.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/reporters');

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

interface GoldenCase {
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly argv?: readonly string[];
  readonly columns?: number;
  readonly isColored?: boolean;
}

const shop = { 'shop.compose.yaml': fixture('shop.compose.yaml') };
const deploy = { 'deploy.sh': fixture('deploy.sh') };
const host = { 'host.json': fixture('host.json') };

/** Names that contain terminal escape codes. */
const hostile = {
  'b\u001B[2Jd.compose.yaml':
    'services:\n  web:\n    image: nginx:1.27\n    privileged: true # \u001B]0;owned\u0007 \u202Eevil\u202C\n    volumes: ["/etc/\\e[31m\u2066:/x"]\n',
  'host.json': fixture('host.json').replace('/agent"', '/a\\u001b[31mgent\\u202e\\u009b2J\\ud83d"'),
};

/** A suppressed finding among open ones. */
const accepted = {
  'shop.compose.yaml': fixture('shop.compose.yaml').replace(
    '    privileged: true',
    '    # plimsoll: ignore[privileged-container] -- it drives the printer\n    privileged: true',
  ),
};

/** One of each: finding, suppressed finding, shared finding, undecided result, input error. */
const tiny = {
  'tiny.compose.yaml': `services:
  a: &a
    image: \${IMAGE}
    pid: host
    ipc: host # plimsoll: ignore[host-ipc-namespace] -- shares a queue
  b: *a
  c: { image: "nginx:1.27", privilegd: true }
`,
};

function onlyRules(...ids: readonly string[]): readonly string[] {
  return RULES.filter(({ id }) => !ids.includes(id)).flatMap(({ id }) => ['--rule', `${id}=off`]);
}

const cases: Readonly<Record<string, GoldenCase>> = {
  'shop.pretty': { files: shop },
  'shop.color': { files: shop, argv: ['--format', 'pretty'], isColored: true },
  'shop.narrow': { files: shop, argv: ['--format', 'pretty'], columns: 48 },
  'shop.quiet': { files: shop, argv: ['--format', 'pretty', '--quiet'] },
  'shop.text': { files: shop, argv: ['--format', 'text'] },
  'tiny.json': {
    files: tiny,
    argv: [
      '--format',
      'json',
      ...onlyRules('unlimited-memory', 'host-pid-namespace', 'host-ipc-namespace', 'unpinned-image'),
    ],
  },
  'shop.cis': { files: shop, argv: ['--format', 'cis'] },
  'deploy.pretty': { files: deploy, argv: ['--format', 'pretty'] },
  'deploy.text': { files: deploy, argv: ['--format', 'text'] },
  'deploy.cis': { files: deploy, argv: ['--format', 'cis'], columns: 80 },
  'host.pretty': { files: host, argv: ['--format', 'pretty'] },
  'host.cis': { files: host, argv: ['--format', 'cis', '--benchmark', '1.6'] },
  'wide.pretty': { files: { 'wide.compose.yaml': fixture('wide.compose.yaml') }, argv: ['--format', 'pretty'] },
  'all.cis': {
    files: { ...shop, ...deploy, ...host, 'broken.compose.yaml': 'services:\n  web: {image: nginx\n' },
    argv: ['--format', 'cis'],
    columns: 120,
  },
  'all.level-1.cis': { files: { ...shop, ...deploy }, argv: ['--format', 'cis', '--preset', 'cis-level-1'] },
  'hostile.pretty': { files: hostile, argv: ['--format', 'pretty'] },
  'hostile.text': { files: hostile, argv: ['--format', 'text'] },
  'hostile.cis': { files: hostile, argv: ['--format', 'cis'] },
  'accepted.pretty': { files: accepted, argv: ['--format', 'pretty'] },
  'accepted.cis': { files: accepted, argv: ['--format', 'cis'] },
};

async function report({ files, argv = [], columns = 100, isColored = false }: GoldenCase): Promise<string> {
  const io = createMemoryIo(files, { isTerminal: true, columns, environment: isColored ? {} : { NO_COLOR: '1' } });
  await main([...argv, '.'], io);
  return io.out();
}

describe('a report as it was read and found good', () => {
  it.each(Object.entries(cases))('%s', async (name, testCase) => {
    const text = await report(testCase);
    // Escape characters would make the golden file unreadable.
    await expect(text.replaceAll('\u001B', '␛')).toMatchFileSnapshot(join('golden', `${name}.txt`));
  });

  it.each(Object.entries(cases).filter(([, { isColored }]) => isColored !== true))(
    '%s holds no character that a terminal obeys',
    async (_name, testCase) => {
      expect(await report(testCase)).not.toMatch(
        /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/,
      );
    },
  );

  it.each(Object.entries(cases).filter(([, { argv = [] }]) => argv.includes('cis') || argv.length === 0))(
    '%s is the same twice',
    async (_name, testCase) => {
      expect(await report(testCase)).toBe(await report(testCase));
    },
  );

  it.each(['pretty', 'text', 'cis'])('%s of a file with CRLF is that of the file with LF', async (format) => {
    const argv = ['--format', format];
    const files = Object.fromEntries(Object.entries(shop).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
    expect(await report({ files, argv })).toBe(await report({ files: shop, argv }));
  });
});
