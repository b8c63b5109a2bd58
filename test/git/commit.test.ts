import { describe, expect, test } from 'vitest';
import { checkedOut } from '../../src/git/commit.ts';
import { createMemoryFiles } from '../memory-io.ts';

const HASH = '0123456789abcdef0123456789abcdef01234567';

const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'on a branch': { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${HASH}\n` },
  'on a branch that is packed': {
    '.git/HEAD': 'ref: refs/heads/a/b\n',
    '.git/packed-refs': `# pack-refs with: peeled\n${'f'.repeat(40)} refs/heads/a\n${HASH} refs/heads/a/b\n`,
  },
  'on no branch': { '.git/HEAD': `${HASH}\n` },
  'in a folder above': { '/.git/HEAD': `${HASH}\n` },
  'in a worktree': {
    '.git': 'gitdir: /main/.git/worktrees/x\n',
    '/main/.git/worktrees/x/HEAD': 'ref: refs/heads/x\n',
    '/main/.git/worktrees/x/commondir': '../..\n',
    '/main/.git/refs/heads/x': `${HASH}\n`,
  },
};

describe('the commit that is checked out is known', () => {
  test.each(Object.entries(REPOSITORIES))('%s', (_, tree) => {
    expect(checkedOut(createMemoryFiles(tree)).commit).toBe(HASH);
  });
});

test.each([
  ['no repository', {}],
  ['no commit yet', { '.git/HEAD': 'ref: refs/heads/main\n' }],
  ['no hash', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': 'secret\n' }],
  ['a reference that leads elsewhere', { '.git/HEAD': 'ref: refs/../../x\n', x: HASH }],
])('there is none: %s', (_, tree) => {
  expect(checkedOut(createMemoryFiles(tree)).commit).toBeUndefined();
});

test.each([
  ['that of the repository', { '/srv/shop/.git/HEAD': `${HASH}\n` }, '/srv/shop/stacks/web', 'shop'],
  ['the working folder without one', {}, '/srv/shop/stacks', 'stacks'],
  ['none for the root', {}, '/', undefined],
])('the project has the name of a directory: %s', (_, tree, workingDirectory, name) => {
  expect(checkedOut({ ...createMemoryFiles(tree), workingDirectory }).project).toBe(name);
});
