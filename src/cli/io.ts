import type { FileSystem } from '../files/file-system.ts';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns, where it is a terminal that tells. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** All that the command line knows of the world around it. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All of standard input as text; rejects where it can't be read. */
  readonly readStdin: () => Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: FileSystem;
  /** The day, `YYYY-MM-DD`, in the local time zone. */
  readonly today: () => string;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Writes a whole file: beside it first, then in its place. Throws what the file system throws. */
  readonly writeFile: (path: string, text: string) => void;
}

/** 0: nothing at or above `--fail-on`; 1: findings there; 2: wrong use, or a file that can't be read; 3: a fault of ours. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A wrong use of the command line; its message is all that the user gets to see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
