import type { Readable, Writable } from 'node:stream';
import type { FileSystem } from '../files/file-system.ts';
import type { Git } from '../git/base-commit.ts';
import type { Thread } from '../lint/pooled-linter.ts';
import type { ThreadOptions } from '../session/worker.ts';
import { printable } from '../text/printable.ts';
import type { Watchdog } from '../util/watchdog.ts';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Absent if it is no terminal, or the terminal does not tell. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** The content of standard input. */
export interface StdinText {
  readonly text: string;
  /** False for UTF-16, and for invalid bytes, which became U+FFFD. */
  readonly isUtf8: boolean;
}

/** The environment of the command line. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All of standard input as text; rejects if unreadable. */
  readonly readStdin: () => Promise<StdinText>;
  /** True if a person would have to type standard input. */
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
   * The user at the terminal; `undefined` if standard input or output is no terminal. With
   * `besideStdin`, standard input is for something else.
   */
  readonly person?: (besideStdin?: boolean) => Promise<Person | undefined>;
  /** The program that started this one and communicates with it, if any. */
  readonly peer?: () => Peer;
  /** Absent without threads. */
  readonly threads?: Threads;
  /** The watchdog of the work on each input. */
  readonly watchdog?: Watchdog;
  /** Loads the function that runs git in the working directory; absent without git. */
  readonly git?: () => Promise<Git>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Writes the target of a link, which is replaced otherwise. */
  readonly keepsLink?: boolean;
  /** The permissions; by default those of the existing file. */
  readonly mode?: number;
}

/** Writes the files of reports and fixes. */
export interface FileWriter {
  /**
   * Why a patch can't change a file with this text, as `git apply` sees it from the working
   * directory; `undefined` if it can.
   */
  readonly patchObstacle: (path: string, before: string) => string | undefined;
  /** Writes a file atomically and creates missing directories; rejects like the filesystem. */
  readonly writeFile: (path: string, parts: Iterable<string>, options?: WriteOptions) => Promise<void>;
  /** Removes temporary files of killed runs next to these files. */
  readonly removeLeftovers: (paths: readonly string[]) => void;
  /**
   * Replaces a file's text if it is still `before`, or creates the file; returns the reason for a
   * failure.
   */
  readonly rewriteFile: (path: string, before: string | undefined, after: string) => string | undefined;
}

/** A user to ask. */
export interface Person {
  /** The line typed after a question, without its end; `undefined` at the end of input. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Stops asking. */
  readonly close: () => void;
}

/** The other side of standard input and output. */
export interface Peer {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether a process exists. */
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
 * 0: nothing at or above `--fail-on`; 1: such findings; 2: wrong use or an unreadable file; 3: an
 * internal error.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** A wrong use of the command line; only its message is printed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The code of a failed system call, such as `ENOENT`; the message of another error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Prints an error, made safe for a terminal. `more` are further lines. */
export function printError(io: Io, message: string, ...more: readonly string[]): void {
  io.stderr.write(`plimsoll: ${[message, ...more].map(printable).join('\n')}\n`);
}

/**
 * Standard input of a command that reads another one's output. Throws a UsageError, with the
 * remedy, on a terminal.
 */
export async function readPiped(io: Io, remedy: string): Promise<string> {
  if (io.isStdinTerminal?.() === true) throw new UsageError(`Standard input is a terminal. ${remedy}`);
  return (await io.readStdin()).text;
}
