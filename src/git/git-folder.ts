import type { FileSystem } from '../files/file-system.ts';
import { joinPath, splitPath } from '../util/paths.ts';

/** Longer than the longest path of a directory. */
const MAX_LINK = 64 * 1024;

/** True for the root of a work tree: a directory with `.git`, which may be a file. */
export function isWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): boolean {
  return files.kindOf(joinPath(folder, '.git')) !== undefined;
}

/** The nearest directory upward, from an absolute one, that has `.git`. */
export function findWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  for (let at = folder; ; ) {
    if (isWorkTree(at, files)) return at;
    const [parent] = splitPath(at);
    if (parent === at) return undefined;
    at = parent;
  }
}

/**
 * A named pipe instead of a file that git reads, so that it would wait without end: a setting, an
 * index, `.gitignore`.
 */
export function pipeForGit(root: string, files: FileSystem): string | undefined {
  const folder = gitFolderOf(root, files);
  if (folder === undefined) return undefined;
  const read = ['', 'info', 'objects/info'].flatMap((name) => {
    const listed = files.list(joinPath(folder, name));
    return 'entries' in listed ? listed.entries.map((entry) => joinPath(joinPath(folder, name), entry.name)) : [];
  });
  return [joinPath(root, '.gitignore'), ...read].find((path) => files.isStream?.(path) === true);
}

/**
 * `.git` of a work tree, or the directory that the file names: another work tree or a nested
 * repository. It belongs to Git, so confinement does not hide it.
 */
export function gitFolderOf(root: string, files: FileSystem): string | undefined {
  const path = joinPath(root, '.git');
  const bytes = files.readBytes?.(path, MAX_LINK);
  const link =
    files.readBytes === undefined ? files.read(path, MAX_LINK) : { text: bytes && new TextDecoder().decode(bytes) };
  if (!('text' in link) || link.text === undefined) return path;
  const [, target] = /^gitdir: (.+)/.exec(link.text) ?? [];
  return target === undefined ? undefined : joinPath(root, target.trimEnd());
}
