import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clonesIn } from '../../scripts/images/clones.ts';

const folder = mkdtempSync(join(tmpdir(), 'clones-'));
const ABSENT = '0'.repeat(40);
let commit = '';

beforeAll(() => {
  const place = join(folder, 'a/b');
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-C', place, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
      encoding: 'utf8',
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-06-01T12:00:00Z' },
    });
  mkdirSync(place, { recursive: true });
  git('init', '--quiet');
  writeFileSync(join(place, 'one'), 'first\n');
  writeFileSync(join(place, 'empty'), '');
  git('add', '.');
  git('commit', '--quiet', '-m', 'x');
  commit = git('rev-parse', 'HEAD').trim();
  writeFileSync(join(place, 'one'), 'second: é\n');
  git('commit', '--quiet', '-am', 'y');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([true, false])('files are the same whether they were read at once: %s', (isAtOnce) => {
  const { preload, readAt, dayOf } = clonesIn(folder);
  const files = [
    { repository: 'a/b', commit: ABSENT, path: 'one' },
    { repository: 'a/b', commit, path: 'one' },
    { repository: 'a/b', commit: 'HEAD', path: 'one' },
    { repository: 'a/b', commit, path: 'no such file' },
    { repository: 'a/b', commit, path: 'empty' },
    { repository: 'a/c', commit, path: 'one' },
  ];
  if (isAtOnce) preload(files);
  expect(files.map((file) => readAt(file.repository, file.commit, file.path))).toEqual([
    undefined,
    'first\n',
    'second: é\n',
    undefined,
    '',
    undefined,
  ]);
  expect([dayOf('a/b', commit), dayOf('a/b', 'HEAD'), dayOf('a/b', ABSENT), dayOf('a/c', commit)]).toEqual([
    '2026-06-01',
    '2026-06-01',
    undefined,
    undefined,
  ]);
});
