import { toPlainPath } from '../util/paths.ts';
import type { FileReader, ReadFailure } from './file-reader.ts';

export type EntryKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

export interface TrackedFiles {
  readonly root: string;
  /** Absolute, sorted. */
  readonly paths: readonly string[];
  /** The paths that are executable by Git's mode. */
  readonly executables: ReadonlySet<string>;
  /** The commits of nested repositories by absolute directory. */
  readonly submodules: ReadonlyMap<string, string>;
  /** True for tracked files and for directories that contain one; the path is absolute. */
  has(path: string): boolean;
}

/**
 * The filesystem. Paths use `/` and are absolute or relative to the working directory. No method
 * throws.
 */
export interface FileSystem extends FileReader {
  /**
   * The text of a file up to `maxSize` bytes (default {@link MAX_FILE_SIZE}), or why it can't be
   * read. Reads a pipe only if the user named it (`isNamed`).
   */
  read(path: string, maxSize?: number, isNamed?: boolean): ReturnType<FileReader['read']>;
  /** The kind of a path's target after symlinks; `undefined` if nothing is there. */
  kindOf(path: string): EntryKind | undefined;
  /** A directory's entries by name; a symlink to a directory is `other`, so walks can't loop. */
  list(path: string): { readonly entries: readonly DirectoryEntry[] } | { readonly failure: ReadFailure };
  /**
   * The absolute path with all links resolved; `undefined` if nothing is there. Absent if there are
   * no links.
   */
  realPath?(path: string): string | undefined;
  /**
   * The bytes of one of Git's own files; `undefined` if it is missing or larger than `maxSize`.
   * Absent without Git.
   */
  readBytes?(path: string, maxSize: number): Uint8Array | undefined;
  /** The tracked files of a work tree at another commit. If absent, the index lists them. */
  trackedIn?(root: string): TrackedFiles | undefined;
  /**
   * True for a pipe or standard input: its path doesn't identify its content. Absent if there are
   * none.
   */
  readonly isStream?: (path: string) => boolean;
  readonly workingDirectory: string;
}

/** Replaces `\` in the working directory (`C:\repo` on Windows) with `/`. */
export function withPlainFolder(files: FileSystem): FileSystem {
  const { workingDirectory } = files;
  if (!/^(?:[a-z]:)?\\/i.test(workingDirectory)) return files;
  return withAnswers(files, { workingDirectory: toPlainPath(workingDirectory, 'C:/') });
}

/** Overrides some methods. Optional methods that `files` lacks stay absent. */
export function withAnswers(files: FileSystem, answers: Partial<FileSystem>): FileSystem {
  return { ...files, ...answers };
}

/** The size limit of files, in bytes. */
export const MAX_FILE_SIZE = 64 * 1024 * 1024;

export function readNamed(path: string, files: FileSystem): ReturnType<FileSystem['read']> {
  return files.read(path, MAX_FILE_SIZE, true);
}
