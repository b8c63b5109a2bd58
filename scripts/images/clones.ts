import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { append, getOrInsert } from '../../src/util/maps.ts';

/** Reads a file of a repository at a commit, or at its newest one (`HEAD`); `undefined` where it is not there. */
export type ReadAt = (repository: string, commit: string, path: string) => string | undefined;

/** The repositories below a folder, each as `owner/name` or `owner+name/repo`, with or without a work tree. */
export interface Clones {
  readonly readAt: ReadAt;
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
    return textsOf(run(repository, ['cat-file', '--batch'], wanted) ?? Buffer.alloc(0));
  };
  const commits = new Map<string, ReadonlySet<string>>();
  const logs = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return {
    readAt: (repository, commit, path) => git(repository, 'show', `${commit}:${path}`),
    has: (repository) => placeOf(folder, repository) !== undefined,
    commit: (repository, name) => git(repository, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`)?.trim(),
    dayOf: (repository, commit) => git(repository, 'log', '-1', '--format=%cs', commit)?.trim(),
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
    branches: (repository) => lines(repository, 'for-each-ref', '--format=%(refname:strip=2)', 'refs/heads'),
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

/** What `git cat-file --batch` gives; empty for what is not there. */
function textsOf(output: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, length] = / blob (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    const next = end + 1 + (length === undefined ? 0 : Number(length));
    texts.push(output.toString('utf8', end + 1, next));
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
