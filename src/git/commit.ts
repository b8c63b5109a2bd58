import type { FileSystem } from '../files/file-system.ts';
import { defined } from '../util/objects.ts';
import { joinPath } from '../util/paths.ts';
import { findWorkTree, gitFolderOf } from './git-folder.ts';

const HASH = /^[0-9a-f]{40,64}$/;

/**
 * The checked-out commit of the working directory's repository, read from Git's files. `undefined`
 * if there is none, or if Git stores it in another way.
 */
function checkedOutCommit(files: FileSystem): string | undefined {
  const read = (path: string): string => {
    const result = files.read(path);
    return 'text' in result ? result.text.trim() : '';
  };
  const root = findWorkTree(files.workingDirectory, files);
  const folder = root === undefined ? undefined : gitFolderOf(root, files);
  if (folder === undefined) return undefined;
  const head = read(joinPath(folder, 'HEAD'));
  if (HASH.test(head)) return head;
  const [, ref] = /^ref: (refs\/[^\s]+)$/.exec(head) ?? [];
  if (ref === undefined || ref.split('/').includes('..')) return undefined;
  const common = joinPath(folder, read(joinPath(folder, 'commondir')) || '.');
  const found = [folder, common].map((place) => read(joinPath(place, ref))).find((hash) => HASH.test(hash));
  if (found !== undefined) return found;
  const packed = read(joinPath(common, 'packed-refs')).split('\n');
  return packed.map((line) => line.split(' ')).find(([hash = '', name]) => name === ref && HASH.test(hash))?.[0];
}

/**
 * The linted project: the commit, and the name of the repository's directory, or else of the
 * working directory.
 */
export function checkedOut(files: FileSystem): { readonly project?: string; readonly commit?: string } {
  const root = findWorkTree(files.workingDirectory, files) ?? files.workingDirectory;
  // The root directory has no name.
  return defined({ project: root.split('/').findLast((part) => part !== ''), commit: checkedOutCommit(files) });
}
