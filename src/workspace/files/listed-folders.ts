import { splitPath } from '../../util/paths.ts';
import { type EntryKind, type FileSystem, withAnswers } from './file-system.ts';

/** So many folders are remembered: those that a walk is in, and those that it has just left. */
const MAX_FOLDERS = 64;

/** A name that every file system takes as it is, but for the case of its letters. */
const PLAIN_NAME = /^[\w.-]*\w$/;

/**
 * The same file system for one run, which does not ask again for what a folder lacked when it was listed: for each file
 * of a tree a dozen others are looked for that are rarely there, such as `.env` and configurations.
 */
export function withListedFolders(files: FileSystem): FileSystem {
  const { workingDirectory } = files;
  const listed = new Map<string, ReadonlySet<string>>();
  /** The same folder may be named from the root or from the working folder. */
  const toKey = (folder: string): string =>
    folder === workingDirectory
      ? '.'
      : folder.startsWith(`${workingDirectory}/`)
        ? folder.slice(workingDirectory.length + 1)
        : folder;
  const isMissing = (path: string): boolean => {
    const [folder, name] = splitPath(path);
    const names = listed.get(toKey(folder));
    // Some file systems find a file under its name in other letters.
    return names !== undefined && !names.has(name) && PLAIN_NAME.test(name) && !names.has(name.toLowerCase());
  };
  return withAnswers(files, {
    read: (path, maxSize, isNamed) => (isMissing(path) ? { failure: 'missing' } : files.read(path, maxSize, isNamed)),
    kindOf: (path): EntryKind | undefined => (isMissing(path) ? undefined : files.kindOf(path)),
    list(path) {
      const listing = files.list(path);
      if ('failure' in listing) return listing;
      const [oldest] = listed.keys();
      if (listed.size >= MAX_FOLDERS && oldest !== undefined) listed.delete(oldest);
      listed.set(toKey(path), new Set(listing.entries.flatMap(({ name }) => [name, name.toLowerCase()])));
      return listing;
    },
  });
}
