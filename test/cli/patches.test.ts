import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createProcessIo } from '../../src/cli/process-io.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = 'services:\n  s:\n    image: a:1\n    read_onyl: true\n';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-patch-'));
  const write = (path: string, text: string | Uint8Array): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('compose.yaml', COMPOSE);
  write('real/compose.yaml', COMPOSE);
  write('windows/compose.yaml', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(COMPOSE, 'utf16le')]));
  write('module/compose.yaml', COMPOSE);
  write('module/.git', 'gitdir: ../.git/modules/module\n');
  mkdirSync(join(folder, 'linked'));
  symlinkSync('../real/compose.yaml', join(folder, 'linked/compose.yaml'));
  symlinkSync('real', join(folder, 'folder'));
  spawnSync('git', ['init', '-q'], { cwd: folder });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('what `git apply` would reject is left out of the diff and named, and it accepts the rest', async () => {
  const { files, writer } = createProcessIo({ ...process, cwd: () => folder });
  const io = { ...createMemoryIo({}), files, writer };
  const paths = ['compose.yaml', 'real', 'windows', 'module', 'linked', 'folder/compose.yaml'];
  expect(await main(['fix', '--no-config', ...paths], io)).toBe(1);
  expect(io.err()).toContain('linked/compose.yaml: not in the diff. This is a symlink');
  expect(io.err()).toContain('windows/compose.yaml: not in the diff. This file is not UTF-8');
  expect(io.err()).toContain('module/compose.yaml: not in the diff. It belongs to another repository');
  expect(io.err()).toContain('folder/compose.yaml: not in the diff. Its directory is a symlink');
  expect(io.out().match(/^--- .*/gm)).toEqual(['--- ./compose.yaml', '--- ./real/compose.yaml']);
  const applied = spawnSync('git', ['apply', '--check', '-'], { cwd: folder, input: io.out() });
  expect(applied.stderr.toString()).toBe('');
});
