import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { detectKind, isCandidateName, isComposeName, type InputKind } from '../parsers/detect.ts';
import type { ReadFailure, SourceFile } from '../parsers/parsed.ts';
import type { FileSystem } from './file-system.ts';

/** A file, or the files of a Compose project in the order in which they are merged. */
export interface Input {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  /** The file for whose sake a project was looked at that may include it; the project counts only if it does. */
  readonly onlyFor?: string;
}

/** Something met on the way that is worth a word: a file that is skipped, a folder that can't be read. */
export interface DiscoveryNote {
  readonly path: string;
  /** One sentence without the path. */
  readonly message: string;
  /** `error`: what the user named is not there or can't be read. */
  readonly severity: 'note' | 'error';
}

export interface Discovery {
  readonly inputs: Iterable<Input>;
  /** Complete once `inputs` has been read to its end. */
  readonly notes: readonly DiscoveryNote[];
}

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

/**
 * Finds what can be linted in the named files, folders and globs, reading each file when it is asked for. Folders are walked with
 * .gitignore honoured. A file that is named is read whatever .gitignore says, and skipped with a note where it is nothing that
 * plimsoll reads. A path that begins with `!` leaves out what it matches.
 */
export function discover(paths: readonly string[], files: FileSystem): Discovery {
  const notes: DiscoveryNote[] = [];
  return { inputs: findInputs(paths, files, notes), notes };
}

interface Named {
  readonly path: string;
  readonly isNamed: boolean;
}

function* findInputs(paths: readonly string[], files: FileSystem, notes: DiscoveryNote[]): Iterable<Input> {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => picomatch(normalize(path.slice(1)), { dot: true }));
  const isExcluded = (path: string): boolean => excluded.some((matches) => matches(path));
  const seen = new Set<string>();

  for (const { path, isNamed } of expand(paths.filter((path) => !path.startsWith('!')), files, notes)) {
    if (isExcluded(path)) continue;
    const main = mainOf(path, files);
    const first = main ?? path;
    if (seen.has(first)) continue;
    seen.add(first);
    const input = readInput(first, isNamed, files, notes);
    if (input !== undefined) yield input;
    if (!isNamed || input?.kind !== 'compose') continue;
    const including = includerOf(first, files);
    if (including === undefined || seen.has(including)) continue;
    const project = readInput(including, false, files, notes);
    if (project !== undefined) yield { ...project, onlyFor: first };
  }
}

/** The paths that the user's words stand for, in a stable order. */
function* expand(paths: readonly string[], files: FileSystem, notes: DiscoveryNote[]): Iterable<Named> {
  for (const given of paths) {
    const path = normalize(given);
    switch (files.kindOf(path)) {
      case 'file':
      case 'other':
        yield { path, isNamed: true };
        break;
      case 'directory':
        for (const found of walk(path, files, notes, gitignoresAbove(path, files))) yield { path: found, isNamed: false };
        break;
      case undefined:
        yield* isGlob(path) ? expandGlob(path, files, notes) : missing(given, notes);
    }
  }
}

function* missing(path: string, notes: DiscoveryNote[]): Iterable<Named> {
  notes.push({ path, message: 'There is no such file or folder.', severity: 'error' });
}

function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

function* expandGlob(glob: string, files: FileSystem, notes: DiscoveryNote[]): Iterable<Named> {
  const base = picomatch.scan(glob).base || '.';
  const matches = picomatch(glob, { dot: true });
  let count = 0;
  if (files.kindOf(base) === 'directory') {
    for (const path of walk(base, files, notes, gitignoresAbove(base, files))) {
      if (!matches(path)) continue;
      count += 1;
      yield { path, isNamed: false };
    }
  }
  if (count === 0) notes.push({ path: glob, message: 'No file matches.', severity: 'error' });
}

interface Gitignore {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walk(folder: string, files: FileSystem, notes: DiscoveryNote[], above: readonly Gitignore[]): Iterable<string> {
  const listing = files.list(folder);
  if ('failure' in listing) {
    notes.push({ path: folder, message: failureMessage(listing.failure), severity: 'note' });
    return;
  }
  const gitignores = [...above, ...gitignoreIn(folder, files)];
  for (const { name, kind } of listing.entries) {
    const path = join(folder, name);
    if (kind === 'other' || isIgnored(path, kind === 'directory', gitignores)) continue;
    if (kind === 'file') {
      if (isCandidateName(name)) yield path;
    } else if (!SKIPPED_FOLDERS.has(name)) {
      yield* walk(path, files, notes, gitignores);
    }
  }
}

function gitignoreIn(folder: string, files: FileSystem): readonly Gitignore[] {
  const result = files.read(join(folder, '.gitignore'));
  return 'text' in result ? [{ folder, rules: ignore({ allowRelativePaths: true }).add(result.text) }] : [];
}

/** The .gitignore files between the working folder and the folder where a walk begins. */
function gitignoresAbove(folder: string, files: FileSystem): readonly Gitignore[] {
  if (folder === '.' || folder.startsWith('/') || folder.startsWith('..')) return [];
  const parts = folder.split('/');
  return ['.', ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))].flatMap((above) => gitignoreIn(above, files));
}

function isIgnored(path: string, isFolder: boolean, gitignores: readonly Gitignore[]): boolean {
  let isIgnoredSoFar = false;
  for (const { folder, rules } of gitignores) {
    const relative = folder === '.' ? path : path.slice(folder.length + 1);
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    isIgnoredSoFar = ignored || (isIgnoredSoFar && !unignored);
  }
  return isIgnoredSoFar;
}

/** The names under which `docker compose` looks for a project's file by itself, and for what it merges over it. */
const MAIN_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const OVERRIDE_NAMES = ['compose.override.yaml', 'compose.override.yml', 'docker-compose.override.yaml', 'docker-compose.override.yml'];

/** For an override file, the file over which `docker compose` would merge it. */
function mainOf(path: string, files: FileSystem): string | undefined {
  const [folder, name] = splitPath(path);
  if (!OVERRIDE_NAMES.includes(name)) return undefined;
  return MAIN_NAMES.map((main) => join(folder, main)).find((main) => files.kindOf(main) === 'file');
}

/** The nearest project, in the file's folder or above it, that seems to include it: it has `include` and writes the file's path. */
function includerOf(path: string, files: FileSystem): string | undefined {
  for (let folder = splitPath(path)[0]; ; folder = splitPath(folder)[0]) {
    const relative = folder === '.' ? path : path.slice(folder.length + 1);
    for (const name of MAIN_NAMES) {
      const main = join(folder, name);
      const result = main === path ? undefined : files.read(main);
      if (result !== undefined && 'text' in result && /^include[ \t]*:/m.test(result.text) && result.text.includes(relative)) return main;
    }
    if (folder === '.' || folder === '/' || files.kindOf(join(folder, '.git')) !== undefined) return undefined;
  }
}

function readInput(path: string, isNamed: boolean, files: FileSystem, notes: DiscoveryNote[]): Input | undefined {
  const main = readSource(path, isNamed, files, notes);
  if (main === undefined) return undefined;
  const kind = detectKind(main);
  if (kind === undefined) {
    if (isNamed) notes.push({ path, message: 'Skipped: it is no Compose file, no script that calls a container engine, and no `docker inspect` output.', severity: 'note' });
    return undefined;
  }
  const [folder, name] = splitPath(path);
  if (kind !== 'compose' || !MAIN_NAMES.includes(name)) return { kind, files: [main] };
  const override = OVERRIDE_NAMES.map((other) => join(folder, other)).find((other) => files.kindOf(other) === 'file');
  const second = override === undefined ? undefined : readSource(override, true, files, notes);
  return { kind, files: second === undefined ? [main] : [main, second] };
}

function readSource(path: string, isNamed: boolean, files: FileSystem, notes: DiscoveryNote[]): SourceFile | undefined {
  const result = files.read(path);
  if ('text' in result) return { path, text: result.text };
  notes.push({ path, message: failureMessage(result.failure), severity: isNamed || isComposeName(path) ? 'error' : 'note' });
  return undefined;
}

/** Why a path could not be read, one sentence. */
export function failureMessage(failure: ReadFailure): string {
  switch (failure) {
    case 'missing':
      return 'There is no such file or folder.';
    case 'unreadable':
      return 'It cannot be read: permission is missing, or it is no regular file.';
    case 'directory':
      return 'It is a folder.';
    case 'too-large':
      return 'It is larger than 64 MiB and is not read.';
    case 'binary':
      return 'It is not text.';
  }
}

function join(folder: string, name: string): string {
  return folder === '.' || folder === '' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return at < 0 ? ['.', path] : [at === 0 ? '/' : path.slice(0, at), path.slice(at + 1)];
}

/** `./a//b/` as `a/b`; backslashes are separators only where a drive or the platform says so, which the caller has dealt with. */
function normalize(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return (isAbsolute ? '/' : '') + parts.join('/') || (isAbsolute ? '/' : '.');
}
