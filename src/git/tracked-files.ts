import { type FileSystem, MAX_FILE_SIZE, type TrackedFiles } from '../files/file-system.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import { gitFolderOf, isWorkTree } from './git-folder.ts';
import { type ListedByIndex, readGitIndex } from './git-index.ts';

/**
 * Finds the tracked files of a directory's repository; `undefined` outside a repository, or if the
 * index is unreadable.
 */
export type TrackedFinder = (folder: string) => TrackedFiles | undefined;

/**
 * Creates a finder that reads each index once, on demand. Directories are absolute, or relative to
 * the working directory.
 */
export function createTrackedFinder(files: FileSystem): TrackedFinder {
  const byRoot = new Map<string, TrackedFiles | undefined>();
  const roots = new Map<string, string | undefined>();
  const rootAt = (folder: string): string | undefined => {
    if (roots.has(folder)) return roots.get(folder);
    const [parent] = splitPath(folder);
    const root = isWorkTree(folder, files) ? folder : parent === folder ? undefined : rootAt(parent);
    roots.set(folder, root);
    return root;
  };
  return (folder) => {
    const root = rootAt(joinPath(files.workingDirectory, folder));
    if (root === undefined) return undefined;
    if (!byRoot.has(root)) byRoot.set(root, readTracked(root, files));
    return byRoot.get(root);
  };
}

function readTracked(root: string, files: FileSystem): TrackedFiles | undefined {
  const known = files.trackedIn?.(root);
  if (known !== undefined) return known;
  const folder = gitFolderOf(root, files);
  const index = folder === undefined ? undefined : readIndex(joinPath(folder, 'index'), files);
  if (folder === undefined || index === undefined) return undefined;
  // Includes entries that the index removes from the shared one: an extra file does no harm, a
  // missing one may.
  const shared = index.sharedWith === undefined ? NOTHING : readIndex(joinPath(folder, index.sharedWith), files);
  if (shared === undefined) return undefined;
  const all = (of: 'paths' | 'executables'): readonly string[] =>
    [...new Set([...index[of], ...shared[of]])].map((path) => joinPath(root, path)).sort();
  return trackedFiles({
    root,
    paths: all('paths'),
    executables: new Set(all('executables')),
    submodules: new Map(
      [...shared.submodules, ...index.submodules].map(([path, commit]) => [joinPath(root, path), commit]),
    ),
  });
}

/** Adds a test that also accepts directories of tracked files. */
export function trackedFiles(listed: Omit<TrackedFiles, 'has'>): TrackedFiles {
  let known: ReadonlySet<string> | undefined;
  return {
    ...listed,
    has: (path) => {
      known ??= withFolders(listed.paths, listed.root);
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
