import { createHash } from 'node:crypto';
import { getOrInsert } from '../../util/maps.ts';
import { joinPath, splitPath } from '../../util/paths.ts';
import { type DirectoryEntry, type FileSystem, MAX_FILE_SIZE, withAnswers } from '../files/file-system.ts';
import type { BaseCommit } from './base-commit.ts';

/**
 * The files as they were at a commit, of which what is the same in the work tree is read there. What Git ignores, such
 * as an `.env`, and what is outside of the repository is as it is now: it is no part of a change.
 */
export function withBaseCommit(
  files: FileSystem,
  { blobs, added, read }: BaseCommit,
  decode: (bytes: Uint8Array) => string,
): FileSystem {
  const toAbsolute = (path: string): string => joinPath(files.workingDirectory, path);
  const texts = new Map<string, string | undefined>();
  /** The text at the commit; `undefined` where the work tree has the same. */
  const changed = (path: string, blob: string): string | undefined => {
    const bytes = files.readBytes?.(path, MAX_FILE_SIZE);
    if (bytes !== undefined && blobName(bytes, blob.length) === blob) return undefined;
    const before = read(blob);
    return before && decode(before);
  };
  let folders: ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>> | undefined;
  return withAnswers(files, {
    isStream: (path) => !blobs.has(toAbsolute(path)) && (files.isStream?.(path) ?? false),
    read(path, maxSize, isNamed) {
      const at = toAbsolute(path);
      if (added.has(at)) return { failure: 'missing' };
      const blob = blobs.get(at);
      const text = blob === undefined ? undefined : getOrInsert(texts, at, () => changed(at, blob));
      return text === undefined ? files.read(path, maxSize, isNamed) : { text };
    },
    kindOf(path) {
      const at = toAbsolute(path);
      if (added.has(at)) return undefined;
      if (blobs.has(at)) return 'file';
      folders ??= foldersOf(blobs.keys());
      return folders.has(at) ? 'directory' : files.kindOf(path);
    },
    list(path) {
      const at = toAbsolute(path);
      const listing = files.list(path);
      folders ??= foldersOf(blobs.keys());
      const before = folders.get(at);
      if ('failure' in listing && before === undefined) return listing;
      const now = 'failure' in listing ? [] : listing.entries;
      const entries = new Map(
        now.filter(({ name }) => !added.has(joinPath(at, name))).map((entry) => [entry.name, entry]),
      );
      for (const [name, entry] of before ?? []) if (!entries.has(name)) entries.set(name, entry);
      return { entries: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
  });
}

/** What each folder holds of these files. */
function foldersOf(paths: Iterable<string>): ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>> {
  const folders = new Map<string, Map<string, DirectoryEntry>>();
  for (const path of paths) {
    let [entry, kind]: [string, DirectoryEntry['kind']] = [path, 'file'];
    for (let [folder, name] = splitPath(entry); folder !== entry; [folder, name] = splitPath(entry)) {
      const entries = getOrInsert(folders, folder, () => new Map<string, DirectoryEntry>());
      if (entries.has(name)) break;
      entries.set(name, { name, kind });
      [entry, kind] = [folder, 'directory'];
    }
  }
  return folders;
}

/** By what Git names a content: the digest of its length and itself, in the repository's own hash. */
function blobName(bytes: Uint8Array, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
