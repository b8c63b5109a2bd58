import { joinPath, splitPath } from '../../util/paths.ts';
import type { FileSystem } from '../files/file-system.ts';

/** More than the longest path of a folder. */
const MAX_LINK = 64 * 1024;

/** True for the root of a work tree: a folder with `.git`, which may be a file too. */
export function isWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): boolean {
  return files.kindOf(joinPath(folder, '.git')) !== undefined;
}

/** The nearest folder upward, from an absolute one, that has `.git`. */
export function findWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  for (let at = folder; ; ) {
    if (isWorkTree(at, files)) return at;
    const [parent] = splitPath(at);
    if (parent === at) return undefined;
    at = parent;
  }
}

/**
 * `.git` of a work tree, or what it names where it is a file: that of a further work tree, or of a repository within
 * another. It is one of Git's own files, which no confinement hides.
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
