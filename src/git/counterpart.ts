import type { FileSystem } from '../files/file-system.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, pathBelow, splitPath } from '../util/paths.ts';
import { findWorkTree } from './git-folder.ts';

/**
 * Creates, for a directory, a function that moves absolute paths from other work trees to the
 * directory's work tree. Outside a work tree, it moves them below the directory. Other paths stay.
 */
export function createCounterparts(files: Pick<FileSystem, 'kindOf'>): (folder: string) => (path: string) => string {
  const roots = new Map<string, string | undefined>();
  const rootOf = (folder: string): string | undefined => getOrInsert(roots, folder, () => findWorkTree(folder, files));
  return (folder) => {
    const root = rootOf(folder);
    return (path) => {
      const other = rootOf(splitPath(path)[0]);
      const isBelow = path.startsWith(`${folder}/`);
      if (other === undefined || other === root || (root === undefined && isBelow)) return path;
      return joinPath(root ?? folder, pathBelow(other, path));
    };
  };
}
