import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-largest-'));
writeFileSync(join(folder, 'a.txt'), '0123456789');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a file is read up to the size that is asked for', () => {
  const files = createNodeFileSystem(folder);
  expect(files.read('a.txt', 9)).toEqual({ failure: 'too-large' });
  expect(files.read('a.txt', 10)).toEqual({ text: '0123456789' });
  expect(files.read('a.txt')).toEqual({ text: '0123456789' });
});
