import { joinPath, splitPath } from '../../util/paths.ts';
import type { FileSystem } from '../files/file-system.ts';
import { findWorkTree } from './git-folder.ts';

/** What is asked of a file system to find where a repository ends. */
type Places = Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'realPath'>;

/**
 * Whether a file stands outside of the repositories of what the user `named`: of the nearest folder with `.git` upward
 * from each, or else of the working folder, or of its own folder where it is not below that. So is a file behind a link
 * that leads there, and what is in `.git` itself. What linted files name there is somebody else's: a checkout in the
 * working folder, or in another checkout, has no part in what lies around it. Where nothing is named, the repository is
 * that of the working folder.
 */
export function createOutsideTest(files: Places, named: readonly string[] = []): (path: string) => boolean {
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  const isFolder = (path: string): boolean => files.kindOf(path) === 'directory';
  let roots: readonly Root[] | undefined;
  const findRoots = (): readonly Root[] => {
    const own = rootAbove(files.workingDirectory, files);
    const folders = new Set(named.map(toWhole).map((path) => (isFolder(path) ? path : splitPath(path)[0])));
    const found = [...folders].map((folder) => workTreeOf(folder, files) ?? (isBelow(own, folder) ? own : folder));
    return [...new Set(found.length > 0 ? found : [own])].map((folder) => toRoot(folder, files));
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

/** The nearest work tree upward that is none behind a link in another one: such a link leads out of that, whatever lies there. */
function workTreeOf(folder: string, files: Places): string | undefined {
  const nearest = findWorkTree(folder, files);
  if (nearest === undefined) return undefined;
  const [parent] = splitPath(nearest);
  const around = parent === nearest ? undefined : workTreeOf(parent, files);
  if (around === undefined) return nearest;
  return isBelow(toRoot(around, files).real, toRoot(nearest, files).real) ? nearest : around;
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
