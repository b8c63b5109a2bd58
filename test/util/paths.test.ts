import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleanPath,
  isAbsolutePath,
  isWindowsFolder,
  joinPath,
  normalizePath,
  relativePath,
  splitPath,
  toPlainPath,
} from '../../src/util/paths.ts';

describe('normalizePath', () => {
  test.each([
    ['./a//b/../c/', 'a/c'],
    ['', '.'],
    ['a/..', '.'],
    ['../../a', '../../a'],
    ['/..//a/', '/a'],
    ['/', '/'],
    ['C:/repo/./app/../compose.yaml', 'C:/repo/compose.yaml'],
    ['C:/../..', 'C:/'],
    ['C:', 'C:'],
    ['//server/share/a/../../b', '//server/share/b'],
    ['//server/share', '//server/share/'],
    ['///a', '/a'],
  ])('%s → %s', (path, normal) => {
    expect(normalizePath(path)).toBe(normal);
  });
});

test('cleanPath is as Node has it for Linux, without a slash at the end', () => {
  const path = fc.array(fc.constantFrom('/', '/', '.', '..', 'a', 'C:', ' '), { maxLength: 10 });
  fc.assert(
    fc.property(path, (parts) => {
      const written = parts.join('');
      const normal = posix.normalize(written);
      expect(cleanPath(written)).toBe(normal === '/' ? normal : normal.replace(/\/$/, ''));
      expect(cleanPath(`/${written}`)).toBe(posix.resolve('/', `/${written}`));
    }),
  );
});

describe('joinPath', () => {
  test.each([
    ['.', 'a', 'a'],
    ['', 'a', 'a'],
    ['a/b', '../c', 'a/c'],
    ['a', '/b', '/b'],
    ['/a', '..', '/'],
    ['/', 'a/b', '/a/b'],
    ['/', '../a', '/a'],
    ['C:/', 'a/b', 'C:/a/b'],
    ['//server/share/', 'a/b', '//server/share/a/b'],
    ['C:/repo', 'app/compose.yaml', 'C:/repo/app/compose.yaml'],
    ['C:/repo', 'D:/other', 'D:/other'],
    ['C:/repo', '/other', 'C:/other'],
    ['C:/repo', '../../..', 'C:/'],
    ['//server/share/repo', '../../..', '//server/share/'],
    ['//server/share/repo', '/other', '//server/share/other'],
    ['/repo', '//server/share/a', '//server/share/a'],
  ])('%s and %s → %s', (folder, name, path) => {
    expect(joinPath(folder, name)).toBe(path);
  });
});

describe('splitPath', () => {
  test.each([
    ['compose.yaml', '.', 'compose.yaml'],
    ['a/b', 'a', 'b'],
    ['/a', '/', 'a'],
    ['/', '/', ''],
    ['C:/a', 'C:/', 'a'],
    ['C:/', 'C:/', ''],
    ['C:/a/b', 'C:/a', 'b'],
    ['//server/share/a', '//server/share/', 'a'],
    ['//server/share/', '//server/share/', ''],
    ['//a', '/', 'a'],
  ])('%s → %s and %s', (path, folder, name) => {
    expect(splitPath(normalizePath(path))).toEqual([folder, name]);
  });
});

describe('relativePath', () => {
  test.each([
    ['/repo', '/repo/a/b', 'a/b'],
    ['/repo/a', '/repo/b', '../b'],
    ['/repo', '/repo', ''],
    ['/', '/a', 'a'],
    ['/repo', '/repository', '../repository'],
    ['C:/repo', 'C:/repo/app/compose.yaml', 'app/compose.yaml'],
    ['C:/Repo', 'c:/repo/App', 'App'],
    ['/Repo', '/repo/App', '../repo/App'],
    ['C:/repo', 'D:/repo/a', 'D:/repo/a'],
    ['//server/share/repo', '//SERVER/share/repo/a', 'a'],
    ['//server/share', '//server/other/a', '//server/other/a'],
    ['C:/repo', '/repo', '/repo'],
  ])('from %s to %s: %s', (folder, path, relative) => {
    expect(relativePath(folder, path)).toBe(relative);
  });
});

test.each([
  ['compose.yaml', false],
  ['../a', false],
  ['C:a', false],
  ['C:/a', true],
  ['/a', true],
  ['//server/share', true],
])('isAbsolutePath(%s) is %s', (path, isAbsolute) => {
  expect(isAbsolutePath(path)).toBe(isAbsolute);
});

test.each([
  ['/project', false],
  ['/', false],
  ['C:/', true],
  ['C:/repo', true],
  ['//server/share/repo', true],
])('isWindowsFolder(%s) is %s', (folder, isWindows) => {
  expect(isWindowsFolder(folder)).toBe(isWindows);
});

test.each([
  ['C:/repo', 'app\\compose.yaml', 'app/compose.yaml'],
  ['C:/repo', '\\\\server\\share\\compose.yaml', '//server/share/compose.yaml'],
  ['C:/repo', '\\srv\\compose.yaml', 'C:/srv/compose.yaml'],
  ['C:/repo', '/srv/', 'C:/srv/'],
  ['D:/', 'C:/srv', 'C:/srv'],
  ['//server/share/repo', '/srv', '//server/share/srv'],
  ['/project', 'odd\\name.yaml', 'odd\\name.yaml'],
  ['/project', '//srv/app/compose.yaml', '/srv/app/compose.yaml'],
])('in %s, %s is %s', (workingDirectory, written, path) => {
  expect(toPlainPath(written, workingDirectory)).toBe(path);
});
