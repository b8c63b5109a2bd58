import { splitPath } from '../util/paths.ts';
import { type EntryKind, type FileSystem, withAnswers } from './file-system.ts';

/** Limits the remembered entries; most trees have fewer. */
const MAX_ENTRIES = 200_000;

/** A name that every filesystem stores unchanged, except for its case. */
const PLAIN_NAME = /^[\w.-]*\w$/;

type Listing = ReturnType<FileSystem['list']>;

interface LastRead {
  readonly path: string;
  readonly maxSize: number | undefined;
  readonly result: ReturnType<FileSystem['read']>;
}

interface Listed {
  readonly listing: Listing;
  readonly kinds: ReadonlyMap<string, EntryKind>;
  readonly lower: ReadonlySet<string>;
}

/**
 * Caches directory listings for one run. For each file, plimsoll looks up a dozen others that
 * rarely exist, such as `.env` and configurations.
 */
export function withListedFolders(files: FileSystem): FileSystem {
  const { workingDirectory } = files;
  const listed = new Map<string, Listed>();
  let count = 0;
  /** Kinds of paths in directories that were not listed. */
  const kinds = new Map<string, { readonly kind: EntryKind | undefined }>();
  /** Cached because a file is read twice in a row: to find its includes, and to lint it. */
  let last: LastRead | undefined;
  /** Callers may use absolute and relative paths for the same directory. */
  const own = `${workingDirectory}/`;
  const toKey = (folder: string): string =>
    folder === workingDirectory ? '.' : folder.startsWith(own) ? folder.slice(own.length) : folder;
  const lacks = (known: Listed | undefined, name: string): boolean =>
    known !== undefined &&
    !known.kinds.has(name) &&
    PLAIN_NAME.test(name) &&
    // Some filesystems ignore case.
    !known.lower.has(name.toLowerCase());
  const keep = (key: string, listing: Listing): void => {
    const entries = 'failure' in listing ? [] : listing.entries;
    count += entries.length;
    for (const [oldest, { kinds }] of count > MAX_ENTRIES ? listed : []) {
      listed.delete(oldest);
      count -= kinds.size;
      if (count <= MAX_ENTRIES) break;
    }
    listed.set(key, {
      listing,
      kinds: new Map(entries.map(({ name, kind }) => [name, kind])),
      lower: new Set(entries.map(({ name }) => name.toLowerCase())),
    });
  };
  return withAnswers(files, {
    read: (path, maxSize, isNamed) => {
      const [folder, name] = splitPath(path);
      if (lacks(listed.get(toKey(folder)), name)) return { failure: 'missing' };
      // Don't cache: a pipe can be read only once.
      if (isNamed === true) return files.read(path, maxSize, isNamed);
      if (last?.path !== path || last.maxSize !== maxSize)
        last = { path, maxSize, result: files.read(path, maxSize, isNamed) };
      return last.result;
    },
    kindOf: (path): EntryKind | undefined => {
      const [folder, name] = splitPath(path);
      const known = listed.get(toKey(folder));
      const kind = known?.kinds.get(name);
      // Look up other kinds, because a listing doesn't resolve links.
      if (kind === 'file' || kind === 'directory') return kind;
      if (lacks(known, name)) return undefined;
      const key = toKey(path);
      const asked = kinds.get(key);
      if (asked !== undefined) return asked.kind;
      const found = files.kindOf(path);
      if (kinds.size < MAX_ENTRIES) kinds.set(key, { kind: found });
      return found;
    },
    list(path) {
      const key = toKey(path);
      const known = listed.get(key);
      if (known !== undefined) return known.listing;
      const listing = files.list(path);
      if (!('failure' in listing)) keep(key, listing);
      return listing;
    },
  });
}
