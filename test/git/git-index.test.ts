import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { readGitIndex } from '../../src/git/git-index.ts';
import { createTrackedFinder } from '../../src/git/tracked-files.ts';
import { isInstalled, requireProgram, run } from '../integrations/programs.ts';

let folder = '';
beforeEach((context) => {
  requireProgram('git', context);
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-index-')));
});
afterEach(() => {
  if (isInstalled('git')) rmSync(folder, { recursive: true, force: true });
});

function git(...argv: readonly string[]): string {
  const env = {
    ...{ GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
  };
  const { code, stdout, stderr } = run('git', argv, { cwd: folder, env });
  if (code !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr}`);
  return stdout;
}

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
}

/** Compares the parsed index with Git's own list. */
function compare(): void {
  const tracked = createTrackedFinder(createNodeFileSystem(folder))('.');
  const listed = git('ls-files', '-z')
    .split('\0')
    .filter((path) => path !== '');
  expect(tracked?.paths).toEqual(listed.map((path) => join(folder, path)).sort());
}

const LONG = `${'n'.repeat(180)}/${'m'.repeat(180)}`;
const NAMES = ['a', 'a.b', 'b/b/c.yaml', 'b/b/d.yaml', 'é/ü.yaml', 'sp ace', '!x', '--y', `${LONG}/${LONG}`];

describe('what Git tracks is read as Git lists it', () => {
  test.each(['2', '3', '4'])('in version %s of the index', (version) => {
    git('init', '--quiet');
    git('config', 'index.version', version);
    write(...NAMES, 'later', 'ignored.yaml', '.gitignore');
    writeFileSync(join(folder, '.gitignore'), 'ignored.yaml\n');
    symlinkSync('a', join(folder, 'link'));
    git('add', '--force', '--', ...NAMES, '.gitignore', 'ignored.yaml', 'link');
    // Requires index version 3.
    git('add', '--intent-to-add', 'later');
    compare();
  });

  test('in a repository with SHA-256', () => {
    git('init', '--quiet', '--object-format=sha256');
    write(...NAMES);
    git('add', '--all');
    compare();
  });

  test('in an index without a checksum, and in an empty one', () => {
    git('init', '--quiet');
    git('config', 'index.skipHash', 'true');
    write(...NAMES);
    git('add', '--all');
    compare();
    git('rm', '--quiet', '--cached', '-r', '.');
    compare();
  });

  test('in an index that is split, with no file of it missing', () => {
    git('init', '--quiet');
    write(...NAMES);
    git('add', '--all');
    git('update-index', '--split-index');
    write('new', 'a');
    git('add', '--all');
    compare();
    // Removed files may still be listed.
    git('rm', '--quiet', '--cached', 'sp ace');
    const { paths = [] } = createTrackedFinder(createNodeFileSystem(folder))('.') ?? {};
    expect(paths).toEqual(
      expect.arrayContaining(
        git('ls-files', '-z')
          .split('\0')
          .filter(Boolean)
          .map((path) => join(folder, path)),
      ),
    );
  });

  test('in a further work tree, which has another index', () => {
    git('init', '--quiet');
    write('a', 'b');
    git('add', 'a');
    git('commit', '--quiet', '-m', 'a');
    git('worktree', 'add', '--quiet', 'tree');
    const tree = join(folder, 'tree');
    const tracked = createTrackedFinder(createNodeFileSystem(tree))('.');
    expect(tracked).toMatchObject({ root: tree, paths: [join(tree, 'a')] });
  });

  test('during a conflict, each file once', () => {
    git('init', '--quiet', '-b', 'one');
    write('a');
    git('add', 'a');
    git('commit', '--quiet', '-m', 'a');
    git('checkout', '--quiet', '-b', 'two');
    writeFileSync(join(folder, 'a'), 'two');
    git('commit', '--quiet', '-am', 'two');
    git('checkout', '--quiet', 'one');
    writeFileSync(join(folder, 'a'), 'one');
    git('commit', '--quiet', '-am', 'one');
    expect(() => git('merge', 'two')).toThrow();
    expect(createTrackedFinder(createNodeFileSystem(folder))('.')?.paths).toEqual([join(folder, 'a')]);
  });
});

test('a damaged index lists nothing, and none is read indefinitely', () => {
  git('init', '--quiet');
  git('config', 'index.version', '4');
  write(...NAMES);
  git('add', '--all');
  const bytes = readFileSync(join(folder, '.git/index'));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(bytes.length),
      (changes, length) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        readGitIndex(damaged.subarray(0, length));
      },
    ),
  );
  for (let length = 0; length < bytes.length - 40; length += 1)
    expect(readGitIndex(bytes.subarray(0, length))).toBeUndefined();
});
