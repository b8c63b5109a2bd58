import type { FileSystem } from '../files/file-system.ts';
import { joinPath, splitPath } from '../util/paths.ts';

/** Longer than the longest path of a directory. */
const MAX_LINK = 64 * 1024;

/** True for the root of a work tree: it contains `.git`, a directory or a file. */
export function isWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): boolean {
  return files.kindOf(joinPath(folder, '.git')) !== undefined;
}

/** The nearest directory with `.git`, from an absolute one upward. */
export function findWorkTree(folder: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  for (let at = folder; ; ) {
    if (isWorkTree(at, files)) return at;
    const [parent] = splitPath(at);
    if (parent === at) return undefined;
    at = parent;
  }
}

/**
 * A named pipe where git expects a file, such as a setting, an index or `.gitignore`: git would
 * wait for it indefinitely.
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
 * The path of `.git`; if that is a file, as in linked work trees and submodules, the directory that
 * it names. Git writes this file, so it is read even outside the confinement.
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
