import { joinPath, pathBelow, relativePath, splitPath } from '../util/paths.ts';
import { type FileSystem, MAX_FILE_SIZE } from '../workspace/files/file-system.ts';
import type { TrackedFiles, TrackedFinder } from '../workspace/git/tracked-files.ts';

/** A tracked file that may start containers and of which nothing was read. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: UnreadReason;
}

export type UnreadReason = 'engine' | 'executable' | 'first-line' | 'closed' | 'submodule';

/** Why a file is named as not read, one sentence. */
export const UNREAD_MESSAGES: Readonly<Record<UnreadReason, string>> = {
  engine: 'Not read: it mentions a container engine.',
  executable: 'Not read: it is executable.',
  'first-line': 'Not read: it starts with `#!`.',
  closed: "Not read: its content can't be opened.",
  submodule: 'Not read: it is a submodule. Pass its directory.',
};

/** Among what is looked for. */
export interface UnreadSearch {
  readonly files: FileSystem;
  readonly findTracked: TrackedFinder;
  /** Folders, of which all files are looked at. */
  readonly walked: readonly string[];
  /** Further files. */
  readonly named: readonly string[];
  /** True for what need not be named, by its path as it is shown, and as it is absolute. */
  readonly isKnown: (path: string, whole: string) => boolean;
  /** Looks at every file, whatever its size, and at what no content can be had of. */
  readonly isThorough: boolean;
}

/** A file that is longer is rarely written by people; a run that trusts its files does not look at it. */
const MAX_LOOK = 64 * 1024;

/**
 * The files that Git tracks, that name a container engine in their bytes, are executable or begin with `#!`, and that
 * were not read. Where `isThorough` is true, these are all of them, with links that lead out and submodules. None
 * outside of a repository.
 */
export function findUnread(search: UnreadSearch): readonly UnreadFile[] {
  const { files, findTracked, walked, named } = search;
  const found = new Map<string, UnreadFile>();
  const look = (path: string, whole: string, tracked: TrackedFiles): void => {
    if (found.has(whole) || search.isKnown(path, whole)) return;
    const reason = reasonOf(whole, tracked, search);
    if (reason !== undefined) found.set(whole, { path, reason });
  };
  for (const folder of walked) {
    const tracked = findTracked(folder);
    if (tracked === undefined) continue;
    const start = joinPath(files.workingDirectory, folder);
    const top = start.endsWith('/') ? start : `${start}/`;
    for (const whole of tracked.paths)
      if (whole.startsWith(top)) look(joinPath(folder, pathBelow(start, whole)), whole, tracked);
    for (const whole of search.isThorough ? tracked.submodules : [])
      if (whole.startsWith(top))
        found.set(whole, { path: joinPath(folder, pathBelow(start, whole)), reason: 'submodule' });
  }
  for (const path of named) {
    const whole = joinPath(files.workingDirectory, path);
    const tracked = findTracked(splitPath(whole)[0]);
    if (tracked?.has(whole) === true) look(path, whole, tracked);
  }
  return [...found.values()];
}

function reasonOf(whole: string, tracked: TrackedFiles, { files, isThorough }: UnreadSearch): UnreadReason | undefined {
  if (isThorough) {
    const kind = files.kindOf(whole);
    // It is deleted, or a link that leads nowhere.
    if (kind === undefined) return undefined;
    const leadsTo = targetOf(whole, tracked, files);
    // What is tracked is looked at by itself.
    if (leadsTo !== undefined && tracked.has(leadsTo)) return undefined;
    if (kind !== 'file') return 'closed';
  }
  if (tracked.executables.has(whole)) return 'executable';
  const bytes = files.readBytes?.(whole, isThorough ? MAX_FILE_SIZE : MAX_LOOK);
  if (bytes === undefined) return isThorough ? 'closed' : undefined;
  if (bytes[0] === 0x23 && bytes[1] === 0x21) return 'first-line';
  return namesEngine(bytes) ? 'engine' : undefined;
}

/**
 * Where a path leads that has a link in it, as a path of the work tree where it is one; `undefined` where it has none.
 */
function targetOf(whole: string, { root }: TrackedFiles, files: FileSystem): string | undefined {
  const real = files.realPath?.(whole);
  if (real === undefined) return undefined;
  const target = joinPath(root, relativePath(files.realPath?.(root) ?? root, real));
  return target === whole ? undefined : target;
}

/** What every name of an engine has in it, those that are not read among them. */
const ENGINES_IN_BYTES: readonly Buffer[] = [
  'docker',
  'podman',
  'nerdctl',
  'finch',
  'containerd',
  'crictl',
  'buildah',
].map((name) => Buffer.from(name));

/**
 * True for bytes that name an engine, with or without the NULs that UTF-16 has between the letters, and that bash
 * drops.
 */
function namesEngine(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (ENGINES_IN_BYTES.some((name) => all.includes(name))) return true;
  return all.includes(0) && namesEngine(Buffer.from(all.filter((byte) => byte !== 0)));
}
