import { splitPath } from '../util/paths.ts';
import { type FileSystem, withAnswers } from './file-system.ts';

const FAILURES = { none: 'missing', directory: 'directory', file: 'outside', other: 'outside' } as const;

/**
 * Makes everything that `isOutside` matches unreadable, as neither file nor directory. Git's own
 * files stay readable, because tracked files can't replace them.
 */
export function withConfinement(files: FileSystem, isOutside: (path: string) => boolean): FileSystem {
  return withAnswers(files, {
    read: (path, maxSize, isNamed) =>
      isOutside(path) ? { failure: FAILURES[files.kindOf(path) ?? 'none'] } : files.read(path, maxSize, isNamed),
    kindOf: (path) => {
      const kind = files.kindOf(path);
      return kind !== undefined && isOutside(path) ? 'other' : kind;
    },
    // A link belongs to its directory, even if its target is outside.
    linkAt: (path) => (isOutside(splitPath(path)[0]) ? undefined : files.linkAt?.(path)),
    list: (path) => (isOutside(path) ? { failure: 'outside' } : files.list(path)),
  });
}
