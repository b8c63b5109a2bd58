/** A text to parse and the name under which its places are given. */
export interface SourceFile {
  /** With `/` as separator, as the user named it or relative to the working directory. */
  readonly path: string;
  readonly text: string;
  /** The file's text, if `text` is only an extract at the same offsets. */
  readonly original?: string;
}

export type ReadFailure = 'missing' | 'loop' | 'unreadable' | 'directory' | 'too-large' | 'binary' | 'outside';

/**
 * What a parser may read: files that a document extends, includes or takes variables from, and
 * directories for wildcards.
 */
export interface FileReader {
  /** A file's text, or why there is none; never throws. */
  read(path: string): { readonly text: string } | { readonly failure: ReadFailure };
  /** A directory's entries by name, or why there are none; absent if directories are not read. */
  list?(
    path: string,
  ): { readonly entries: readonly { readonly name: string; readonly kind: string }[] } | { readonly failure: string };
  /**
   * What is at a path, with the target as written if it is a symlink; `undefined` for nothing.
   * Absent if there are no links.
   */
  linkAt?(path: string): { readonly target: string | undefined } | undefined;
  /** True for a file that Git tracks in the linted repository. Absent if unknown. */
  isTracked?(path: string): boolean;
}

/** A reader for standalone text: it finds no files. */
export const NO_FILES: FileReader = { read: () => ({ failure: 'missing' }) };
