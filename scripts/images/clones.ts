import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { append, getOrInsert, groupBy } from '../../src/util/maps.ts';

/** Reads a file of a repository at a commit, or at its newest one (`HEAD`); `undefined` where it is not there. */
export type ReadAt = (repository: string, commit: string, path: string) => string | undefined;

/** A file of a repository at a commit. */
export interface FileAt {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/** The repositories below a folder, each as `owner/name` or `owner+name/repo`, with or without a work tree. */
export interface Clones {
  readonly readAt: ReadAt;
  /** Reads these files at once, a process for each repository, so that `readAt` and `dayOf` need none for them. */
  readonly preload: (files: readonly FileAt[]) => void;
  readonly has: (repository: string) => boolean;
  /** The full hash of a commit; `undefined` where it is not there. */
  readonly commit: (repository: string, name: string) => string | undefined;
  /** The day of a commit: `2026-06-30`. */
  readonly dayOf: (repository: string, commit: string) => string | undefined;
  /** Which commits are there, on any branch. */
  readonly commits: (repository: string) => ReadonlySet<string>;
  /** The versions that a file has had until a commit, the newest first, each with its day. */
  readonly history: (repository: string, commit: string, path: string) => readonly Version[];
  /** A file at each of these commits; empty where it is not there. */
  readonly readMany: (repository: string, commits: readonly string[], path: string) => readonly string[];
  /** The releases on the way to the newest commit, the newest first. */
  readonly releases: (repository: string) => readonly { readonly tag: string; readonly commit: string }[];
  readonly branches: (repository: string) => readonly string[];
  /** True where a file in a folder has a text. */
  readonly finds: (repository: string, commit: string, text: string, folder: string) => boolean;
  /** The lines of the newest files that match a pattern of `git grep -E`. */
  readonly grep: (repository: string, pattern: string, files: readonly string[]) => readonly string[];
}

/** A file as it was on a day. */
export interface Version {
  readonly date: string;
  readonly text: string;
}

/** Reads the clones below a folder. */
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
      // One log for all files beside it: each takes seconds where there are many commits.
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
    releases: (repository) =>
      lines(
        repository,
        ...['for-each-ref', '--merged=HEAD', '--sort=-creatordate', '--sort=refname'],
        ...[
          '--format=%(refname:strip=2) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)',
          'refs/tags',
        ],
      ).flatMap((line) => {
        const [tag, at] = line.split(' ');
        return tag === undefined || at === undefined ? [] : [{ tag, commit: at }];
      }),
    branches: (repository) =>
      getOrInsert(branches, repository, () =>
        lines(repository, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/heads'),
      ),
    finds: (repository, at, text, inside) =>
      git(repository, 'grep', '--quiet', '--fixed-strings', '-e', text, at, '--', inside) !== undefined,
  };
}

/** Which commits changed each file, each as its hash and its day. */
function logOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let commit = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('> ')) commit = line.slice(2);
    else if (line !== '') append(found, line, commit);
  }
  return found;
}

/** What `git cat-file --batch` gives; `undefined` for what is not there. */
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

/** Repositories that have another name than the one by which they are listed. */
const MOVED: Readonly<Record<string, string>> = { 'apple/swift-docker': 'swiftlang/swift-docker' };

function placeOf(folder: string, listed: string): string | undefined {
  const repository = MOVED[listed] ?? listed;
  const bare = [join(folder, repository), join(folder, repository.replace('/', '+'), 'repo')];
  return [...bare.map((place) => join(place, '.git')), ...bare].find((place) => existsSync(join(place, 'HEAD')));
}
