import {
  closeSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isatty, type WriteStream } from 'node:tty';
import { createWatchdog } from '../node-watchdog.ts';
import type { ReadFailure } from '../parsers/contract/parsed.ts';
import { toDay } from '../workspace/config/day.ts';
import { failureMessage } from '../workspace/files/discovery-note.ts';
import { type FileSystem, MAX_FILE_SIZE } from '../workspace/files/file-system.ts';
import { createNodeFileSystem, decodeText } from '../workspace/files/node-file-system.ts';
import { type Io, type OutputStream, type Peer, type Person, type StdinText, UsageError } from './io.ts';
import { removeLeftovers, rewriteFile, temporaryNameOf } from './output/rewrite-file.ts';

/** The additions of the program's launcher. */
interface Launched extends Pick<Io, 'threads'> {
  /** Called once when this process starts serving another one. */
  readonly onPeer?: () => void;
}

/** The streams, files and environment of a real process. `files` throws a UsageError if the working directory is gone. */
export function createProcessIo(process: NodeJS.Process, launched: Launched = {}): Io {
  let files: FileSystem | undefined;
  const { onPeer, ...others } = launched;
  const toWhole = (path: string): string => resolve(currentFolder(process), path);
  return {
    ...others,
    peer: () => {
      onPeer?.();
      return createPeer(process);
    },
    person: () => findPerson(process),
    stdout: toOutput(1, () => process.stdout, ignoreClosedPipe),
    stderr: withoutFailures(
      toOutput(
        2,
        () => process.stderr,
        () => undefined,
      ),
    ),
    readStdin: async () => toStdinText(await readStdin(process)),
    environment: process.env,
    get files() {
      files ??= createNodeFileSystem(currentFolder(process));
      return files;
    },
    today: () => toDay(new Date()),
    now: () => performance.timeOrigin + performance.now(),
    watchdog: createWatchdog(),
    git: async () => (await import('./git-program.ts')).createGit(currentFolder(process), process.env),
    writer: {
      rewriteFile: (path, before, after) => rewriteFile(toWhole(path), before, after),
      removeLeftovers: (paths) => {
        removeLeftovers(paths.map(toWhole));
      },
      writeFile: (path, parts, keepsLink = false) =>
        replaceFile(keepsLink ? behindLinks(toWhole(path)) : toWhole(path), parts, process),
    },
  };
}

/** Loads the line editor only if a user is present. */
async function findPerson(process: NodeJS.Process): Promise<Person | undefined> {
  if (!isatty(0) || !isatty(1)) return undefined;
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  let isClosed = false;
  let onClose = (): void => undefined;
  // An interrupt must not write anything.
  lines.on('SIGINT', () => {
    lines.removeAllListeners('close');
    lines.close();
    process.kill(process.pid, 'SIGINT');
  });
  lines.on('close', () => {
    isClosed = true;
    onClose();
  });
  return {
    ask: (question) =>
      new Promise((resolve) => {
        if (isClosed) {
          resolve(undefined);
          return;
        }
        onClose = () => {
          resolve(undefined);
        };
        lines.question(question, resolve);
      }),
    close: () => {
      lines.close();
    },
  };
}

function createPeer(process: NodeJS.Process): Peer {
  const { stdin, stdout } = process;
  return {
    input: stdin,
    output: stdout,
    isAlive: (id) => {
      try {
        process.kill(id, 0);
        return true;
      } catch (error) {
        // The process exists, for another user.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
    close: () => {
      stdin.destroy();
      stdout.destroy();
    },
  };
}

function currentFolder(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UsageError(
      `Can't determine the current directory (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}); it may have been removed. Change to another one.`,
    );
  }
}

/** Only terminals are written through Node's stream, which is slow to load. */
function toOutput(
  fd: number,
  stream: () => WriteStream,
  onError: (error: NodeJS.ErrnoException) => void,
): OutputStream {
  const writeToStream = (chunk: string | Uint8Array): void => {
    const target = stream();
    if (target.listenerCount('error') === 0) target.on('error', onError);
    target.write(chunk);
  };
  const isTerminal = isTerminalDevice(fd) && isatty(fd);
  // Output after a pending text must wait too.
  let isWaiting = false;
  return {
    isTerminal,
    columns: isTerminal ? stream().columns : undefined,
    write: isTerminal
      ? writeToStream
      : (text) => {
          const bytes = Buffer.from(text);
          const rest = isWaiting ? bytes : writeDirectly(fd, bytes);
          if (rest.length === 0) return;
          isWaiting = true;
          writeToStream(rest);
        },
  };
}

/** Ignores failures of standard error, which can't be reported anywhere. */
function withoutFailures(output: OutputStream): OutputStream {
  return {
    ...output,
    write: (text) => {
      try {
        output.write(text);
      } catch {
        // See above.
      }
    },
  };
}

// As in `node:os`, without loading it.
const NULL_DEVICE = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';

/** A fast test: false for certain non-terminals. */
function isTerminalDevice(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== statSync(NULL_DEVICE).rdev;
  } catch {
    return true;
  }
}

/** Returns the rest if writing would block. */
function writeDirectly(fd: number, bytes: Uint8Array): Uint8Array {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') return bytes.subarray(written);
    if (code !== 'EPIPE' && code !== 'EOF') throw error;
  }
  return new Uint8Array();
}

/** A reader such as `head` may close the pipe early, which is no error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** All of standard input. Throws a UsageError if it is unreadable or too large. */
async function readStdin({ stdin }: NodeJS.Process): Promise<Uint8Array> {
  const refuse = (failure: ReadFailure): UsageError => new UsageError(`Standard input: ${failureMessage(failure, '')}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Node.js would read it as empty.
    if (fstatSync(0).isDirectory()) throw refuse('directory');
    for await (const chunk of stdin) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : toBytes(chunk);
      size += bytes.length;
      if (size > MAX_FILE_SIZE) throw refuse('too-large');
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error ? refuse('unreadable') : error;
  }
  return Buffer.concat(chunks);
}

function toStdinText(bytes: Uint8Array): StdinText {
  const text = decodeText(bytes);
  return { text, isUtf8: Buffer.from(text).equals(bytes) };
}

function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new Uint8Array();
}

const MAX_LINKS = 40;

/** Resolves links, also to missing files. */
function behindLinks(path: string): string {
  let at = path;
  try {
    for (let count = 0; count < MAX_LINKS; count += 1) at = resolve(dirname(at), readlinkSync(at));
    return path;
  } catch {
    // No link, or missing.
    return at;
  }
}

/** Replaces a link, writes to devices directly, keeps a file's mode, and creates missing directories. */
async function replaceFile(path: string, parts: Iterable<string>, process: NodeJS.Process): Promise<void> {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target !== undefined && !target.isFile() && !target.isDirectory()) {
    await writeParts(path, 'w', parts);
    return;
  }
  removeLeftovers([path]);
  const beside = temporaryNameOf(path);
  const remove = (): void => {
    rmSync(beside, { force: true });
  };
  const dieWithout = (signal: NodeJS.Signals): void => {
    remove();
    stopListening();
    process.kill(process.pid, signal);
  };
  const stopListening = (): void => {
    for (const signal of DEADLY) process.off(signal, dieWithout);
  };
  for (const signal of DEADLY) process.on(signal, dieWithout);
  try {
    makeDirectory(dirname(path));
    await writeParts(beside, 'wx', parts, modeOf(path));
    renameSync(beside, path);
  } catch (error) {
    remove();
    throw error;
  } finally {
    stopListening();
  }
}

/** Creates a directory and the missing ones above it. Node's own `recursive` never returns below `/proc`. */
function makeDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** Signals that end a process by default, from the user or its supervisor. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The permissions of a file; a link has none of its own. */
function modeOf(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.mode & 0o777 : undefined;
}

async function writeParts(path: string, flag: 'w' | 'wx', parts: Iterable<string>, mode?: number): Promise<void> {
  const fd = openSync(path, flag, mode);
  try {
    // The umask applies only to new files.
    if (mode !== undefined) fchmodSync(fd, mode);
    for (const part of parts) {
      writeFileSync(fd, part);
      // Signals arrive only between turns of the event loop.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  } finally {
    closeSync(fd);
  }
}
