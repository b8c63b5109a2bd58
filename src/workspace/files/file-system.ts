import type { FileReader, ReadFailure } from '../../parsers/contract/parsed.ts';
import { toPlainPath } from '../../util/paths.ts';

export type EntryKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** What plimsoll asks of a file system. Paths have `/` between their parts and are relative to the working folder, or absolute. No call throws. */
export interface FileSystem extends FileReader {
  /**
   * The text of a file of at most so many bytes, by default {@link MAX_FILE_SIZE}, or why there is none. Only one that
   * the user named (`isNamed`) may be a pipe, which is waited for: any other counts as unreadable.
   */
  read(path: string, maxSize?: number, isNamed?: boolean): ReturnType<FileReader['read']>;
  /** What a path names, symbolic links followed; `undefined` where there is nothing. */
  kindOf(path: string): EntryKind | undefined;
  /** A folder's entries in the order of their names; a symbolic link to a folder is `other`, so that a walk can't loop. */
  list(path: string): { readonly entries: readonly DirectoryEntry[] } | { readonly failure: ReadFailure };
  /** The absolute path of what a path names, with all links on the way followed; `undefined` where there is nothing. Left out where there are no links. */
  realPath?(path: string): string | undefined;
  /** The bytes of one of Git's own files, of at most so many; `undefined` where there are none. Left out where there is no Git. */
  readBytes?(path: string, maxSize: number): Uint8Array | undefined;
  /** True for what has no content of its own that its name stands for: a pipe, standard input. Left out, there is none. */
  readonly isStream?: (path: string) => boolean;
  /** The absolute working folder. */
  readonly workingDirectory: string;
}

/** The file system with a working folder as plimsoll has it, for one that gives it with `\` (`C:\repo`), as Node.js does on Windows. */
export function withPlainFolder(files: FileSystem): FileSystem {
  const { workingDirectory } = files;
  if (!/^(?:[a-z]:)?\\/i.test(workingDirectory)) return files;
  return withAnswers(files, { workingDirectory: toPlainPath(workingDirectory, 'C:/') });
}

/** The same file system but for some of what it answers; what it leaves out stays left out. */
export function withAnswers(files: FileSystem, answers: Partial<FileSystem>): FileSystem {
  return {
    workingDirectory: files.workingDirectory,
    read: (path, maxSize, isNamed) => files.read(path, maxSize, isNamed),
    kindOf: (path) => files.kindOf(path),
    list: (path) => files.list(path),
    isStream: (path) => files.isStream?.(path) ?? false,
    ...(files.isTracked === undefined ? {} : { isTracked: (path) => files.isTracked?.(path) === true }),
    ...(files.linkAt === undefined ? {} : { linkAt: (path) => files.linkAt?.(path) }),
    ...(files.realPath === undefined ? {} : { realPath: (path) => files.realPath?.(path) }),
    ...(files.readBytes === undefined ? {} : { readBytes: (path, maxSize) => files.readBytes?.(path, maxSize) }),
    ...answers,
  };
}

/** The largest file that is read, in bytes. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

/** Reads a file that the user named. */
export function readNamed(path: string, files: FileSystem): ReturnType<FileSystem['read']> {
  return files.read(path, MAX_FILE_SIZE, true);
}
