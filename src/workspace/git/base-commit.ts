import { joinPath } from '../../util/paths.ts';

/** What git said: its standard output where it succeeded, else why it did not. */
export type GitAnswer = { readonly output: Uint8Array } | { readonly failure: string };

/** Runs git in the working folder so that it starts no other program: no hook, no filter, no monitor, no fetch. */
export type Git = (args: readonly string[]) => GitAnswer;

/** A commit from which the work tree is a change. */
export interface BaseCommit {
  /** Its full name. */
  readonly id: string;
  /** The absolute folder of the work tree. */
  readonly root: string;
  /** The files that it has, by their absolute paths, with the names of their contents. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Its symbolic links, in the same way: what such a content says is where the link leads. */
  readonly links: ReadonlyMap<string, string>;
  /** Files of the work tree that it does not have, absolute: those that Git tracks now, or would take. What Git ignores is on neither side. */
  readonly added: ReadonlySet<string>;
  /** Files that have another path now, both absolute, by the old one. */
  readonly renamed: ReadonlyMap<string, string>;
  /** A content by its name. */
  readonly read: (blob: string) => GitAnswer;
}

/** Why there is no base to compare with, one or more sentences. */
export class BaseError extends Error {
  override readonly name = 'BaseError';
}

/**
 * Opens the commit from which `ref` and what is checked out part (`git merge-base`). Throws a BaseError where `ref`
 * names no commit, where the clone is too shallow to have that one, and outside of a repository.
 */
export function openBaseCommit(ref: string, git: Git): BaseCommit {
  /** What git said in one sentence, and how to get what a partial clone left out. */
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
  /** The line that git says; `undefined` where it says no without a word, as it does where there is no such thing. */
  const line = (args: readonly string[]): string | undefined => {
    const answer = git(args);
    return 'failure' in answer && answer.failure === '' ? undefined : output(args).trim();
  };
  const lines = (args: readonly string[]): readonly string[] => output(args).split('\0').slice(0, -1);
  const top = git(['rev-parse', '--show-toplevel']);
  if ('failure' in top) throw new BaseError(`--since requires a Git repository: ${top.failure}`);
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
  for (const listed of lines(['ls-tree', '-r', '-z', '--full-tree', id])) {
    const [, mode, type, blob, path] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(listed) ?? [];
    if (type !== 'blob' || blob === undefined || path === undefined) continue;
    if (mode === LINK) links.set(toPath(path), blob);
    else blobs.set(toPath(path), blob);
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
    added,
    renamed: readRenames(lines(['diff-index', '--cached', '-z', '-M', '--diff-filter=R', '--name-status', id]), toPath),
    read: (blob) => {
      const answer = git(['cat-file', 'blob', blob]);
      return 'output' in answer ? answer : { failure: explain(answer.failure) };
    },
  };
}

/** The mode by which Git marks a symbolic link, whose content is where it leads. */
const LINK = '120000';

function noBase(ref: string, isShallow: boolean): string {
  const what = `${JSON.stringify(ref)} and HEAD have no common ancestor`;
  return isShallow
    ? `${what} in this shallow clone. Run git fetch --unshallow; on GitHub, set fetch-depth: 0 for actions/checkout.`
    : `${what}.`;
}

/** Each is a status, the old path and the new one. */
function readRenames(fields: readonly string[], toPath: (path: string) => string): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3)
    renamed.set(toPath(fields[at + 1] ?? ''), toPath(fields[at + 2] ?? ''));
  return renamed;
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
