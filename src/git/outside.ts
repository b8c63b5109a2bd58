import type { FileSystem } from '../files/file-system.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import { findWorkTree } from './git-folder.ts';

/** The methods for finding the root of a repository. */
type Places = Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'realPath'>;

/**
 * Tests if a file is outside the repositories of the `named` operands, also as the target of a
 * link, or in `.git`. Such files belong to others, so linted files must not reveal them. A
 * repository's root is the nearest directory with `.git`, else the working directory, else the
 * operand's directory. Without operands, the working directory's repository counts.
 */
export function createOutsideTest(files: Places, named: readonly string[] = []): (path: string) => boolean {
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  const isFolder = (path: string): boolean => files.kindOf(path) === 'directory';
  let roots: readonly Root[] | undefined;
  const findRoots = (): readonly Root[] => {
    const own = findWorkTree(files.workingDirectory, files) ?? files.workingDirectory;
    const folders = new Set(named.map(toWhole).map((path) => (isFolder(path) ? path : splitPath(path)[0])));
    const found = [...folders].map((folder) => workTreeOf(folder, files) ?? (isBelow(own, folder) ? own : folder));
    return [...new Set(found.length > 0 ? found : [own])].map((folder) => toRoot(folder, files));
  };
  const known = new Map<string, boolean>();
  return (path) => {
    const reachable = (roots ??= findRoots());
    const whole = toWhole(path);
    return getOrInsert(known, whole, () => {
      const real = files.realPath?.(whole);
      return !reachable.some((root) => holds(root.written, whole) && (real === undefined || holds(root.real, real)));
    });
  };
}

interface Root {
  readonly written: string;
  /** The directory with links resolved. */
  readonly real: string;
}

function toRoot(folder: string, files: Places): Root {
  return { written: folder, real: files.realPath?.(folder) ?? folder };
}

/**
 * The nearest work tree, from a directory upward. A link in a work tree that leads out of it
 * doesn't count, even if it leads to another work tree.
 */
function workTreeOf(folder: string, files: Places): string | undefined {
  const nearest = findWorkTree(folder, files);
  if (nearest === undefined) return undefined;
  const [parent] = splitPath(nearest);
  const around = parent === nearest ? undefined : workTreeOf(parent, files);
  if (around === undefined) return nearest;
  return isBelow(toRoot(around, files).real, toRoot(nearest, files).real) ? nearest : around;
}

function holds(root: string, path: string): boolean {
  return isBelow(root, path) && !path.slice(root.length).split('/').includes('.git');
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
