import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { append, getOrInsert, groupBy } from '../../src/util/maps.ts';

/**
 * Reads a file of a repository at a commit, or at the newest one (`HEAD`), or returns `undefined`.
 */
export type ReadAt = (repository: string, commit: string, path: string) => string | undefined;

/** A file of a repository at a commit. */
export interface FileAt {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/**
 * Repositories below a directory, as `owner/name` or `owner+name/repo`, with or without work tree.
 */
export interface Clones {
  readonly readAt: ReadAt;
  /** Reads these files with one process per repository, for `readAt` and `dayOf`. */
  readonly preload: (files: readonly FileAt[]) => void;
  readonly has: (repository: string) => boolean;
  /** The full hash of a commit, or `undefined`. */
  readonly commit: (repository: string, name: string) => string | undefined;
  /** The day of a commit: `2026-06-30`. */
  readonly dayOf: (repository: string, commit: string) => string | undefined;
  /** The commits on all branches. */
  readonly commits: (repository: string) => ReadonlySet<string>;
  /** The versions of a file up to a commit, the newest first, with days. */
  readonly history: (repository: string, commit: string, path: string) => readonly Version[];
  /** A file at each of these commits; empty if missing. */
  readonly readMany: (repository: string, commits: readonly string[], path: string) => readonly string[];
  /** The releases up to the newest commit, the newest first. */
  readonly releases: (repository: string) => readonly Tagged[];
  /** All tags, in no order. */
  readonly tags: (repository: string) => readonly Tagged[];
  /** The newest release that a commit has: `v3.0.0`. */
  readonly releaseOf: (repository: string, commit: string) => string | undefined;
  /** The paths of a commit's files with this name, in any directory. */
  readonly pathsOf: (repository: string, commit: string, name: string) => readonly string[];
  readonly branches: (repository: string) => readonly string[];
  /** Those of the texts that the code in a directory contains as whole words. */
  readonly finds: (repository: string, commit: string, texts: readonly string[], folder: string) => ReadonlySet<string>;
  /** The lines of the newest files that match a pattern of `git grep -E`. */
  readonly grep: (repository: string, pattern: string, files: readonly string[]) => readonly string[];
}

/** A Git tag, with its commit. */
export interface Tagged {
  readonly tag: string;
  readonly commit: string;
}

/** A file on a day. */
export interface Version {
  readonly date: string;
  readonly text: string;
}

const TAG_FORMAT = '--format=%(refname:strip=2) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';

/** Files that may name a setting that the code doesn't have, or puts together. */
const UNREAD = [':!*.md', ':!*.yml', ':!*.yaml', ':!*test*', ':!*CHANGELOG*'];

/** Reads the clones below a directory. */
export function clonesIn(folder: string): Clones {
  const run = (repository: string, words: readonly string[], input = ''): Buffer | undefined => {
    const place = placeOf(folder, repository);
    if (place === undefined) return undefined;
    try {
      return execFileSync('git', ['--git-dir', place, ...words], {
        input,
        maxBuffer: 2 ** 30,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
    } catch {
      return undefined;
    }
  };
  const git = (repository: string, ...words: readonly string[]): string | undefined =>
    run(repository, words)?.toString('utf8');
  const lines = (repository: string, ...words: readonly string[]): readonly string[] =>
    (git(repository, ...words) ?? '').split('\n').filter((line) => line !== '');
  const readMany: Clones['readMany'] = (repository, at, path) => {
    const wanted = at.map((commit) => `${commit}:${path}\n`).join('');
    return objectsOf(run(repository, ['cat-file', '--batch'], wanted)).map((text) => text ?? '');
  };
  const tagged = (repository: string, ...words: readonly string[]): readonly Tagged[] =>
    lines(repository, 'for-each-ref', ...words, TAG_FORMAT, 'refs/tags').flatMap((line) => {
      const [tag, at] = line.split(' ');
      return tag === undefined || at === undefined ? [] : [{ tag, commit: at }];
    });
  const tags = new Map<string, readonly Tagged[]>();
  const trees = new Map<string, readonly string[]>();
  const texts = new Map<string, string | undefined>();
  const days = new Map<string, string | undefined>();
  const preload: Clones['preload'] = (files) => {
    for (const [repository, wanted] of groupBy(files, (file) => file.repository)) {
      const names = [...new Set(wanted.map(({ commit, path }) => `${commit}:${path}`))];
      const found = objectsOf(run(repository, ['cat-file', '--batch'], names.map((name) => `${name}\n`).join('')));
      for (const [index, name] of names.entries()) texts.set(`${repository}@${name}`, found[index]);
      const hashes = new Set(wanted.map(({ commit }) => commit).filter((commit) => /^[\da-f]{40}$/.test(commit)));
      const log = lines(repository, 'log', '--no-walk', '--ignore-missing', '--format=%H %cs', ...hashes);
      for (const commit of hashes) days.set(`${repository}@${commit}`, undefined);
      for (const line of log) days.set(`${repository}@${line.slice(0, 40)}`, line.slice(41));
    }
  };
  const read = <T>(cache: Map<string, T>, key: string, ask: () => T): T | undefined =>
    cache.has(key) ? cache.get(key) : ask();
  const commits = new Map<string, ReadonlySet<string>>();
  const branches = new Map<string, readonly string[]>();
  const logs = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return {
    readAt: (repository, commit, path) =>
      read(texts, `${repository}@${commit}:${path}`, () => git(repository, 'show', `${commit}:${path}`)),
    preload,
    has: (repository) => placeOf(folder, repository) !== undefined,
    commit: (repository, name) => git(repository, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`)?.trim(),
    dayOf: (repository, commit) =>
      read(days, `${repository}@${commit}`, () => git(repository, 'log', '-1', '--format=%cs', commit)?.trim()),
    commits: (repository) => getOrInsert(commits, repository, () => new Set(lines(repository, 'rev-list', '--all'))),
    history: (repository, commit, path) => {
      // One log for all files in a directory: each takes seconds in large repositories.
      const log = getOrInsert(logs, `${repository}@${commit}:${dirname(path)}`, () =>
        logOf(git(repository, 'log', '--format=> %H %cs', '--name-only', commit, '--', dirname(path)) ?? ''),
      );
      const changes = (log.get(path) ?? []).map((line) => line.split(' '));
      const texts = readMany(
        repository,
        changes.map(([at = '']) => at),
        path,
      );
      return changes.map(([, date = ''], index) => ({ date, text: texts[index] ?? '' }));
    },
    grep: (repository, pattern, files) => lines(repository, 'grep', '-hE', pattern, 'HEAD', '--', ...files),
    readMany,
    releases: (repository) => tagged(repository, '--merged=HEAD', '--sort=-creatordate', '--sort=refname'),
    tags: (repository) => getOrInsert(tags, repository, () => tagged(repository)),
    releaseOf: (repository, at) => git(repository, 'describe', '--tags', '--abbrev=0', at)?.trim(),
    pathsOf: (repository, at, name) =>
      getOrInsert(trees, `${repository}@${at}`, () => lines(repository, 'ls-tree', '-r', '--name-only', at)).filter(
        (path) => basename(path) === name,
      ),
    branches: (repository) =>
      getOrInsert(branches, repository, () =>
        lines(repository, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/heads'),
      ),
    finds: (repository, at, texts, inside) => {
      const patterns = texts.flatMap((text) => ['-e', text]);
      return new Set(lines(repository, 'grep', '-IhowF', ...patterns, at, '--', inside, ...UNREAD));
    },
  };
}

/** The commits that changed each file, with hash and day. */
function logOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let commit = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('> ')) commit = line.slice(2);
    else if (line !== '') append(found, line, commit);
  }
  return found;
}

/** The objects from `git cat-file --batch`; `undefined` for missing ones. */
function objectsOf(output: Buffer | undefined): readonly (string | undefined)[] {
  if (output === undefined) return [];
  const texts: (string | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, type, length] = / (blob|commit|tree|tag) (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    const next = end + 1 + (length === undefined ? 0 : Number(length));
    texts.push(type === 'blob' ? output.toString('utf8', end + 1, next) : undefined);
    at = length === undefined ? next : next + 1;
  }
  return texts;
}

/** Renamed repositories, by listed name. */
const MOVED: Readonly<Record<string, string>> = { 'apple/swift-docker': 'swiftlang/swift-docker' };

function placeOf(folder: string, listed: string): string | undefined {
  const repository = MOVED[listed] ?? listed;
  const bare = [join(folder, repository), join(folder, repository.replace('/', '+'), 'repo')];
  return [...bare.map((place) => join(place, '.git')), ...bare].find((place) => existsSync(join(place, 'HEAD')));
}
