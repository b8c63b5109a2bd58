import { splitPath } from '../../util/paths.ts';
import { type FileSystem, withAnswers } from './file-system.ts';

/**
 * The same file system without the files and folders for which `isOutside` holds. They are there, but are neither files
 * nor folders, and cannot be read. Git's own files stay readable: they say what it tracks, and no file that it tracks
 * can take their place.
 */
export function withConfinement(files: FileSystem, isOutside: (path: string) => boolean): FileSystem {
  return withAnswers(files, {
    read: (path, maxSize, isNamed) =>
      isOutside(path)
        ? { failure: files.kindOf(path) === undefined ? 'missing' : 'outside' }
        : files.read(path, maxSize, isNamed),
    kindOf: (path) => {
      const kind = files.kindOf(path);
      return kind !== undefined && isOutside(path) ? 'other' : kind;
    },
    // A link is text of the folder that it is in, wherever it leads.
    linkAt: (path) => (isOutside(splitPath(path)[0]) ? undefined : files.linkAt?.(path)),
    list: (path) => (isOutside(path) ? { failure: 'outside' } : files.list(path)),
  });
}
