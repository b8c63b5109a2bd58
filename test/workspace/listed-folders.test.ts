import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/workspace/files/file-system.ts';
import { withListedFolders } from '../../src/workspace/files/listed-folders.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** The file system, and the paths that it was really asked for. */
function createAsked(): { readonly files: FileSystem; readonly asked: string[] } {
  const asked: string[] = [];
  const files = createMemoryFiles({ 'app/Compose.yaml': '', 'app/data/x': '' });
  const note = (path: string): string => {
    asked.push(path);
    return path;
  };
  return {
    asked,
    files: withListedFolders({
      ...files,
      read: (path, maxSize) => files.read(note(path), maxSize),
      kindOf: (path) => files.kindOf(note(path)),
    }),
  };
}

test.each([
  ['app/.env', false],
  ['/project/app/.env', false],
  ['app/Compose.yaml', true],
  // Some file systems find it.
  ['app/compose.YAML', true],
  ['app/COMPOS~1.YAM', true],
  ['app/é.yaml', true],
  ['app/data', true],
  ['app/data/y', true],
  ['.env', true],
])('once a folder was listed, whether %s is looked for: %s', (path, isAsked) => {
  const { files, asked } = createAsked();
  files.list('app');
  const plain = createMemoryFiles({ 'app/Compose.yaml': '', 'app/data/x': '' });
  expect(files.read(path)).toEqual(plain.read(path));
  expect(files.kindOf(path)).toBe(plain.kindOf(path));
  expect(asked).toEqual(isAsked ? [path, path] : []);
});

test('what a folder that was not listed lacks is looked for', () => {
  const { files, asked } = createAsked();
  files.read('app/.env');
  expect(asked).toEqual(['app/.env']);
});
