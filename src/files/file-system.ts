import { toPlainPath } from '../util/paths.ts';
import type { FileReader, ReadFailure } from './file-reader.ts';

export type EntryKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** The files that Git tracks in one work tree. */
export interface TrackedFiles {
  /** The absolute directory of the work tree. */
  readonly root: string;
  /** Absolute, sorted. */
  readonly paths: readonly string[];
  /** The executable ones, by Git's mode. */
  readonly executables: ReadonlySet<string>;
  /** The commits of nested repositories by absolute directory. */
  readonly submodules: ReadonlyMap<string, string>;
  /** True for a tracked file, and for a directory with one, both absolute. */
  has(path: string): boolean;
}

/**
 * The filesystem. Paths use `/` and are absolute or relative to the working directory. No method
 * throws.
 */
export interface FileSystem extends FileReader {
  /**
   * The text of a file up to `maxSize` bytes (default {@link MAX_FILE_SIZE}), or why there is none.
   * Only a named pipe (`isNamed`) is read.
   */
  read(path: string, maxSize?: number, isNamed?: boolean): ReturnType<FileReader['read']>;
  /** What a path names, following symlinks; `undefined` for nothing. */
  kindOf(path: string): EntryKind | undefined;
  /** A directory's entries by name; a symlink to a directory is `other`, so walks can't loop. */
  list(path: string): { readonly entries: readonly DirectoryEntry[] } | { readonly failure: ReadFailure };
  /**
   * The absolute path with all links resolved; `undefined` for nothing. Absent if there are no
   * links.
   */
  realPath?(path: string): string | undefined;
  /**
   * The bytes of one of Git's own files, up to a size; `undefined` if there are none. Absent
   * without Git.
   */
  readBytes?(path: string, maxSize: number): Uint8Array | undefined;
  /** The tracked files of a work tree at another commit. Absent: the index lists them. */
  trackedIn?(root: string): TrackedFiles | undefined;
  /**
   * True for a pipe or standard input, whose name does not identify its content. Absent if there
   * are none.
   */
  readonly isStream?: (path: string) => boolean;
  readonly workingDirectory: string;
}

/** Normalizes a working directory with `\` (`C:\repo`), as Node.js has on Windows. */
export function withPlainFolder(files: FileSystem): FileSystem {
  const { workingDirectory } = files;
  if (!/^(?:[a-z]:)?\\/i.test(workingDirectory)) return files;
  return withAnswers(files, { workingDirectory: toPlainPath(workingDirectory, 'C:/') });
}

/** Overrides some methods; absent methods stay absent. */
export function withAnswers(files: FileSystem, answers: Partial<FileSystem>): FileSystem {
  return { ...files, ...answers };
}

/** The size limit of files, in bytes. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

/** Reads a file that the user named. */
export function readNamed(path: string, files: FileSystem): ReturnType<FileSystem['read']> {
  return files.read(path, MAX_FILE_SIZE, true);
}
