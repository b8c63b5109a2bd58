import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { discover } from '../../src/projects/discover.ts';
import { isInstalled, requireProgram, run } from '../integrations/programs.ts';

const COMPOSE = 'services:\n  a:\n    image: x:1\n';

let root = '';
beforeEach((context) => {
  requireProgram('git', context);
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-ignore-')));
  run('git', ['init', '--quiet'], { cwd: root });
});
afterEach(() => {
  if (isInstalled('git')) rmSync(root, { recursive: true, force: true });
});

function write(tree: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Discovered files, relative to the repository's root. */
function found(from: string, ...paths: readonly string[]): readonly string[] {
  const files = createNodeFileSystem(join(root, from));
  return [...discover({ paths }, files).inputs].flatMap((input) =>
    input.files.map(({ path }) => join(root, from, path.replace(root, '.')).slice(root.length + 1)),
  );
}

describe('.gitignore counts as Git counts it', () => {
  test('what Git tracks is not ignored, wherever it lies', () => {
    write({
      '.gitignore': 'out/\n*.prod.yaml\n',
      'out/deep/compose.yaml': COMPOSE,
      'out/other.yaml': COMPOSE,
      'compose.prod.yaml': COMPOSE,
      'untracked.prod.yaml': COMPOSE,
      'a/compose.yaml': COMPOSE,
    });
    expect(found('.', '.')).toEqual(['a/compose.yaml']);
    run('git', ['add', '--force', 'out/deep/compose.yaml', 'compose.prod.yaml'], { cwd: root });
    const expected = ['a/compose.yaml', 'compose.prod.yaml', 'out/deep/compose.yaml'];
    expect(found('.', '.')).toEqual(expected);
    expect(found('a', '..').toSorted()).toEqual(expected);
  });

  test.each([
    ['.', 'a'],
    ['.', './a/'],
    ['b', '../a'],
    ['a', '.'],
  ])('those above a directory count, however it is named: from %s, %s', (from, path) => {
    write({
      '.gitignore': '*.tmp.yaml\n/a/gen\n',
      'a/x.tmp.yaml': COMPOSE,
      'a/gen/compose.yaml': COMPOSE,
      'a/compose.yaml': COMPOSE,
      'b/x': '',
    });
    expect(found(from, path)).toEqual(['a/compose.yaml']);
  });

  test('those above a directory count where its path is absolute', () => {
    write({ '.gitignore': '*.tmp.yaml\n', 'a/x.tmp.yaml': COMPOSE, 'a/compose.yaml': COMPOSE });
    const { inputs } = discover({ paths: [join(root, 'a')] }, createNodeFileSystem('/'));
    expect([...inputs].flatMap(({ files }) => files.map(({ path }) => path))).toEqual([join(root, 'a/compose.yaml')]);
  });

  test('a directory that is named is read although it is ignored, but for what its own .gitignore names', () => {
    write({ '.gitignore': 'out\n', 'out/.gitignore': 'y.yaml\n', 'out/x.yaml': COMPOSE, 'out/y.yaml': COMPOSE });
    expect(found('.', 'out')).toEqual(['out/x.yaml']);
    expect(found('.', '.')).toEqual([]);
  });
});
