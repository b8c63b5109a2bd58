import { getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import { type DiscoveryNote, failureMessage } from './discovery-note.ts';
import type { FileReader, SourceFile } from './file-reader.ts';
import { type DirectoryEntry, type FileSystem, readNamed, withAnswers } from './file-system.ts';

/**
 * Adds or replaces files with these texts: unsaved documents, standard input under a name, or pipes
 * that were read. Neither files nor directories need to exist.
 */
export function withGivenTexts(files: FileSystem, given: readonly SourceFile[]): FileSystem {
  if (given.length === 0) return files;
  const { workingDirectory } = files;
  const toAbsolute = (path: string): string => joinPath(workingDirectory, path);
  const known = trees.get(given);
  const { texts, folders } = known?.workingDirectory === workingDirectory ? known : toTree(given, workingDirectory);
  return withAnswers(files, {
    isStream: (path) => !texts.has(toAbsolute(path)) && (files.isStream?.(path) ?? false),
    read: (path, maxSize, isNamed) => {
      const text = texts.get(toAbsolute(path));
      return text === undefined ? files.read(path, maxSize, isNamed) : { text };
    },
    kindOf(path) {
      const at = toAbsolute(path);
      return texts.has(at) ? 'file' : (files.kindOf(path) ?? (folders.has(at) ? 'directory' : undefined));
    },
    list(path) {
      const listing = files.list(path);
      const added = folders.get(toAbsolute(path));
      if (added === undefined || ('failure' in listing && listing.failure !== 'missing')) return listing;
      const entries = 'failure' in listing ? [] : listing.entries;
      const there = new Map(entries.map((entry) => [entry.name, entry]));
      for (const [name, entry] of added) if (entry.kind === 'file' || !there.has(name)) there.set(name, entry);
      return { entries: [...there.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
  });
}

/** The directories of the given texts, for one working directory. */
interface Tree {
  readonly workingDirectory: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly folders: ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>>;
}

/** Cached: open documents don't change during a run. */
const trees = new WeakMap<readonly SourceFile[], Tree>();

function toTree(given: readonly SourceFile[], workingDirectory: string): Tree {
  const texts = new Map(given.map(({ path, text }) => [joinPath(workingDirectory, path), text]));
  const tree: Tree = { workingDirectory, texts, folders: foldersOf(texts.keys()) };
  trees.set(given, tree);
  return tree;
}

/** The directories above these absolute file paths, with their entries. */
export function foldersOf(paths: Iterable<string>): ReadonlyMap<string, ReadonlyMap<string, DirectoryEntry>> {
  const folders = new Map<string, Map<string, DirectoryEntry>>();
  for (const path of paths) {
    let [entry, kind]: [string, DirectoryEntry['kind']] = [path, 'file'];
    for (let [folder, name] = splitPath(entry); folder !== entry; [folder, name] = splitPath(entry)) {
      const entries = getOrInsert(folders, folder, () => new Map<string, DirectoryEntry>());
      // The entry exists, so the directories above it do too.
      if (entries.has(name)) break;
      entries.set(name, { name, kind });
      [entry, kind] = [folder, 'directory'];
    }
  }
  return folders;
}

/** Replaces the content of files with these texts, by path. */
export function withReplacedTexts(
  files: FileReader,
  texts: ReadonlyMap<string, string>,
  workingDirectory = '',
): FileReader {
  const toAbsolute = (path: string): string => joinPath(workingDirectory, path);
  const replaced = new Map(Array.from(texts, ([path, text]) => [toAbsolute(path), text]));
  return {
    ...(files.list === undefined ? {} : { list: (path) => files.list?.(path) ?? { failure: 'missing' } }),
    ...(files.linkAt === undefined ? {} : { linkAt: (path) => files.linkAt?.(path) }),
    isTracked: (path) => files.isTracked?.(path) === true,
    read: (path) => {
      const text = replaced.get(toAbsolute(path));
      return text === undefined ? files.read(path) : { text };
    },
  };
}

/**
 * Reads each file that the user named only once, since it may be a pipe. Unreadable files become
 * notes of severity `error`.
 */
export function readGiven(
  paths: readonly string[],
  files: FileSystem,
): { readonly given: readonly SourceFile[]; readonly notes: readonly DiscoveryNote[] } {
  const given: SourceFile[] = [];
  const notes: DiscoveryNote[] = [];
  for (const path of paths) {
    const result = readNamed(path, files);
    if ('text' in result) given.push({ path, text: result.text });
    else notes.push({ path, message: failureMessage(result.failure, path), severity: 'error' });
  }
  return { given, notes };
}
