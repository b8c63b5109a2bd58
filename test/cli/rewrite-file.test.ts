import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withoutInterruption } from '../../src/cli/output/replace-file.ts';
import { removeLeftovers, rewriteFile } from '../../src/cli/output/rewrite-file.ts';
import { createProcessIo } from '../../src/cli/process-io.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-rewrite-'));
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

test.each([0o644, 0o600, 0o755, 0o4711])('the mode %o stays', (mode) => {
  writeFileSync(at('a'), 'old');
  chmodSync(at('a'), mode);
  expect(rewriteFile(at('a'), 'old', 'new')).toBeUndefined();
  expect(readFileSync(at('a'), 'utf8')).toBe('new');
  expect(statSync(at('a')).mode & 0o7777).toBe(mode);
  expect(readdirSync(folder)).toEqual(['a']);
});

/** The existing file, and the message about it. */
const REFUSED: readonly (readonly [name: string, make: () => void, message: string])[] = [
  [
    'a symbolic link',
    () => {
      mkdirSync(at('elsewhere'));
      writeFileSync(at('elsewhere/b'), 'old');
      symlinkSync(at('elsewhere/b'), at('a'));
    },
    'This is a symlink',
  ],
  [
    'a file with two names',
    () => {
      writeFileSync(at('a'), 'old');
      linkSync(at('a'), at('b'));
    },
    'This file has 2 hard links, which rewriting would break.',
  ],
  [
    'a pipe',
    () => {
      execFileSync('mkfifo', [at('a')]);
    },
    'This is not a regular file.',
  ],
  [
    'a file that has changed',
    () => {
      writeFileSync(at('a'), 'newer');
    },
    'The file changed after it was read, or is not UTF-8.',
  ],
  [
    'UTF-16',
    () => {
      writeFileSync(at('a'), Buffer.from('\uFEFFold', 'utf16le'));
    },
    'The file changed after it was read, or is not UTF-8.',
  ],
  ['nothing', () => undefined, 'ENOENT'],
];

test.each(REFUSED)('%s is left as it is', (_, make, message) => {
  make();
  const before = readdirSync(folder);
  expect(rewriteFile(at('a'), 'old', 'new')).toContain(message);
  expect(readdirSync(folder)).toEqual(before);
  for (const name of before) if (lstatSync(at(name)).isFile()) expect(readFileSync(at(name), 'utf8')).not.toBe('new');
});

test('a file whose bytes are no text is left as it is', () => {
  const bytes = Buffer.from([0x61, 0xff, 0x0a]);
  writeFileSync(at('a'), bytes);
  expect(rewriteFile(at('a'), bytes.toString(), 'new')).toContain('The file is not UTF-8.');
  expect(readFileSync(at('a'))).toEqual(bytes);
});

test.skipIf(process.getuid?.() === 0)('what is not writable is left as it is', () => {
  writeFileSync(at('a'), 'old');
  chmodSync(at('a'), 0o444);
  expect(rewriteFile(at('a'), 'old', 'new')).toContain('EACCES');
  chmodSync(at('a'), 0o644);
  chmodSync(folder, 0o555);
  expect(rewriteFile(at('a'), 'old', 'new')).toContain('EACCES');
  expect(readFileSync(at('a'), 'utf8')).toBe('old');
});

const LEFT = 'plimsoll-999999999-01234567-89ab-cdef-0123-456789abcdef.tmp';

test('what a killed run has left next to a file goes with the next one, and nothing else', () => {
  const own = `a.plimsoll-${process.pid}-01234567-89ab-cdef-0123-456789abcdef.tmp`;
  const others = ['a', own, 'a.plimsoll-x.tmp', 'a.tmp'];
  for (const name of [...others, `a.${LEFT}`, `.env.${LEFT}`]) writeFileSync(at(name), 'old');
  expect(rewriteFile(at('a'), 'old', 'new')).toBeUndefined();
  expect(readdirSync(folder)).toEqual(others.toSorted());
  writeFileSync(at(`.env.${LEFT}`), 'old');
  removeLeftovers([at('none'), at('no/folder')]);
  expect(readdirSync(folder)).toEqual(others.toSorted());
});

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while a file is rewritten ends the process afterwards',
  async (signal) => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const before = process.listenerCount(signal);
    const done = withoutInterruption(process, () => process.emit(signal, signal));
    expect(done).toBe(true);
    expect(kill.mock.calls).toEqual([[process.pid, signal]]);
    withoutInterruption(process, () => undefined);
    expect(process.listenerCount(signal)).toBe(before + 1);
    await new Promise(setImmediate);
    expect(process.listenerCount(signal)).toBe(before);
    kill.mockRestore();
  },
);

test.skipIf(process.platform === 'win32')('a file gets the requested mode, also in place of another', async () => {
  writeFileSync(at('cache'), 'old');
  chmodSync(at('cache'), 0o644);
  await createProcessIo(process).writer.writeFile(at('cache'), ['new'], { mode: 0o600 });
  expect(statSync(at('cache')).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('a link stays where it is to be kept', async () => {
  const { writeFile } = createProcessIo(process).writer;
  mkdirSync(at('elsewhere'));
  symlinkSync('elsewhere/b', at('a'));
  await writeFile(at('a'), ['one'], { keepsLink: true });
  await writeFile(at('a'), ['two'], { keepsLink: true });
  expect(lstatSync(at('a')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('elsewhere/b'), 'utf8')).toBe('two');
  await writeFile(at('a'), ['three']);
  expect(lstatSync(at('a')).isSymbolicLink()).toBe(false);
  expect(readFileSync(at('elsewhere/b'), 'utf8')).toBe('two');
});
