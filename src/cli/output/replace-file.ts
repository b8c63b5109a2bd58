import {
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { removeLeftovers, temporaryNameOf } from './rewrite-file.ts';

const MAX_LINKS = 40;

/** Resolves a path's links, even if the target is missing. */
export function behindLinks(path: string): string {
  let at = path;
  try {
    for (let count = 0; count < MAX_LINKS; count += 1) at = resolve(dirname(at), readlinkSync(at));
    return path;
  } catch {
    // `at` is not a link, or is missing.
    return at;
  }
}

/**
 * Replaces a file atomically, but writes to devices directly. Replaces links, keeps the file's mode
 * unless one is given, and creates missing directories.
 */
export async function replaceFile(
  path: string,
  parts: Iterable<string>,
  process: NodeJS.Process,
  mode?: number,
): Promise<void> {
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
    await writeParts(beside, 'wx', parts, mode ?? modeOf(path));
    renameSync(beside, path);
  } finally {
    remove();
    stopListening();
  }
}

/**
 * Creates a directory and its missing parents. Node's own `recursive` never returns below `/proc`.
 */
function makeDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** Signals that end a process by default. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs synchronous work. A signal that arrives meanwhile ends the process afterwards. */
export function withoutInterruption<T>(process: NodeJS.Process, work: () => T): T {
  const stopListening = (): void => {
    for (const signal of DEADLY) process.off(signal, die);
  };
  const die = (signal: NodeJS.Signals): void => {
    stopListening();
    process.kill(process.pid, signal);
  };
  for (const signal of DEADLY) process.on(signal, die);
  try {
    return work();
  } finally {
    // Signals are delivered in the next turn of the event loop, before this callback.
    setImmediate(stopListening);
  }
}

/** The permissions of a file; `undefined` for a link. */
function modeOf(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.mode & 0o777 : undefined;
}

async function writeParts(path: string, flag: 'w' | 'wx', parts: Iterable<string>, mode?: number): Promise<void> {
  const fd = openSync(path, flag, mode);
  try {
    // The umask applies when files are created, so set the exact mode afterwards.
    if (mode !== undefined) fchmodSync(fd, mode);
    for (const part of parts) {
      writeFileSync(fd, part);
      // Yield, because signals are delivered only between turns of the event loop.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  } finally {
    closeSync(fd);
  }
}
