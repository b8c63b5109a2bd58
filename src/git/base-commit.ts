import type { TrackedFiles } from '../files/file-system.ts';
import { joinPath } from '../util/paths.ts';
import { trackedFiles } from './tracked-files.ts';

export type GitAnswer = { readonly output: Uint8Array } | { readonly failure: string };

/**
 * Runs git in the working directory, without hooks, filters, monitors and fetches, so that git
 * starts no other program.
 */
export type Git = (args: readonly string[]) => GitAnswer;

/** The commit to compare the work tree with. */
export interface BaseCommit {
  /** Its full hash. */
  readonly id: string;
  readonly root: string;
  /** Files by absolute path, with the names of their blobs. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Symlinks by absolute path; the content of the blob is the target. */
  readonly links: ReadonlyMap<string, string>;
  /** All files and links, in the form of the index. */
  readonly tracked: TrackedFiles;
  /**
   * Absolute paths of work tree files that the commit lacks: tracked, or untracked and not ignored.
   */
  readonly added: ReadonlySet<string>;
  /** New absolute paths of renamed files, by old path. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly read: (blob: string) => GitAnswer;
}

/** Thrown without a base commit; the message says why. */
export class BaseError extends Error {
  override readonly name = 'BaseError';
}

/**
 * Finds the merge base of `ref` (`git merge-base`). Throws a BaseError if it doesn't exist, if the
 * clone is too shallow, or outside a repository.
 */
export function openBaseCommit(ref: string, git: Git): BaseCommit {
  /** Git's error as one sentence, with advice for partial clones. */
  const explain = (failure: string): string => {
    const said = failure
      .split('\n')
      .filter((line) => !line.startsWith('warning: '))
      .map((line) => line.replace(/^(?:fatal|error): |\.$/g, ''));
    const isPartial = 'output' in git(['config', '--get-regexp', String.raw`^remote\..*\.promisor$`]);
    const advice = isPartial ? ' This is a partial clone. Run git fetch --refetch --no-filter.' : '';
    return `${said.join('; ')}.${advice}`;
  };
  const output = (args: readonly string[]): string => {
    const answer = git(args);
    if ('output' in answer) return decode(answer.output);
    throw new BaseError(`git ${args[0] ?? ''} failed: ${explain(answer.failure)}`);
  };
  /**
   * Git's output line; `undefined` if git fails without a message, which means that nothing was
   * found.
   */
  const line = (args: readonly string[]): string | undefined => {
    const answer = git(args);
    return 'failure' in answer && answer.failure === '' ? undefined : output(args).trim();
  };
  const lines = (args: readonly string[]): readonly string[] => output(args).split('\0').slice(0, -1);
  const top = git(['rev-parse', '--show-toplevel']);
  if ('failure' in top)
    throw new BaseError(`--since requires a Git repository. Git says: ${top.failure.replace(/^fatal: /, '')}`);
  const root = decode(top.output).replace(/\r?\n$/, '');
  const commit = line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit === undefined) {
    const named = line(['rev-parse', '--verify', '--quiet', '--end-of-options', ref]);
    throw new BaseError(
      named === undefined
        ? `Unknown commit ${JSON.stringify(ref)}. To get a branch, run git fetch origin BRANCH and use origin/BRANCH.`
        : `${JSON.stringify(ref)} is ${named}, ${explain('which is not a commit that Git can read')}`,
    );
  }
  const id = line(['merge-base', commit, 'HEAD']);
  if (id === undefined) throw new BaseError(noBase(ref, line(['rev-parse', '--is-shallow-repository']) === 'true'));

  const toPath = (path: string): string => joinPath(root, path);
  const blobs = new Map<string, string>();
  const links = new Map<string, string>();
  const submodules = new Map<string, string>();
  const executables = new Set<string>();
  for (const listed of lines(['ls-tree', '-r', '-z', '--full-tree', id])) {
    const [, mode, type, name, path] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(listed) ?? [];
    if (name === undefined || path === undefined) continue;
    if (type === 'commit') submodules.set(toPath(path), name);
    else if (mode === LINK) links.set(toPath(path), name);
    else blobs.set(toPath(path), name);
    if (mode === EXECUTABLE) executables.add(toPath(path));
  }
  const added = new Set(
    [
      ...lines(['ls-files', '-z', '--full-name', '--cached', ':/']),
      ...lines(['ls-files', '-z', '--full-name', '--others', '--exclude-standard', ':/']),
    ]
      .map(toPath)
      .filter((path) => !blobs.has(path) && !links.has(path)),
  );
  return {
    id,
    root,
    blobs,
    links,
    tracked: trackedFiles({ root, paths: [...blobs.keys(), ...links.keys()].sort(), executables, submodules }),
    added,
    renamed: readRenames(lines(['diff-index', '--cached', '-z', '-M', '--diff-filter=R', '--name-status', id]), toPath),
    read: (blob) => {
      const answer = git(['cat-file', 'blob', blob]);
      return 'output' in answer ? answer : { failure: explain(answer.failure) };
    },
  };
}

const LINK = '120000';
const EXECUTABLE = '100755';

function noBase(ref: string, isShallow: boolean): string {
  const what = `${JSON.stringify(ref)} and HEAD have no common ancestor`;
  return isShallow
    ? `${what} in this shallow clone. Run git fetch --unshallow; on GitHub, set fetch-depth: 0 for actions/checkout.`
    : `${what}.`;
}

/** Reads groups of three fields: status, old path, new path. */
function readRenames(fields: readonly string[], toPath: (path: string) => string): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3)
    renamed.set(toPath(fields[at + 1] ?? ''), toPath(fields[at + 2] ?? ''));
  return renamed;
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
