import { joinPath, splitPath } from '../../util/paths.ts';
import { type FileSystem, MAX_FILE_SIZE } from '../files/file-system.ts';
import { readGitIndex } from './git-index.ts';

/** More than the longest path of a folder. */
const MAX_LINK = 64 * 1024;

/** The files that Git tracks in one work tree. */
export interface TrackedFiles {
  /** The absolute folder of the work tree. */
  readonly root: string;
  /** Absolute, in the order of their names. */
  readonly paths: readonly string[];
  /** True for a tracked file, and for a folder that has one, both absolute. */
  has(path: string): boolean;
}

/** Finds what Git tracks around a folder; `undefined` outside of a repository, and where its index cannot be read. */
export type TrackedFinder = (folder: string) => TrackedFiles | undefined;

/** The nearest folder upward, from an absolute one, that has `.git`. */
export function findWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  for (let at = folder; ; ) {
    if (files.kindOf(joinPath(at, '.git')) !== undefined) return at;
    const [parent] = splitPath(at);
    if (parent === at) return undefined;
    at = parent;
  }
}

/** Reads each index once, when it is first asked for. Folders are absolute, or relative to the working folder. */
export function createTrackedFinder(files: FileSystem): TrackedFinder {
  const byRoot = new Map<string, TrackedFiles | undefined>();
  return (folder) => {
    const root = findWorkTree(joinPath(files.workingDirectory, folder), files);
    if (root === undefined) return undefined;
    if (!byRoot.has(root)) byRoot.set(root, readTracked(root, files));
    return byRoot.get(root);
  };
}

function readTracked(root: string, files: FileSystem): TrackedFiles | undefined {
  const folder = gitFolderOf(root, files);
  const index = folder === undefined ? undefined : readIndex(joinPath(folder, 'index'), files);
  if (folder === undefined || index === undefined) return undefined;
  // What the first one removes of the second is listed as well: a file too many rather than one too few.
  const shared = index.sharedWith === undefined ? { paths: [] } : readIndex(joinPath(folder, index.sharedWith), files);
  if (shared === undefined) return undefined;
  const paths = [...new Set([...index.paths, ...shared.paths])].map((path) => joinPath(root, path)).sort();
  let known: ReadonlySet<string> | undefined;
  return {
    root,
    paths,
    has: (path) => {
      known ??= withFolders(paths, root);
      return known.has(path);
    },
  };
}

function readIndex(path: string, files: FileSystem): ReturnType<typeof readGitIndex> {
  const bytes = files.readBytes?.(path, MAX_FILE_SIZE);
  return bytes === undefined ? undefined : readGitIndex(bytes);
}

/** `.git`, or what it names where it is a file: that of a further work tree, or of a repository within another. */
function gitFolderOf(root: string, files: FileSystem): string | undefined {
  const path = joinPath(root, '.git');
  const link = files.readBytes?.(path, MAX_LINK);
  if (link === undefined) return path;
  const [, target] = /^gitdir: (.+)/.exec(Buffer.from(link).toString()) ?? [];
  return target === undefined ? undefined : joinPath(root, target.trimEnd());
}

function withFolders(paths: readonly string[], root: string): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    for (let at = path; at !== root && !all.has(at); [at] = splitPath(at)) all.add(at);
  }
  return all;
}
