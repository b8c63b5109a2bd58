/** A text to parse, and the path for its locations. */
export interface SourceFile {
  /** As the user named it, or relative to the working directory; separated by `/`. */
  readonly path: string;
  readonly text: string;
  /** The whole file, if `text` is only an extract of it, at the same offsets. */
  readonly original?: string;
}

export type ReadFailure = 'missing' | 'loop' | 'unreadable' | 'directory' | 'too-large' | 'binary' | 'outside';

/**
 * The files that a parser may read: those that a document extends, includes or takes variables
 * from. Wildcards also need directories.
 */
export interface FileReader {
  /** A file's text, or why it can't be read; never throws. */
  read(path: string): { readonly text: string } | { readonly failure: ReadFailure };
  /**
   * A directory's entries by name, or why it can't be read. Absent if directories are not readable.
   */
  list?(
    path: string,
  ): { readonly entries: readonly { readonly name: string; readonly kind: string }[] } | { readonly failure: string };
  /**
   * The entry at a path; `target` is a symlink's target as written. `undefined` if nothing is
   * there. Absent if there are no links.
   */
  linkAt?(path: string): { readonly target: string | undefined } | undefined;
  /** True for a file that Git tracks in the linted repository. Absent if unknown. */
  isTracked?(path: string): boolean;
}

export const NO_FILES: FileReader = { read: () => ({ failure: 'missing' }) };
