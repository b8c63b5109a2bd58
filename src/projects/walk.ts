import ignore, { type Ignore } from 'ignore';
import { type DiscoveryNote, failureMessage, missingMessage } from '../files/discovery-note.ts';
import { type FileSystem, MAX_FILE_SIZE } from '../files/file-system.ts';
import { findWorkTree } from '../git/git-folder.ts';
import type { TrackedFinder } from '../git/tracked-files.ts';
import { joinPath, pathBelow, splitPath } from '../util/paths.ts';

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

/**
 * True for directories of third-party or generated files: npm packages, and Go packages next to a
 * list of them.
 */
export function isSkippedFolder(path: string, files: Pick<FileSystem, 'kindOf'>): boolean {
  const [, name] = splitPath(path);
  return SKIPPED_FOLDERS.has(name) || (name === 'vendor' && files.kindOf(joinPath(path, 'modules.txt')) === 'file');
}

interface Gitignore {
  readonly folder: string;
  readonly rules: Ignore;
}

export interface Walk {
  readonly files: FileSystem;
  readonly notes: DiscoveryNote[];
  readonly findTracked: TrackedFinder;
  /** Collects all files found, lintable or not. */
  readonly met?: string[];
  /** True for paths of files that may be lintable. */
  readonly isCandidate: (path: string) => boolean;
}

/**
 * The files below a directory that may be lintable, sorted by name. As in Git, .gitignore doesn't
 * apply to tracked files, nor to the named directory itself.
 */
export function walkFolder(folder: string, search: Walk): Iterable<string> {
  return walk(folder, search, gitignoresAbove(folder, search.files));
}

/**
 * The tracked files in a directory that may be lintable, with paths as from a walk. Reports a
 * missing index and non-UTF-8 names as errors.
 */
export function* trackedIn(folder: string, { files, notes, isCandidate, findTracked }: Walk): Iterable<string> {
  const start = joinPath(files.workingDirectory, folder);
  const tracked = findTracked(folder);
  if (tracked === undefined) {
    notes.push({ path: folder, message: NOT_TRACKED, severity: 'error', isUnreadable: true });
    return;
  }
  const top = start.endsWith('/') ? start : `${start}/`;
  for (const whole of tracked.paths) {
    const path = whole.startsWith(top) ? joinPath(folder, pathBelow(start, whole)) : undefined;
    if (path === undefined) continue;
    if (path.includes('\uFFFD') && files.kindOf(path) === undefined) {
      notes.push({ path, message: missingMessage(path), severity: 'error', isUnreadable: true });
      continue;
    }
    if (!isCandidate(path) && !hasFirstLine(path, files)) continue;
    // Skip deleted files and links to directories. Files in a linked directory are tracked
    // themselves.
    const kind = files.kindOf(path);
    if (kind === 'file' || kind === 'other') yield path;
  }
}

/** True if the file's first line names an interpreter, so that its name doesn't matter. */
function hasFirstLine(path: string, files: FileSystem): boolean {
  const bytes = files.kindOf(path) === 'file' ? files.readBytes?.(path, MAX_FILE_SIZE) : undefined;
  return bytes?.[0] === 0x23 && bytes[1] === 0x21;
}

const NOT_TRACKED = '`--untrusted` requires a Git repository with a readable index, which lists the tracked files.';

function* walk(folder: string, search: Walk, above: readonly Gitignore[]): Iterable<string> {
  const { files, notes, findTracked, isCandidate } = search;
  const listing = files.list(folder);
  if ('failure' in listing) {
    const message = failureMessage(listing.failure, folder);
    notes.push({ path: folder, message, severity: 'error', isUnreadable: true });
    return;
  }
  const gitignores = [...above, ...gitignoreIn(folder, files)];
  for (const { name, kind } of listing.entries) {
    const path = joinPath(folder, name);
    const whole = joinPath(files.workingDirectory, path);
    if (isIgnored(whole, kind === 'directory', gitignores) && findTracked(folder)?.has(whole) !== true) continue;
    if (kind === 'other') {
      if (isCandidate(path) && files.kindOf(path) === undefined)
        notes.push({ path, message: 'Skipped: broken symlink.', severity: 'note' });
      continue;
    }
    if (kind === 'file') {
      search.met?.push(path);
      if (isCandidate(path)) yield path;
    } else if (!isSkippedFolder(path, files)) {
      yield* walk(path, search, gitignores);
    }
  }
}

function gitignoreIn(folder: string, files: FileSystem): readonly Gitignore[] {
  const result = files.read(joinPath(folder, '.gitignore'));
  if ('failure' in result) return [];
  const rules = ignore({ allowRelativePaths: true }).add(patternsOf(result.text));
  return [{ folder: joinPath(files.workingDirectory, folder), rules }];
}

/** In characters. Paths are never that long, and V8 may fail to compile longer expressions. */
const MAX_PATTERN = 4_096;

function patternsOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.length <= MAX_PATTERN);
}

/**
 * The .gitignore files that apply: from the root of the repository, or the working directory, down
 * to the walked directory.
 */
function gitignoresAbove(folder: string, files: FileSystem): readonly Gitignore[] {
  const start = joinPath(files.workingDirectory, folder);
  const top = findWorkTree(start, files) ?? files.workingDirectory;
  if (!start.startsWith(top.endsWith('/') ? top : `${top}/`)) return [];
  const folders: string[] = [];
  for (let at = start; at !== top; ) {
    [at] = splitPath(at);
    folders.unshift(relativeTo(at, files));
  }
  const gitignores = folders.flatMap((above) => gitignoreIn(above, files));
  return isIgnored(start, true, gitignores) ? [] : gitignores;
}

/** True if Git ignores an untracked file; `undefined` outside a repository. */
export function isIgnoredByGit(path: string, files: FileSystem): boolean | undefined {
  const whole = joinPath(files.workingDirectory, path);
  const [folder] = splitPath(whole);
  if (findWorkTree(folder, files) === undefined) return undefined;
  const own = relativeTo(folder, files);
  return isIgnored(whole, false, [...gitignoresAbove(own, files), ...gitignoreIn(own, files)]);
}

function relativeTo(folder: string, { workingDirectory }: FileSystem): string {
  if (folder === workingDirectory) return '.';
  return folder.startsWith(`${workingDirectory}/`) ? pathBelow(workingDirectory, folder) : folder;
}

function isIgnored(path: string, isFolder: boolean, gitignores: readonly Gitignore[]): boolean {
  let isIgnoredSoFar = false;
  for (const { folder, rules } of gitignores) {
    const relative = pathBelow(folder, path);
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    isIgnoredSoFar = ignored || (isIgnoredSoFar && !unignored);
  }
  return isIgnoredSoFar;
}
