import type { ReadFailure } from '../../parsers/contract/parsed.ts';

/** Something met on the way that is worth a word: a file that is skipped, a folder that can't be read. */
export interface DiscoveryNote {
  readonly path: string;
  /** One sentence without the path. */
  readonly message: string;
  /** `error`: what the user named is not there or can't be read. */
  readonly severity: 'note' | 'error';
  /** True where it is there and could not be read: a file, or a folder with all in it. */
  readonly isUnreadable?: boolean;
  /** True for a file that is nothing that plimsoll reads, unless a project includes it. */
  readonly isSkipped?: boolean;
  /** The files that would be one project, where that would answer it. */
  readonly project?: readonly string[];
}

/** Why a path could not be read, one sentence. */
export function failureMessage(failure: ReadFailure, path: string): string {
  switch (failure) {
    case 'missing':
      return missingMessage(path);
    case 'unreadable':
      return "It can't be read: permission denied, or not a regular file.";
    case 'directory':
      return 'It is a directory.';
    case 'too-large':
      return 'It is larger than 64 MiB, so not read.';
    case 'binary':
      return 'It is not a text file.';
    case 'outside':
      return 'It is outside the repository, so not read.';
  }
}

/** Node.js replaces what is not UTF-8 in a name, so that the file is there and can't be found. */
export function missingMessage(path: string): string {
  return path.includes('\uFFFD')
    ? "Its name is not UTF-8, so it can't be opened: rename it."
    : 'No such file or directory.';
}
