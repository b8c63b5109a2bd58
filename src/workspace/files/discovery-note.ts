import type { ReadFailure } from '../../parsers/contract/parsed.ts';

/** A note about a skipped file, an unreadable directory and the like. */
export interface DiscoveryNote {
  readonly path: string;
  /** One sentence without the path. */
  readonly message: string;
  /** `error`: an operand is missing or unreadable. */
  readonly severity: 'note' | 'error';
  /** True for an existing but unreadable file or directory. */
  readonly isUnreadable?: boolean;
  /** True for an unsupported file, unless a project includes it. */
  readonly isSkipped?: boolean;
  /** The files that would form one project, if that is the remedy. */
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

/** Node.js replaces invalid UTF-8 in names, so the file exists but can't be found. */
export function missingMessage(path: string): string {
  return path.includes('\uFFFD')
    ? "Its name is not UTF-8, so it can't be opened: rename it."
    : 'No such file or directory.';
}
