import { createHash } from 'node:crypto';
import {
  type DirectoryEntry,
  type EntryKind,
  type FileSystem,
  MAX_FILE_SIZE,
  withAnswers,
} from '../files/file-system.ts';
import { foldersOf } from '../files/overlay.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import type { BaseCommit } from './base-commit.ts';

export interface BaseFiles {
  readonly files: FileSystem;
  /** True if the commit has a file or link at a path. */
  readonly isThere: (path: string) => boolean;
  /** True if the commit and the work tree have the same file or link at a path. */
  readonly isSame: (path: string) => boolean;
  /**
   * Files at the commit that Git could not read. If there are any, results from `files` are wrong.
   */
  readonly unreadable: readonly UnreadableFile[];
}

export interface UnreadableFile {
  readonly path: string;
  readonly blob: string;
  readonly reason: string;
}

const MAX_LINKS = 40;

/**
 * Opens the files at a commit; unchanged ones are read from the work tree. Ignored files, such as
 * `.env`, and files outside the repository are the current ones.
 */
export function openBaseFiles(files: FileSystem, commit: BaseCommit, decode: (bytes: Uint8Array) => string): BaseFiles {
  const { blobs, links, added } = commit;
  const toAbsolute = (path: string): string => joinPath(files.workingDirectory, path);
  const { readBlob, readChanged, bytesOf, unreadable } = createBlobReader(files, commit, decode);
  const { resolve, folderAt, targetOf } = createResolver(files, commit, readBlob);
  const isTracked = (at: string): boolean => blobs.has(at) || folderAt(at) !== undefined;
  const kindOf = (path: string): EntryKind | undefined => {
    const at = resolve(path);
    if (at === undefined) return undefined;
    return blobs.has(at) ? 'file' : folderAt(at) === undefined ? files.kindOf(at) : 'directory';
  };
  const base = withAnswers(files, {
    kindOf,
    isStream(path) {
      const at = resolve(path);
      return at !== undefined && !blobs.has(at) && files.isStream?.(at) === true;
    },
    read(path, maxSize, isNamed) {
      const at = resolve(path);
      if (at === undefined) return { failure: 'missing' };
      const text = readChanged(at);
      return text === undefined ? files.read(at, maxSize, isNamed) : { text };
    },
    trackedIn: (root) => (root === commit.root ? commit.tracked : undefined),
    readBytes(path, maxSize) {
      const at = resolve(path);
      return at === undefined ? undefined : (bytesOf(at) ?? files.readBytes?.(at, maxSize));
    },
    list(path) {
      const at = resolve(path);
      if (at === undefined) return { failure: 'missing' };
      const listing = files.list(at);
      const before = folderAt(at);
      if ('failure' in listing && before === undefined) return listing;
      const now = 'failure' in listing ? [] : listing.entries;
      const entries = new Map(
        now.filter(({ name }) => !added.has(joinPath(at, name))).map((entry) => [entry.name, entry]),
      );
      for (const [name, entry] of before ?? []) {
        const path = joinPath(at, name);
        entries.set(name, links.has(path) ? { name, kind: kindOf(path) === 'file' ? 'file' : 'other' } : entry);
      }
      return { entries: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
    linkAt(path) {
      const [folder, name] = splitPath(toAbsolute(path));
      const parent = resolve(folder);
      const at = parent === undefined ? undefined : joinPath(parent, name);
      if (at === undefined) return undefined;
      const link = links.get(at);
      if (link !== undefined) return { target: targetOf(at, link) };
      return isTracked(at) ? { target: undefined } : added.has(at) ? undefined : files.linkAt?.(at);
    },
    realPath(path) {
      const at = resolve(path);
      return at === undefined || isTracked(at) ? at : files.realPath?.(at);
    },
  });
  const isThere = (path: string): boolean => {
    const at = resolve(path);
    return at !== undefined && (blobs.has(at) || links.has(toAbsolute(path)));
  };
  const isSame = (path: string): boolean => {
    const whole = toAbsolute(path);
    const link = links.get(whole);
    return link === undefined
      ? blobs.has(whole) && bytesOf(whole) === undefined
      : files.linkAt?.(whole)?.target === targetOf(whole, link);
  };
  return { files: base, isThere, isSame, unreadable };
}

type BlobReader = (path: string, blob: string) => string;

function createBlobReader(
  files: FileSystem,
  { blobs, read }: BaseCommit,
  decode: (bytes: Uint8Array) => string,
): {
  readonly readBlob: BlobReader;
  /** The text at the commit; `undefined` if it is the same in the work tree. */
  readonly readChanged: (path: string) => string | undefined;
  /** The bytes at the commit; `undefined` if they are the same in the work tree. */
  readonly bytesOf: (path: string) => Uint8Array | undefined;
  readonly unreadable: readonly UnreadableFile[];
} {
  const unreadable: UnreadableFile[] = [];
  const blobBytes = (path: string, blob: string): Uint8Array => {
    const answer = read(blob);
    if ('output' in answer && blobName(answer.output, blob.length) === blob) return answer.output;
    const reason = 'output' in answer ? 'its content is damaged' : answer.failure;
    unreadable.push({ path, blob, reason });
    return new Uint8Array();
  };
  const readBlob: BlobReader = (path, blob) => decode(blobBytes(path, blob));
  const changed = new Map<string, Uint8Array | undefined>();
  const bytesOf = (path: string): Uint8Array | undefined => {
    const blob = blobs.get(path);
    if (blob === undefined) return undefined;
    return getOrInsert(changed, path, () => {
      const bytes = files.readBytes?.(path, MAX_FILE_SIZE);
      return bytes !== undefined && blobName(bytes, blob.length) === blob ? undefined : blobBytes(path, blob);
    });
  };
  const texts = new Map<string, string | undefined>();
  const readChanged = (path: string): string | undefined =>
    getOrInsert(texts, path, () => {
      const bytes = bytesOf(path);
      return bytes === undefined ? undefined : decode(bytes);
    });
  return { readBlob, readChanged, bytesOf, unreadable };
}

function createResolver(
  { workingDirectory }: FileSystem,
  { root, blobs, links, added }: BaseCommit,
  readBlob: BlobReader,
): {
  /** The path with links resolved; `undefined` if the commit has nothing there. */
  readonly resolve: (path: string) => string | undefined;
  readonly folderAt: (path: string) => ReadonlyMap<string, DirectoryEntry> | undefined;
  readonly targetOf: BlobReader;
} {
  const targets = new Map<string, string>();
  const targetOf: BlobReader = (path, blob) => getOrInsert(targets, path, () => readBlob(path, blob));
  let known: ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>> | undefined;
  const folderAt = (path: string): ReadonlyMap<string, DirectoryEntry> | undefined => {
    known ??= foldersOf([...blobs.keys(), ...links.keys()]);
    return known.get(path);
  };
  const follow = (path: string, count: number): string | undefined => {
    if (blobs.has(path) || !path.startsWith(`${root}/`)) return path;
    for (let end = root.length; end < path.length; ) {
      end = path.indexOf('/', end + 1);
      if (end < 0) end = path.length;
      const part = path.slice(0, end);
      const link = links.get(part);
      if (link !== undefined) {
        const target = joinPath(splitPath(part)[0], targetOf(part, link));
        return count === MAX_LINKS ? undefined : follow(joinPath(target, `.${path.slice(end)}`), count + 1);
      }
      if (added.has(part) && folderAt(part) === undefined) return undefined;
    }
    return path;
  };
  const ways = new Map<string, string | undefined>();
  const resolve = (path: string): string | undefined => {
    const whole = joinPath(workingDirectory, path);
    return getOrInsert(ways, whole, () => follow(whole, 0));
  };
  return { resolve, folderAt, targetOf };
}

/** Git's name for a blob: a hash of length and content, with the repository's algorithm. */
function blobName(bytes: Uint8Array, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
