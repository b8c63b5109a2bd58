import {
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { resolve, sep } from 'node:path';
import type { ReadFailure } from './file-reader.ts';
import { type DirectoryEntry, type FileSystem, MAX_FILE_SIZE } from './file-system.ts';
import type { KeptTexts } from './kept-texts.ts';

type Reading = ReturnType<FileSystem['read']>;

/** The real filesystem, with paths relative to `workingDirectory`. `kept` caches texts. */
export function createNodeFileSystem(workingDirectory: string, kept?: KeptTexts): FileSystem {
  const absolute = (path: string): string => resolve(workingDirectory, path);
  /** The states of files that were read, for `kept`. */
  const states = new Map<string, Stats>();
  return {
    workingDirectory: workingDirectory.split(sep).join('/'),
    read(path, maxSize = MAX_FILE_SIZE, isNamed = false) {
      const whole = absolute(path);
      try {
        // Don't throw: lookups of missing files are frequent, and errors are slow.
        const stats = statSync(whole, { throwIfNoEntry: false });
        if (stats === undefined) return { failure: 'missing' };
        // Read pipes only on request: reading a device, socket or pipe may never end.
        if (stats.isFIFO() && isNamed) return readPipe(whole, maxSize);
        if (kept !== undefined && stats.isFile()) states.set(whole, stats);
        return readText(whole, stats, maxSize, kept);
      } catch (error) {
        return { failure: toFailure(error) };
      }
    },
    isStream: (path) =>
      // Standard input may be any file.
      /^\/(?:dev|proc)\//.test(absolute(path)) ||
      attempt(() => statSync(absolute(path), { throwIfNoEntry: false })?.isFIFO()) === true,
    kindOf(path) {
      try {
        const stats = statSync(absolute(path), { throwIfNoEntry: false });
        if (stats === undefined) return undefined;
        return stats.isDirectory() ? 'directory' : stats.isFile() || stats.isFIFO() ? 'file' : 'other';
      } catch (error) {
        return ['missing', 'loop'].includes(toFailure(error)) ? undefined : 'other';
      }
    },
    realPath(path) {
      const whole = absolute(path);
      const find = (): string | undefined => attempt(() => realpathSync.native(whole).split(sep).join('/'));
      const state = states.get(whole);
      return kept === undefined || state === undefined ? find() : kept.realPath(whole, state, find);
    },
    linkAt: (path) =>
      attempt(() => {
        const stats = lstatSync(absolute(path), { throwIfNoEntry: false });
        if (stats === undefined) return undefined;
        return { target: stats.isSymbolicLink() ? readlinkSync(absolute(path)).split(sep).join('/') : undefined };
      }),
    readBytes: (path, maxSize) =>
      attempt(() => {
        const stats = statSync(absolute(path), { throwIfNoEntry: false });
        if (stats?.isFile() !== true || stats.size > maxSize) return undefined;
        const bytes = readBytesOf(absolute(path), stats.size, maxSize);
        // Copy, because the next read reuses the shared buffer.
        return bytes && new Uint8Array(bytes);
      }),
    list(path) {
      try {
        const folder = absolute(path);
        const entries = readdirSync(folder, { withFileTypes: true }).map((entry) => toEntry(entry, folder));
        return { entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
      } catch (error) {
        return { failure: toFailure(error) };
      }
    },
  };
}

/** The result of `read`, or `undefined` if it throws. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The text of a regular file; throws if it can't be read. */
function readText(path: string, stats: Stats, maxSize: number, kept: KeptTexts | undefined): Reading {
  if (stats.isDirectory()) return { failure: 'directory' };
  if (!stats.isFile()) return { failure: 'unreadable' };
  if (stats.size > maxSize) return { failure: 'too-large' };
  const before = kept?.get(path, stats);
  if (before !== undefined) return { text: before };
  const bytes = readBytesOf(path, stats.size, maxSize);
  if (bytes === undefined) return { failure: 'unreadable' };
  const text = decodeText(bytes);
  kept?.set(path, stats, text);
  return { text };
}

/**
 * Filesystem types (`statfs`) with generated files. Some of these files are endless, or wait for
 * events.
 */
const KERNEL: ReadonlySet<number> = new Set([0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x63677270]);

/** The bytes of a file, valid until the next read; `undefined` if reading may never end. */
function readBytesOf(path: string, size: number, maxSize: number): Buffer | undefined {
  if (size > small.length) return readFileSync(path);
  if (size > 0) return readSmall(path, size);
  // Generated files report size 0 too.
  if (KERNEL.has(statfsSync(path).type)) return undefined;
  return readUpTo(path, maxSize, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** Shared buffer, large enough for nearly every file. */
const small = Buffer.allocUnsafeSlow(64 * 1024);

/** The bytes of a file of a known size, valid until the next read. */
function readSmall(path: string, size: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    let length = 0;
    while (length < size) {
      const count = readSync(fd, small, length, size - length, null);
      if (count === 0) break;
      length += count;
    }
    return small.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

function readPipe(path: string, maxSize: number): Reading {
  const bytes = readUpTo(path, maxSize, 'r');
  return bytes === undefined ? { failure: 'too-large' } : { text: decodeText(bytes) };
}

/** The whole content; `undefined` if it exceeds `maxSize`. */
function readUpTo(path: string, maxSize: number, flags: string | number): Buffer | undefined {
  const fd = openSync(path, flags);
  try {
    const chunks: Buffer[] = [];
    for (let size = 0; ; ) {
      const count = readSync(fd, small, 0, small.length, null);
      if (count === 0) return Buffer.concat(chunks);
      size += count;
      if (size > maxSize) return undefined;
      chunks.push(Buffer.from(small.subarray(0, count)));
    }
  } finally {
    closeSync(fd);
  }
}

function toEntry(entry: Dirent, directory: string): DirectoryEntry {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'directory' };
  if (entry.isFile()) return { name, kind: 'file' };
  const isFile = entry.isSymbolicLink() && attempt(() => statSync(resolve(directory, name)).isFile()) === true;
  return { name, kind: isFile ? 'file' : 'other' };
}

/**
 * Decodes UTF-8, or UTF-16 with a byte order mark (as PowerShell writes it). Keeps the mark, so
 * that offsets match the decoded file. Invalid bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  const mark = bytes.length < 2 ? 0 : (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : undefined;
  // Skip the decoder: loading it takes longer than decoding a small file.
  if (encoding === undefined) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

const FAILURES: ReadonlyMap<unknown, ReadFailure> = new Map([
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EISDIR', 'directory'],
  ['ELOOP', 'loop'],
]);

function toFailure(error: unknown): ReadFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return FAILURES.get(code) ?? 'unreadable';
}
