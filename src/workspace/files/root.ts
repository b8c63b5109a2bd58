import { joinPath, splitPath } from '../../util/paths.ts';
import { findWorkTree } from '../git/git-folder.ts';
import type { FileSystem } from './file-system.ts';

/** What is asked of a file system to find where a repository ends. */
type Places = Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'realPath'>;

/**
 * Whether a file stands outside of the repository: above the nearest folder with `.git` from the working folder upward, or above the working
 * folder where there is none; behind a link that leads there; or in `.git` itself. What linted files name there is somebody else's. A file that the
 * user `named` by a path that leads out belongs to a repository of its own, found in the same way; where that is so of all, the working folder's
 * repository has no part in it.
 */
export function createOutsideTest(files: Places, named: readonly string[] = []): (path: string) => boolean {
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  let roots: readonly Root[] | undefined;
  const findRoots = (): readonly Root[] => {
    const own = toRoot(rootAbove(files.workingDirectory, files), files);
    const paths = named.map(toWhole);
    const others = paths
      .filter((path) => !isBelow(own.written, path))
      .map((path) => toRoot(rootAbove(files.kindOf(path) === 'directory' ? path : splitPath(path)[0], files), files));
    return others.length > 0 && others.length === paths.length ? others : [own, ...others];
  };
  const known = new Map<string, boolean>();
  return (path) => {
    roots ??= findRoots();
    const whole = toWhole(path);
    const before = known.get(whole);
    if (before !== undefined) return before;
    const real = files.realPath?.(whole);
    const isOutside = !roots.some(
      (root) => holds(root.written, whole) && (real === undefined || holds(root.real, real)),
    );
    known.set(whole, isOutside);
    return isOutside;
  };
}

interface Root {
  readonly written: string;
  /** With the links on the way to it followed. */
  readonly real: string;
}

function toRoot(folder: string, files: Places): Root {
  return { written: folder, real: files.realPath?.(folder) ?? folder };
}

/** The work tree that holds a folder, or the folder itself. */
function rootAbove(folder: string, files: Places): string {
  return findWorkTree(folder, files) ?? folder;
}

function holds(root: string, path: string): boolean {
  return isBelow(root, path) && !path.slice(root.length).split('/').includes('.git');
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
