import { fstatSync, statSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { isatty, type WriteStream } from 'node:tty';
import { toDay } from '../config/day.ts';
import { type FileSystem } from '../files/file-system.ts';
import { createNodeFileSystem } from '../files/node-file-system.ts';
import { createWatchdog } from '../node-watchdog.ts';
import { codeOf, type Io, type OutputStream, UsageError } from './io.ts';
import { behindLinks, replaceFile, withoutInterruption } from './output/replace-file.ts';
import { patchObstacle, removeLeftovers, rewriteFile } from './output/rewrite-file.ts';
import { createPeer, findPerson, readStdin, toStdinText } from './process-input.ts';

interface Launched extends Pick<Io, 'threads'> {
  /** Called once, when this process starts serving another one. */
  readonly onPeer?: () => void;
}

/** The `Io` of a real process. `files` throws a UsageError if the working directory is gone. */
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
    person: (besideStdin) => findPerson(process, besideStdin),
    stdout: toOutput(1, () => process.stdout, ignoreClosedPipe),
    stderr: withoutFailures(
      toOutput(
        2,
        () => process.stderr,
        () => undefined,
      ),
    ),
    isStdinTerminal: () => isatty(0),
    isStdinPiped,
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
      patchObstacle: (path, before) => patchObstacle(toWhole(path), before, currentFolder(process)),
      rewriteFile: (path, before, after) =>
        withoutInterruption(process, () => rewriteFile(toWhole(path), before, after)),
      removeLeftovers: (paths) => {
        removeLeftovers(paths.map(toWhole));
      },
      writeFile: (path, parts, { keepsLink = false, mode } = {}) =>
        replaceFile(keepsLink ? behindLinks(toWhole(path)) : toWhole(path), parts, process, mode),
    },
  };
}

function isStdinPiped(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || (stats.isFile() && stats.size > 0);
  } catch {
    return false;
  }
}

function currentFolder(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UsageError(
      `Can't determine the current directory (${codeOf(error)}); it may have been removed. Change to another one.`,
    );
  }
}

/**
 * Writes to terminals through Node's stream, and to everything else directly: the stream loads
 * slowly.
 */
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
  // Once output is waiting, later output must wait too.
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

/** A fast check before `isatty`: false only if `fd` is certainly not a terminal. */
function isTerminalDevice(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== statSync(NULL_DEVICE).rdev;
  } catch {
    return true;
  }
}

/** Writes without waiting. Returns the bytes that would block. */
function writeDirectly(fd: number, bytes: Uint8Array): Uint8Array {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN') return bytes.subarray(written);
    if (code !== 'EPIPE' && code !== 'EOF') throw error;
  }
  return new Uint8Array();
}

/** A reader such as `head` may close the pipe early; that is not an error. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
