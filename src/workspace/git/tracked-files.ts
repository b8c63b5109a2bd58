import { joinPath, splitPath } from '../../util/paths.ts';
import { type FileSystem, MAX_FILE_SIZE } from '../files/file-system.ts';
import { findWorkTree, gitFolderOf } from './git-folder.ts';
import { type ListedByIndex, readGitIndex } from './git-index.ts';

/** The files that Git tracks in one work tree. */
export interface TrackedFiles {
  /** The absolute folder of the work tree. */
  readonly root: string;
  /** Absolute, in the order of their names. */
  readonly paths: readonly string[];
  /** Those of them that are executable, as Git knows it. */
  readonly executables: ReadonlySet<string>;
  /** The folders of other repositories within this one, absolute. */
  readonly submodules: readonly string[];
  /** True for a tracked file, and for a folder that has one, both absolute. */
  has(path: string): boolean;
}

/** Finds what Git tracks around a folder; `undefined` outside of a repository, and where its index cannot be read. */
export type TrackedFinder = (folder: string) => TrackedFiles | undefined;

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
  const shared = index.sharedWith === undefined ? NOTHING : readIndex(joinPath(folder, index.sharedWith), files);
  if (shared === undefined) return undefined;
  const all = (of: keyof ListedByIndex): readonly string[] =>
    [...new Set([...index[of], ...shared[of]])].map((path) => joinPath(root, path)).sort();
  const paths = all('paths');
  let known: ReadonlySet<string> | undefined;
  return {
    root,
    paths,
    executables: new Set(all('executables')),
    submodules: all('submodules'),
    has: (path) => {
      known ??= withFolders(paths, root);
      return known.has(path);
    },
  };
}

const NOTHING: ListedByIndex = { paths: [], executables: [], submodules: [] };

function readIndex(path: string, files: FileSystem): ReturnType<typeof readGitIndex> {
  const bytes = files.readBytes?.(path, MAX_FILE_SIZE);
  return bytes === undefined ? undefined : readGitIndex(bytes);
}

function withFolders(paths: readonly string[], root: string): ReadonlySet<string> {
  const all = new Set<string>();
  for (const path of paths) {
    for (let at = path; at !== root && !all.has(at); [at] = splitPath(at)) all.add(at);
  }
  return all;
}
