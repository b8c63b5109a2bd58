import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import type { ReadFailure, SourceFile } from '../../parsers/contract/parsed.ts';
import { detectKind, type InputKind, isCandidateName, isCertainName } from '../../parsers/registry.ts';
import { isAbsolutePath, joinPath, normalizePath, pathBelow, toPlainPath } from '../../util/paths.ts';
import { type FileSystem, readNamed } from './file-system.ts';
import { createIncluderFinder, createProjectFinder } from './projects.ts';

/** A file, or the files of a Compose project in the order in which they are merged. */
export interface Input {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  /** The files for whose sake a project is looked at that may include them; it counts only for those that it does include. */
  readonly onlyFor?: readonly string[];
}

/** Something met on the way that is worth a word: a file that is skipped, a folder that can't be read. */
export interface DiscoveryNote {
  readonly path: string;
  /** One sentence without the path. */
  readonly message: string;
  /** `error`: what the user named is not there or can't be read. */
  readonly severity: 'note' | 'error';
  /** True where it is there and could not be read: a file, or a folder with all in it. */
  readonly isUnread?: boolean;
  /** True for a file that is nothing that plimsoll reads, unless a project includes it. */
  readonly isSkipped?: boolean;
}

export interface Discovery {
  readonly inputs: Iterable<Input>;
  /** Complete once `inputs` has been read to its end. */
  readonly notes: readonly DiscoveryNote[];
  /** The folders that were walked as a whole, with all below them. Complete as `notes` are. */
  readonly walked: readonly string[];
}

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

/**
 * Finds what can be linted in the named files, folders and globs, reading each file when it is asked for. Folders are walked with
 * .gitignore honoured. A file that is named is read whatever .gitignore says, and skipped with a note where it is nothing that
 * plimsoll reads. A path that begins with `!` leaves out what it matches, unless it is there: whoever names a file that is called so must not switch off
 * what looks at the others. `literals` are further paths that are no patterns whatever they look like. `projects` are Compose files that are merged, each one over
 * those before it. On Windows paths may have `\` between their folders, so that it escapes nothing in a glob.
 */
export function discover(
  paths: readonly string[],
  files: FileSystem,
  projects: readonly (readonly string[])[] = [],
  literals: readonly string[] = [],
): Discovery {
  const notes: DiscoveryNote[] = [];
  const walked: string[] = [];
  const toPath = (path: string): string => normalizePath(toPlainPath(path, files.workingDirectory));
  const merged = projects.map((project) => project.map(toPath));
  const named = new Set([...paths, ...literals].map(toPath).concat(merged.flat()));
  return { inputs: findInputs(paths, literals, { files, notes, walked, projects: merged, named }), notes, walked };
}

/** True for an operand that says what to leave out. */
export function isExclusion(path: string, files: FileSystem): boolean {
  return path.startsWith('!') && files.kindOf(normalizePath(toPlainPath(path, files.workingDirectory))) === undefined;
}

interface Search {
  readonly files: FileSystem;
  readonly notes: DiscoveryNote[];
  readonly walked: string[];
  readonly projects: readonly (readonly string[])[];
  /** The paths that the user named, files that are merged among them. */
  readonly named: ReadonlySet<string>;
}

interface Named {
  readonly path: string;
  readonly isNamed: boolean;
}

function* findInputs(paths: readonly string[], literals: readonly string[], search: Search): Iterable<Input> {
  const { files, projects, notes } = search;
  const exclusions = paths.filter((path) => isExclusion(path, files));
  const excluded = exclusions.map((path) =>
    picomatch(normalizePath(toPlainPath(path.slice(1), files.workingDirectory)), { dot: true }),
  );
  const isExcluded = (path: string): boolean => excluded.some((matches) => matches(path));
  const findProject = createProjectFinder(files, projects);
  const seen = new Set<string>();
  // A file may be named from the working folder and from the root.
  const toKey = (project: readonly string[]): string =>
    project.map((path) => joinPath(files.workingDirectory, path)).join('\n');
  const named = [
    ...projects.flatMap(([first]) => (first === undefined ? [] : [first])),
    ...paths.filter((path) => !exclusions.includes(path)),
  ];

  const including = createIncluderFinder(files, findProject);
  const pulledIn = new Map<string, { readonly project: readonly string[]; readonly onlyFor: string[] }>();

  let left = 0;
  let leftOut = 0;

  for (const { path, isNamed } of expand(named, literals, search)) {
    if (isExcluded(path)) {
      leftOut += 1;
      continue;
    }
    left += 1;
    for (const project of isNamed && /\.ya?ml$/i.test(path) ? including(path) : []) {
      const known = pulledIn.get(toKey(project));
      if (known === undefined) pulledIn.set(toKey(project), { project, onlyFor: [path] });
      else known.onlyFor.push(path);
    }
    const project = findProject(path);
    if (seen.has(toKey(project))) continue;
    seen.add(toKey(project));
    const input = readInput(project, isNamed, search);
    if (input !== undefined) yield input;
  }
  if (left === 0 && leftOut > 0)
    notes.push({
      path: exclusions.join(', '),
      message: 'This leaves out everything that was named.',
      severity: 'error',
    });
  // When all that is named is known, each is read once, however many of its files are.
  for (const [key, { project, onlyFor }] of pulledIn) {
    const whole = seen.has(key) || project.some(isExcluded) ? undefined : readInput(project, false, search);
    if (whole?.kind === 'compose') yield { ...whole, onlyFor };
  }
}

/** The paths that the user's words stand for, in a stable order. */
function* expand(
  paths: readonly string[],
  literals: readonly string[],
  { files, notes, walked }: Search,
): Iterable<Named> {
  for (const [index, given] of [...paths, ...literals].entries()) {
    const path = normalizePath(toPlainPath(given, files.workingDirectory));
    switch (files.kindOf(path)) {
      case 'file':
      case 'other':
        yield { path, isNamed: true };
        break;
      case 'directory':
        walked.push(path);
        for (const found of walk(path, files, notes, gitignoresAbove(path, files), true))
          yield { path: found, isNamed: false };
        break;
      case undefined:
        yield* index < paths.length && isGlob(path) ? expandGlob(path, files, notes) : missing(given, notes);
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
    for (const path of walk(base, files, notes, gitignoresAbove(base, files), true)) {
      if (!matches(path)) continue;
      count += 1;
      yield { path, isNamed: false };
    }
  }
  if (count === 0 && !notes.some(({ path, isUnread }) => isUnread === true && path === base))
    notes.push({ path: glob, message: 'No file matches.', severity: 'error' });
}

interface Gitignore {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walk(
  folder: string,
  files: FileSystem,
  notes: DiscoveryNote[],
  above: readonly Gitignore[],
  isNamed: boolean,
): Iterable<string> {
  const listing = files.list(folder);
  if ('failure' in listing) {
    notes.push({
      path: folder,
      message: failureMessage(listing.failure),
      severity: isNamed ? 'error' : 'note',
      isUnread: true,
    });
    return;
  }
  const gitignores = [...above, ...gitignoreIn(folder, files)];
  for (const { name, kind } of listing.entries) {
    const path = joinPath(folder, name);
    if (isIgnored(path, kind === 'directory', gitignores)) continue;
    if (kind === 'other') {
      if (isCandidateName(name) && files.kindOf(path) === undefined)
        notes.push({ path, message: 'Skipped: the link leads nowhere.', severity: 'note' });
      continue;
    }
    if (kind === 'file') {
      if (isCandidateName(name)) yield path;
    } else if (!SKIPPED_FOLDERS.has(name)) {
      yield* walk(path, files, notes, gitignores, false);
    }
  }
}

function gitignoreIn(folder: string, files: FileSystem): readonly Gitignore[] {
  const result = files.read(joinPath(folder, '.gitignore'));
  return 'text' in result ? [{ folder, rules: ignore({ allowRelativePaths: true }).add(result.text) }] : [];
}

/** The .gitignore files between the working folder and the folder where a walk begins. */
function gitignoresAbove(folder: string, files: FileSystem): readonly Gitignore[] {
  if (folder === '.' || isAbsolutePath(folder) || folder.startsWith('..')) return [];
  const parts = folder.split('/');
  return ['.', ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))].flatMap((above) =>
    gitignoreIn(above, files),
  );
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

function readInput([main, ...over]: readonly string[], isNamed: boolean, search: Search): Input | undefined {
  const source = main === undefined ? undefined : readSource(main, isNamed, search);
  if (source === undefined) return undefined;
  // Files that are merged over another are Compose files, whatever they are called.
  const kind = over.length > 0 ? 'compose' : detectKind(source);
  if (kind === undefined) {
    if (isNamed || isCertainName(source.path))
      search.notes.push({
        path: source.path,
        message: isCertainName(source.path)
          ? 'Skipped: it is called like a Compose file, but what it holds is another format.'
          : 'Skipped: it is no Compose file, no script that calls a container engine, and no `docker inspect` output.',
        severity: 'note',
        isSkipped: true,
      });
    return undefined;
  }
  const others = over.map((path) => readSource(path, true, search)).filter((file) => file !== undefined);
  return { kind, files: [source, ...others] };
}

function readSource(path: string, isNamed: boolean, { files, notes, named }: Search): SourceFile | undefined {
  const result = named.has(path) ? readNamed(path, files) : files.read(path);
  if ('text' in result) return { path, text: result.text };
  notes.push({
    path,
    message: failureMessage(result.failure),
    severity: isNamed || isCertainName(path) ? 'error' : 'note',
    isUnread: result.failure !== 'missing',
  });
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
