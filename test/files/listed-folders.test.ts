import { expect, test } from 'vitest';
import type { FileSystem } from '../../src/files/file-system.ts';
import { withListedFolders } from '../../src/files/listed-folders.ts';
import { createMemoryFiles } from '../memory-io.ts';

/** A filesystem, and the paths really requested from it. */
function createAsked(): { readonly files: FileSystem; readonly asked: string[] } {
  const asked: string[] = [];
  const files = createMemoryFiles({ 'app/Compose.yaml': '', 'app/data/x': '' });
  const note = (question: string, path: string): string => {
    asked.push(`${question} ${path}`);
    return path;
  };
  return {
    asked,
    files: withListedFolders({
      ...files,
      read: (path, maxSize) => files.read(note('read', path), maxSize),
      kindOf: (path) => files.kindOf(note('kindOf', path)),
      list: (path) => files.list(note('list', path)),
    }),
  };
}

test.each([
  ['app/.env', []],
  ['/project/app/.env', []],
  ['app/Compose.yaml', ['read']],
  ['app/data', ['read']],
  // Case-insensitive filesystems find it.
  ['app/compose.YAML', ['read', 'kindOf']],
  ['app/COMPOS~1.YAM', ['read', 'kindOf']],
  ['app/é.yaml', ['read', 'kindOf']],
  ['app/data/y', ['read', 'kindOf']],
  ['.env', ['read', 'kindOf']],
])('once a directory was listed, what %s is asked for: %j', (path, questions) => {
  const { files, asked } = createAsked();
  files.list('app');
  const plain = createMemoryFiles({ 'app/Compose.yaml': '', 'app/data/x': '' });
  expect(files.read(path)).toEqual(plain.read(path));
  expect(files.kindOf(path)).toBe(plain.kindOf(path));
  expect(asked).toEqual(['list app', ...questions.map((question) => `${question} ${path}`)]);
});

test('a directory is listed once, whatever it is called', () => {
  const { files, asked } = createAsked();
  expect(files.list('/project/app')).toEqual(files.list('app'));
  expect(asked).toEqual(['list /project/app']);
});

test('what a directory that was not listed lacks is looked for', () => {
  const { files, asked } = createAsked();
  files.read('app/.env');
  expect(asked).toEqual(['read app/.env']);
});
