import type { ReadFailure } from './file-reader.ts';

/** A note about a skipped file, an unreadable directory and the like. */
export interface DiscoveryNote {
  readonly path: string;
  /** One sentence without the path. */
  readonly message: string;
  /** `error` if an operand is missing or unreadable. */
  readonly severity: 'note' | 'error';
  /** True for an existing but unreadable file or directory. */
  readonly isUnreadable?: boolean;
  /**
   * Why a file was skipped, as the end of a sentence such as `It …`. Unset if a project includes
   * the file.
   */
  readonly skipped?: string;
  /** The files to combine into a project, if that is the remedy. */
  readonly project?: readonly string[];
}

const FAILURES: Readonly<Record<Exclude<ReadFailure, 'missing'>, string>> = {
  unreadable: "It can't be read: permission denied, or not a regular file.",
  loop: 'It is a symlink that leads back to itself.',
  directory: 'It is a directory.',
  'too-large': 'It is larger than 64 MiB, so not read.',
  binary: 'It is not a text file.',
  outside: 'It is outside the repository, so not read.',
};

/** A note about a skipped file; `why` continues `Skipped: it …`, such as `is empty.` */
export function skippedNote(path: string, why: string): DiscoveryNote {
  return { path, message: `Skipped: it ${why}`, severity: 'note', skipped: why };
}

/** Why a path could not be read, as one sentence. */
export function failureMessage(failure: ReadFailure, path: string): string {
  return failure === 'missing' ? missingMessage(path) : FAILURES[failure];
}

/**
 * The message for a missing path. Node.js replaces invalid UTF-8 in names, so such a file exists
 * but can't be opened.
 */
export function missingMessage(path: string): string {
  return path.includes('\uFFFD')
    ? "Its name is not UTF-8, so it can't be opened: rename it."
    : 'No such file or directory.';
}
