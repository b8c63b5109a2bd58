import type { DirectoryEntry, FileSystem } from '../files/file-system.ts';
import { findWorkTree, isWorkTree } from '../git/git-folder.ts';
import type { ComposeSection, Finding, Severity } from '../model/finding.ts';
import type { LocatedMissing } from '../parsers/contract/relations.ts';
import { isMainName, OVERRIDE_NAMES } from '../projects/compose-names.ts';
import type { Member } from '../projects/relate.ts';
import { isSkippedFolder } from '../projects/walk.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import {
  createDefinerIndex,
  type Definer,
  type DefinerIndex,
  type DefiningFile,
  readDefiningFile,
} from './definer-index.ts';

type Files = Pick<FileSystem, 'workingDirectory' | 'read' | 'list' | 'kindOf'>;

/** Finds the path of another Compose file that defines a name in a section, or `undefined`. */
export type DefinerFinder = (section: ComposeSection, name: string, project: readonly string[]) => string | undefined;

/**
 * How many directories to search, from the project's directory upward; each includes its direct
 * subdirectories.
 */
const MAX_FOLDERS = 3;
/** The maximum number of files per directory. */
const MAX_FILES = 100;
const COMPOSE_NAME = /compose[^/]*\.ya?ml$/i;
const YAML_NAME = /\.ya?ml$/i;

/**
 * Finds names in Compose files near a project, then in the run's files. Reads files on demand.
 * `texts` are those of the report.
 */
export function createDefinerFinder(
  members: readonly Member[],
  files: Files,
  texts: ReadonlyMap<string, string>,
): DefinerFinder {
  const toKey = (path: string): string => joinPath(files.workingDirectory, path);
  const read = new Map<string, DefiningFile>();
  const readAll = (paths: readonly string[]): readonly DefiningFile[] =>
    paths.map((path) => getOrInsert(read, toKey(path), () => readDefiningFile(path, files, texts.get(path))));
  const around = createSurroundings(files, readAll);
  const inRun = createDefinerIndex(() =>
    readAll(members.flatMap((member) => member.project).filter((path) => YAML_NAME.test(path))),
  );
  return (section, name, project) => {
    const own = new Set(project.map(toKey));
    const isOther = ({ path }: Definer): boolean => !own.has(toKey(path));
    let before = 0;
    for (const { count, definersOf } of around(splitPath(project[0] ?? '')[0])) {
      const left = MAX_FILES - before;
      const found = definersOf(section, name).find((definer) => definer.index < left && isOther(definer));
      if (found !== undefined) return found.path;
      before += count;
    }
    return inRun(section, name).find(isOther)?.path;
  };
}

interface Surroundings {
  readonly count: number;
  readonly definersOf: DefinerIndex;
}

/** Returns the surroundings of a directory, the nearest first. Caches them. */
function createSurroundings(
  files: Files,
  read: (paths: readonly string[]) => readonly DefiningFile[],
): (start: string) => Iterable<Surroundings> {
  const entries = new Map<string, readonly DirectoryEntry[]>();
  const entriesOf = (folder: string): readonly DirectoryEntry[] =>
    getOrInsert(entries, folder, () => {
      const listed = files.list(folder);
      return 'entries' in listed ? listed.entries : [];
    });
  const known = new Map<string, Surroundings>();
  const look = (folder: string): Surroundings => {
    const found = composeFilesIn(folder, entriesOf(folder));
    for (const { name, kind } of entriesOf(folder)) {
      if (found.length >= MAX_FILES) break;
      const path = joinPath(folder, name);
      if (kind === 'directory' && !name.startsWith('.') && !isSkippedFolder(path, files))
        found.push(...composeFilesIn(path, entriesOf(path)));
    }
    const paths = found.slice(0, MAX_FILES);
    return { count: paths.length, definersOf: createDefinerIndex(() => read(paths)) };
  };
  const tops = new Map<string, boolean>();
  const isTop = (folder: string): boolean =>
    getOrInsert(tops, folder, () => {
      const whole = joinPath(files.workingDirectory, folder);
      const isRoot = splitPath(whole)[0] === whole || isWorkTree(folder, files);
      // Outside a repository, directories above the working directory are unrelated.
      return isRoot || (whole === files.workingDirectory && findWorkTree(whole, files) === undefined);
    });
  return function* (start) {
    let folder = start;
    for (let depth = 0; depth < MAX_FOLDERS; depth += 1) {
      yield getOrInsert(known, folder, () => look(folder));
      if (isTop(folder)) return;
      folder = joinPath(folder, '..');
    }
  };
}

/**
 * Changes findings about undefined names to severity info if another file defines the name.
 * Projects that the user or a script composed are complete, so their findings stay.
 */
export function withDefiners(
  findings: readonly Finding[],
  { project, relations, relation }: Member,
  find: DefinerFinder,
): readonly Finding[] {
  if (relations.missing.length === 0 || relation === 'deployed') return findings;
  const byPlace = new Map<string, LocatedMissing>();
  for (const missing of relations.missing) getOrInsert(byPlace, placeKey(missing.location), () => missing);
  return findings.map((finding) => {
    const missing = finding.rule === 'syntax/undefined-reference' ? byPlace.get(placeKey(finding.location)) : undefined;
    if (missing === undefined || !mayBeMerged(project, finding.severity)) return finding;
    const definer = find(missing.section, missing.name, project);
    const isServiceError = missing.section === 'services' && finding.severity === 'error';
    if (definer === undefined || (isServiceError && !isAbove(definer, project))) return finding;
    const message = {
      what: `${finding.message.what} It is defined in ${definer}.`,
      remedy: 'If the two files are merged, list both under `projects` in the configuration.',
    };
    return { ...finding, severity: 'info', message };
  });
}

/**
 * True for a file in the project's directory or above it: it may be merged with the project.
 * Elsewhere, an undefined service in a default Compose file stays an error, as in the real client.
 */
function isAbove(path: string, [main = '']: readonly string[]): boolean {
  const [folder] = splitPath(path);
  const [own] = splitPath(main);
  return own === folder || folder === '' || folder === '.' || own.startsWith(`${folder}/`);
}

function placeKey({ path, span }: Location): string {
  return `${span.start} ${path}`;
}

/**
 * True for a single file that isn't part of a given project, optionally with its default override.
 */
function mayBeMerged([main = '', ...others]: readonly string[], severity: Severity): boolean {
  // A finding of severity info is about a possible part of a project.
  const isFound = severity === 'info' || isMainName(splitPath(main)[1]);
  return isFound && others.every((path) => OVERRIDE_NAMES.includes(splitPath(path)[1]));
}

function composeFilesIn(folder: string, entries: readonly DirectoryEntry[]): string[] {
  return entries
    .filter(({ name, kind }) => kind === 'file' && COMPOSE_NAME.test(name))
    .map(({ name }) => joinPath(folder, name));
}
