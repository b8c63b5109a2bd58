import type { Readable, Writable } from 'node:stream';
import type { FileSystem } from '../files/file-system.ts';
import type { Git } from '../git/base-commit.ts';
import type { Thread } from '../lint/pooled-linter.ts';
import type { ThreadOptions } from '../session/worker.ts';
import { printable } from '../text/printable.ts';
import type { Watchdog } from '../util/watchdog.ts';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Absent for non-terminals, and if the terminal doesn't tell. */
  readonly columns: number | undefined;
  write(text: string): void;
}

export interface StdinText {
  readonly text: string;
  /** False for UTF-16 and for invalid bytes, which were replaced with U+FFFD. */
  readonly isUtf8: boolean;
}

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All of standard input as text; rejects if unreadable. */
  readonly readStdin: () => Promise<StdinText>;
  /** True if the user would have to type standard input. */
  readonly isStdinTerminal?: () => boolean;
  /** True if standard input is a pipe or a file. */
  readonly isStdinPiped?: () => boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: FileSystem;
  /** `YYYY-MM-DD` in the local time zone. */
  readonly today: () => string;
  /** Milliseconds since 1970, monotonic. */
  readonly now: () => number;
  readonly writer: FileWriter;
  /**
   * The user at the terminal; `undefined` if standard input or output is not a terminal. With
   * `besideStdin`, standard input may be something else.
   */
  readonly person?: (besideStdin?: boolean) => Promise<Person | undefined>;
  /** The program that started this one and communicates with it, if any. */
  readonly peer?: () => Peer;
  /** Absent without threads. */
  readonly threads?: Threads;
  /** Limits the time spent on each input. */
  readonly watchdog?: Watchdog;
  /** Loads the function that runs git in the working directory; absent without git. */
  readonly git?: () => Promise<Git>;
}

export interface WriteOptions {
  /** True to write through a link; by default the link is replaced. */
  readonly keepsLink?: boolean;
  /** The permissions; by default those of the existing file. */
  readonly mode?: number;
}

/** Writes the files of reports and fixes. */
export interface FileWriter {
  /**
   * Why `git apply`, run in the working directory, couldn't patch a file with this text;
   * `undefined` if it could.
   */
  readonly patchObstacle: (path: string, before: string) => string | undefined;
  /**
   * Writes a file atomically and creates missing directories. Rejects with the filesystem's error.
   */
  readonly writeFile: (path: string, parts: Iterable<string>, options?: WriteOptions) => Promise<void>;
  /** Removes temporary files of killed runs next to these files. */
  readonly removeLeftovers: (paths: readonly string[]) => void;
  /**
   * Creates the file, or replaces its text if that is still `before`. Returns the reason for a
   * failure.
   */
  readonly rewriteFile: (path: string, before: string | undefined, after: string) => string | undefined;
}

export interface Person {
  /** The line typed after a question, without its end; `undefined` at the end of input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly close: () => void;
}

export interface Peer {
  readonly input: Readable;
  readonly output: Writable;
  /** True if a process exists. */
  readonly isAlive: (id: number) => boolean;
  /** Closes both streams, so that they don't keep the process alive. */
  readonly close: () => void;
}

/** Threads that lint files of the working directory. */
export interface Threads {
  /** The number of threads for this machine, including this one. */
  count(): number;
  start(options: ThreadOptions): Thread;
}

/**
 * 0: no finding reaches `--fail-on`; 1: some do; 2: wrong usage or an unreadable file; 3: an
 * internal error.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** A wrong use of the command line; only its message is printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The code of a failed system call, such as `ENOENT`; for other errors, the message. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Prints an error with control characters escaped. `more` are further lines. */
export function printError(io: Io, message: string, ...more: readonly string[]): void {
  io.stderr.write(`plimsoll: ${[message, ...more].map(printable).join('\n')}\n`);
}

/**
 * Reads standard input for a command that expects another command's output. On a terminal, throws a
 * UsageError with the remedy.
 */
export async function readPiped(io: Io, remedy: string): Promise<string> {
  if (io.isStdinTerminal?.() === true) throw new UsageError(`Standard input is a terminal. ${remedy}`);
  return (await io.readStdin()).text;
}
