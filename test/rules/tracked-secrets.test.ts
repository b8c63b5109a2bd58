import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { createMemoryIo } from '../memory-io.ts';

const SERVICE = 'services: {web: {image: "i:1", env_file: app.env}}\n';
const WITH_VARIABLE = 'services: {web: {image: "i:1", environment: {DB_PASSWORD: "${DB_PASSWORD}"}}}\n';

/** Files, the tracked ones, and the reported secret with its message. */
const CASES: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  tracked: readonly string[],
  found: string | undefined,
])[] = [
  [
    'an env file that Git tracks',
    { 'compose.yaml': SERVICE, 'app.env': 'API_TOKEN=s3cr3t-value\n' },
    ['compose.yaml', 'app.env'],
    'app.env:1:11: warning secret-in-environment Service `web` has a hard-coded secret in `API_TOKEN`, visible to anyone who can read the repository, be',
  ],
  [
    'an env file that it does not track',
    { 'compose.yaml': SERVICE, 'app.env': 'API_TOKEN=s3cr3t-value\n' },
    ['compose.yaml'],
    undefined,
  ],
  [
    'an .env that it tracks',
    { 'compose.yaml': WITH_VARIABLE, '.env': 'DB_PASSWORD=s3cr3t-value\n' },
    ['.env'],
    'compose.yaml:1:46: warning secret-in-environment Service `web` has a hard-coded secret in `DB_PASSWORD`, visible to anyone who can read the repository,',
  ],
  [
    'an .env that it does not track',
    { 'compose.yaml': WITH_VARIABLE, '.env': 'DB_PASSWORD=s3cr3t-value\n' },
    ['compose.yaml'],
    undefined,
  ],
  [
    'an address of which only the host is tracked',
    {
      'compose.yaml':
        'services: {web: {image: "i:1", env_file: own.env, environment: {DB_URL: "pg://u:${DB_PASSWORD}@${HOST}/d"}}}\n',
      '.env': 'HOST=db\n',
      'own.env': 'X=1\n',
    },
    ['.env'],
    undefined,
  ],
  [
    'a reference to what is set elsewhere',
    { 'compose.yaml': SERVICE, 'app.env': 'API_TOKEN=\nDB_PASSWORD=${DB_PASSWORD}\n' },
    ['compose.yaml', 'app.env'],
    undefined,
  ],
];

test.each(CASES)('%s', async (_what, files, tracked, found) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    execFileSync('git', ['add', '--force', ...tracked], { cwd: root });
    const io = { ...createMemoryIo({}), files: createNodeFileSystem(root) };
    await main(['--format', 'text', 'compose.yaml'], io);
    const line = io
      .out()
      .split('\n')
      .find((one) => one.includes('secret-in-environment'));
    expect(line?.slice(0, found?.length)).toBe(found);
    expect(io.out() + io.err()).not.toContain('s3cr3t');
  } finally {
    rmSync(root, { recursive: true });
  }
});
