import type { Readable, Writable } from 'node:stream';
import type { Thread } from '../lint/pooled-linter.ts';
import type { ThreadOptions } from '../session/worker.ts';
import type { Watchdog } from '../util/watchdog.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import type { Git } from '../workspace/git/base-commit.ts';

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns, where it is a terminal that says so. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** What standard input holds. */
export interface StdinText {
  readonly text: string;
  /** False where the text has other bytes: it was UTF-16, or bytes that are no text became U+FFFD. */
  readonly isUtf8: boolean;
}

/** All that the command line knows of the world around it. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All of standard input as text; rejects where it can't be read. */
  readonly readStdin: () => Promise<StdinText>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: FileSystem;
  /** The day, `YYYY-MM-DD`, in the local time zone. */
  readonly today: () => string;
  /** Milliseconds since 1970, which never become fewer. */
  readonly now: () => number;
  /**
   * Writes a file whole: beside it first, then in its place. Makes missing folders; rejects as the file system does. A
   * link is replaced, since what is linted may have brought it, unless it is to be kept: then what it leads to is written.
   */
  readonly writeFile: (path: string, parts: Iterable<string>, keepsLink?: boolean) => Promise<void>;
  /** Removes what killed runs left beside these files. */
  readonly removeLeftovers: (paths: readonly string[]) => void;
  /** Replaces the text of a file if it is still `before`, or makes the file; gives the reason where that is not done. */
  readonly rewriteFile: (path: string, before: string | undefined, after: string) => string | undefined;
  /** Whoever sits at the terminal; `undefined` where standard input or output is none. */
  readonly person?: () => Promise<Person | undefined>;
  /** The program that started this one and talks to it all the while; left out where there is none. */
  readonly peer?: () => Peer;
  /** Left out where there are no threads to be had. */
  readonly threads?: Threads;
  /** What the work on each input runs under; left out where nothing watches it. */
  readonly watchdog?: Watchdog;
  /** Loads what runs git in the working folder; left out where there is no git. */
  readonly git?: () => Promise<Git>;
  /** Called once, when a run turns out to have many inputs, or long ones. */
  readonly onManyInputs?: () => void;
}

/** Somebody who is asked. */
export interface Person {
  /** A line that is typed behind a question, without its end; `undefined` once there are no more. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Asks no more. */
  readonly close: () => void;
}

/** The other side of standard input and output. */
export interface Peer {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether a process is still there. */
  readonly isAlive: (id: number) => boolean;
  /** Closes both streams, so that nothing of them keeps this process. */
  readonly close: () => void;
}

/** Threads that lint the files of the working folder. */
export interface Threads {
  /** How many can run at once on this machine, this one included. */
  count(): number;
  start(options: ThreadOptions): Thread;
}

/** 0: nothing at or above `--fail-on`; 1: findings there; 2: wrong use or an unreadable file; 3: an internal error. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A wrong use of the command line; its message is all that the user gets to see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
