import type { FileSystem } from '../files/file-system.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, pathBelow, splitPath } from '../util/paths.ts';
import { findWorkTree } from './git-folder.ts';

/**
 * Returns, for a directory, a function from an absolute path of another work tree to the same place
 * in that of the directory; other paths stay.
 */
export function createCounterparts(files: Pick<FileSystem, 'kindOf'>): (folder: string) => (path: string) => string {
  const roots = new Map<string, string | undefined>();
  const rootOf = (folder: string): string | undefined => getOrInsert(roots, folder, () => findWorkTree(folder, files));
  return (folder) => {
    const root = rootOf(folder);
    return (path) => {
      const other = rootOf(splitPath(path)[0]);
      return root === undefined || other === undefined || other === root
        ? path
        : joinPath(root, pathBelow(other, path));
    };
  };
}
