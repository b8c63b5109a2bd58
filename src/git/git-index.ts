import { defined } from '../util/objects.ts';

/** The entries of an index; paths are relative to the work tree's root. */
export interface ListedByIndex {
  readonly paths: readonly string[];
  readonly executables: readonly string[];
  readonly submodules: readonly (readonly [path: string, commit: string])[];
}

export type GitIndex = (ListedByIndex & { readonly sharedWith?: string }) | undefined;

const [ENTRY_HEAD, FLAGS_SIZE] = [40, 2];
/** The sizes of SHA-1 and SHA-256; the index doesn't say which algorithm it uses. */
const HASH_SIZES = [20, 32] as const;
const [EXTENDED, NAME_MASK] = [0x4000, 0xfff];
const SIGNATURE = 'DIRC';
/** Values of `mode`: file, link, nested repository, and directory that is not checked out. */
const MODES: ReadonlySet<number> = new Set([0o100, 0o120, 0o160, 0o040]);
const FILES: ReadonlySet<number> = new Set([0o100, 0o120]);
const SUBMODULE = 0o160;
/** The permission bits to execute a file. */
const MAY_RUN = 0o111;

/**
 * Parses an index (Git's `index-format`, versions 2 to 4); `undefined` if it is damaged.
 * `sharedWith` names the shared index, which has the unchanged entries. Running Git instead would
 * be unsafe: the configuration of an untrusted repository can make it run programs.
 */
export function readGitIndex(bytes: Uint8Array): GitIndex {
  for (const size of HASH_SIZES) {
    const index = readWith(size, bytes);
    if (index !== undefined) return index;
  }
  return undefined;
}

function readWith(hashSize: number, bytes: Uint8Array): GitIndex {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.byteLength - hashSize;
  if (end < 12 || decode(bytes.subarray(0, 4)) !== SIGNATURE) return undefined;
  const [version, count] = [view.getUint32(4), view.getUint32(8)];
  if (version < 2 || version > 4) return undefined;
  const listed = {
    paths: new Array<string>(),
    executables: new Array<string>(),
    submodules: new Array<[string, string]>(),
  };
  let previous: Uint8Array = new Uint8Array();
  let at = 12;
  for (let entry = 0; entry < count; entry += 1) {
    const start = at;
    const flagsAt = start + ENTRY_HEAD + hashSize;
    if (flagsAt + FLAGS_SIZE > end) return undefined;
    const mode = view.getUint32(start + 24);
    const kind = (mode >>> 9) & 0o177;
    const flags = view.getUint16(flagsAt);
    at = flagsAt + FLAGS_SIZE + (version > 2 && (flags & EXTENDED) !== 0 ? 2 : 0);
    let kept: Uint8Array = new Uint8Array();
    if (version === 4) {
      const removed = readNumber(bytes, at, end);
      if (removed === undefined || removed.value > previous.length) return undefined;
      kept = previous.subarray(0, previous.length - removed.value);
      at = removed.next;
    }
    const nameEnd = bytes.indexOf(0, at);
    if (nameEnd < 0 || nameEnd >= end) return undefined;
    const name = concat(kept, bytes.subarray(at, nameEnd));
    if (!MODES.has(kind) || Math.min(name.length, NAME_MASK) !== (flags & NAME_MASK)) return undefined;
    // An entry without a name changes an entry of the shared index.
    if (name.length > 0 && FILES.has(kind)) {
      const path = decode(name);
      listed.paths.push(path);
      if ((mode & MAY_RUN) !== 0) listed.executables.push(path);
    } else if (name.length > 0 && kind === SUBMODULE) {
      const commit = bytes.subarray(start + ENTRY_HEAD, start + ENTRY_HEAD + hashSize);
      listed.submodules.push([decode(name), Buffer.from(commit).toString('hex')]);
    }
    previous = name;
    // Before version 4, entries are padded to a multiple of eight bytes.
    at = version === 4 ? nameEnd + 1 : start + ((nameEnd - start + 8) & ~7);
  }
  // Read the extensions: their lengths must add up to the end, or the entries are damaged.
  let sharedWith: string | undefined;
  while (at < end) {
    if (at + 8 > end) return undefined;
    const [name, size] = [decode(bytes.subarray(at, at + 4)), view.getUint32(at + 4)];
    const hash = bytes.subarray(at + 8, at + 8 + Math.min(size, hashSize));
    at += 8 + size;
    if (at > end || !/^[A-Za-z]{4}$/.test(name)) return undefined;
    if (name === 'link' && hash.some((byte) => byte !== 0))
      sharedWith = `sharedindex.${Buffer.from(hash).toString('hex')}`;
  }
  return at === end ? { ...listed, ...defined({ sharedWith }) } : undefined;
}

/** Reads an offset as in pack files: seven bits per byte, and each continuation byte adds one. */
function readNumber(
  bytes: Uint8Array,
  from: number,
  end: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = from; at < Math.min(end, from + 5); at += 1) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + 1 };
    value += 1;
  }
  return undefined;
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
