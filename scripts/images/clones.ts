import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

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
}

/** Reads the clones below a folder. */
export function clonesIn(folder: string): Clones {
  const git = (repository: string, ...words: readonly string[]): string | undefined => {
    const place = placeOf(folder, repository);
    if (place === undefined) return undefined;
    try {
      return execFileSync('git', ['--git-dir', place, ...words], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return undefined;
    }
  };
  return {
    readAt: (repository, commit, path) => git(repository, 'show', `${commit}:${path}`),
    has: (repository) => placeOf(folder, repository) !== undefined,
    commit: (repository, name) => git(repository, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`)?.trim(),
    dayOf: (repository, commit) => git(repository, 'show', '--no-patch', '--format=%cs', commit)?.trim(),
  };
}

function placeOf(folder: string, repository: string): string | undefined {
  const bare = [join(folder, repository), join(folder, repository.replace('/', '+'), 'repo')];
  return [...bare.map((place) => join(place, '.git')), ...bare].find((place) => existsSync(join(place, 'HEAD')));
}
