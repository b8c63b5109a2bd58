import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { rewriteFile } from '../../src/cli/output/rewrite-file.ts';
import { findClient } from '../clients/installed.ts';
import { createMemoryIo } from '../memory-io.ts';

/** Characters that change the meaning of an env file: variables, comments, quotes, spaces. */
const SPECIAL = Array.from(` $#"=:\`{}()&!*?~^|;<>,.@%+/-_[]\té€`);
const VALUES = SPECIAL.flatMap((one) => [`a${one}b`, `${one}1${one}`, `a$${one}b`, `a ${one}`]);

const compose = (value: (index: number) => string, values: readonly string[] = VALUES): string =>
  `services:\n  db:\n    image: postgres:17.2\n    environment:\n${values.map((_, index) => `      P${index}_PASSWORD: ${value(index)}\n`).join('')}`;

const TEXT = compose((index) => JSON.stringify(VALUES[index]?.replaceAll('$', '$$$$')));
const FIX = ['fix', '--risk', 'medium', '--rule', 'secret-in-environment'];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-secrets-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the patch that makes `.env` and `.gitignore` is one that git apply and patch -p0 take', async () => {
  const tree = { 'compose.yaml': TEXT, '.git/HEAD': 'ref: refs/heads/main\n' };
  const io = createMemoryIo(tree);
  expect(await main(FIX, io)).toBe(1);
  const written = createMemoryIo(tree);
  expect(await main([...FIX, '--write'], written)).toBe(0);
  expect([...written.written.keys()]).toEqual(['.env', '.gitignore', 'compose.yaml']);
  for (const [command, ...args] of [
    ['git', 'apply', '-'],
    ['patch', '--binary', '-s', '-p0'],
  ] as const) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    writeFileSync(join(folder, 'compose.yaml'), TEXT);
    execFileSync(command, args, { cwd: folder, input: io.out() });
    for (const [path, text] of written.written) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  }
});

const client = findClient('stable');

test.skipIf(client === undefined)('the container has the same values, as Compose reads them', async () => {
  const config = (): string =>
    execFileSync(client?.compose ?? '', ['-p', 'x', 'config'], { cwd: folder, encoding: 'utf8' });
  writeFileSync(join(folder, 'compose.yaml'), TEXT);
  const before = config();
  const io = createMemoryIo({ 'compose.yaml': TEXT });
  expect(await main([...FIX, '--write'], io)).toBe(0);
  for (const [path, text] of io.written) writeFileSync(join(folder, path), text);
  expect(config()).toBe(before);
  const found = VALUES.filter((_, index) => io.written.get('.env')?.includes(`P${index}_PASSWORD=`));
  expect(found.length).toBeGreaterThan(VALUES.length / 2);
});

test('what can no longer be moved stays where it is', async () => {
  const memory = createMemoryIo({ 'compose.yaml': TEXT });
  const io = {
    ...memory,
    writer: {
      ...memory.writer,
      rewriteFile: (path: string): string | undefined =>
        path === '.env' ? "Can't write the file (EACCES)." : undefined,
    },
  };
  expect(await main([...FIX, '--write'], io)).toBe(2);
  expect(io.err()).toContain(".env: Can't write the file (EACCES).");
  expect(io.err()).toContain('compose.yaml: Not changed because `.env` could not be written.');
});

test('nothing is moved out of standard input', async () => {
  const stdin = compose(() => 's3cret', ['s3cret']);
  const io = createMemoryIo({}, { stdin });
  await main([...FIX, '--write', '--stdin-filename', 'compose.yaml', '-'], io);
  expect(io.out()).toBe(stdin);
  expect(io.err()).toContain("It needs a line in `.env`, which isn't changed here.");
});

test('a new env file is for its owner alone, and takes the place of none', () => {
  expect(rewriteFile(join(folder, '.env'), undefined, 'A=1\n')).toBeUndefined();
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  expect(rewriteFile(join(folder, '.env'), undefined, 'A=2\n')).toContain('EEXIST');
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('A=1\n');
});
