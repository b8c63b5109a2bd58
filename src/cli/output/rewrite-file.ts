import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { codeOf } from '../io.ts';

/**
 * Replaces a file's text atomically and keeps its mode and owner. Returns the reason for a failure:
 * not a regular file, several hard links, not writable, not UTF-8, or changed meanwhile.
 */
export function rewriteFile(path: string, before: string | undefined, after: string): string | undefined {
  try {
    if (before === undefined) {
      // New `.env` files may contain secrets, so only the owner can read them.
      writeFileSync(path, after, { flag: 'wx', mode: path.endsWith('.env') ? 0o600 : 0o666 });
      return undefined;
    }
    const stats = lstatSync(path);
    return obstacle(path, stats, before) ?? replace(path, stats, before, after);
  } catch (error) {
    return `Can't write the file (${codeOf(error)}).`;
  }
}

function obstacle(path: string, stats: Stats, before: string): string | undefined {
  if (stats.isSymbolicLink()) return "This is a symlink, which plimsoll doesn't follow. Pass its target.";
  if (!stats.isFile()) return 'This is not a regular file.';
  if (stats.nlink > 1)
    return `This file has ${stats.nlink} hard links, which rewriting would break. Fix a copy, or remove the other links.`;
  accessSync(path, constants.W_OK);
  const bytes = readFileSync(path);
  // Compare bytes: UTF-16 or invalid bytes can decode to the same text.
  if (bytes.equals(Buffer.from(before))) return undefined;
  return bytes.toString() === before ? 'The file is not UTF-8.' : CHANGED;
}

/**
 * Why `git apply` in `from` would reject a patch of a file with this text, or patch another file;
 * `undefined` if it would work.
 */
export function patchObstacle(path: string, before: string, from: string): string | undefined {
  try {
    if (lstatSync(path).isSymbolicLink()) return 'This is a symlink, which a patch would replace. Pass its target.';
    if (!readFileSync(path).equals(Buffer.from(before)))
      return 'This file is not UTF-8, so a patch would not match it.';
    for (let folder = dirname(path); isBelow(folder, from); folder = dirname(folder)) {
      if (lstatSync(folder).isSymbolicLink())
        return 'Its directory is a symlink, behind which `git apply` changes nothing.';
      if (existsSync(join(folder, '.git'))) return 'It belongs to another repository: run plimsoll in that one.';
    }
    return undefined;
  } catch (error) {
    return `Can't read the file (${codeOf(error)}).`;
  }
}

function isBelow(folder: string, from: string): boolean {
  return folder !== from && folder.startsWith(from.endsWith(sep) ? from : `${from}${sep}`);
}

const CHANGED = 'The file changed after it was read, or is not UTF-8. Run plimsoll again.';

function replace(path: string, { mode, uid, gid }: Stats, before: string, after: string): string | undefined {
  removeLeftovers([path]);
  const beside = temporaryNameOf(path);
  try {
    const fd = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(fd, after);
      const own = fstatSync(fd);
      if (own.uid !== uid || own.gid !== gid) fchownSync(fd, uid, gid);
      fchmodSync(fd, mode & 0o7777);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    // Check again: another program may have written meanwhile.
    if (!readFileSync(path).equals(Buffer.from(before))) return CHANGED;
    renameSync(beside, path);
    return undefined;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * The name of the temporary file next to a file. It contains the process ID, so that
 * {@link removeLeftovers} can delete the file of a killed process.
 */
export function temporaryNameOf(path: string): string {
  return `${path}.plimsoll-${process.pid}-${randomUUID()}.tmp`;
}

const TEMPORARY = /^.+\.plimsoll-(\d+)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/;

/** Removes temporary files of killed runs from these files' directories. */
export function removeLeftovers(paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => dirname(path))))
    for (const name of namesIn(folder)) {
      const id = TEMPORARY.exec(name)?.[1];
      if (id !== undefined && !isRunning(Number(id))) rmSync(join(folder, name), { force: true });
    }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}
