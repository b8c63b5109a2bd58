import type { ComposeSection, Finding, Severity } from '../model/finding.ts';
import type { LocatedMissing } from '../parsers/contract/relations.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { isWorkTree } from '../workspace/git/git-folder.ts';
import { isMainName, OVERRIDE_NAMES } from './compose-names.ts';
import {
  createDefinerIndex,
  type Definer,
  type DefinerIndex,
  type DefiningFile,
  readDefiningFile,
} from './definer-index.ts';
import type { Membership } from './membership.ts';
import { isSkippedFolder } from './walk.ts';

type Files = Pick<FileSystem, 'workingDirectory' | 'read' | 'list' | 'kindOf'>;

/** Gives the path of another Compose file that has a name in one of its sections; `undefined` where none is found. */
export type DefinerFinder = (section: ComposeSection, name: string, project: readonly string[]) => string | undefined;

/** So many folders, from that of a file upward, are searched together with those in them. */
const MAX_FOLDERS = 3;
/** So many files are read for one folder. */
const MAX_FILES = 100;
const COMPOSE_NAME = /compose[^/]*\.ya?ml$/i;
const YAML_NAME = /\.ya?ml$/i;

/**
 * Looks for names in the Compose files around a project: beside it, in the directories beside it and in those above it,
 * and then among the files of a run. Each file is read only when a name is looked for, and each directory listed once.
 * `texts` are those that a report shows.
 */
export function createDefinerFinder(
  members: readonly Membership[],
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

/** The Compose files in a directory and in those directly in it. */
interface Surroundings {
  readonly count: number;
  readonly definersOf: DefinerIndex;
}

/** What is around a directory, the nearest first; each directory is looked at once. */
function createSurroundings(
  files: Files,
  read: (paths: readonly string[]) => readonly DefiningFile[],
): (start: string) => Iterable<Surroundings> {
  const entries = new Map<string, readonly FolderEntry[]>();
  const entriesOf = (folder: string): readonly FolderEntry[] =>
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
      return splitPath(whole)[0] === whole || isWorkTree(folder, files);
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
 * The findings of a project with those of undefined names as notes where another file has the name. A project that the
 * user gave, or a script deploys, is whole: there they stay as they are.
 */
export function withDefiners(
  findings: readonly Finding[],
  { project, relations, isDeployed }: Membership,
  find: DefinerFinder,
): readonly Finding[] {
  if (relations.missing.length === 0 || isDeployed) return findings;
  const byPlace = new Map<string, LocatedMissing>();
  for (const missing of relations.missing) getOrInsert(byPlace, placeKey(missing.location), () => missing);
  return findings.map((finding) => {
    const missing = finding.rule === 'syntax/undefined-reference' ? byPlace.get(placeKey(finding.location)) : undefined;
    if (missing === undefined) return finding;
    if (!mayBeMerged(project, finding.severity)) return finding;
    const definer = find(missing.section, missing.name, project);
    if (
      definer === undefined ||
      (missing.section === 'services' && finding.severity === 'error' && !isAbove(definer, project))
    )
      return finding;
    const message = {
      what: `${finding.message.what} It is defined in ${definer}.`,
      remedy: 'If the two files are merged, list both under `projects` in the configuration.',
    };
    return { ...finding, severity: 'info', message };
  });
}

/**
 * True for a file in the folder of a project or above it: those are merged. With services of other folders, a file for
 * which Compose looks by itself gets the client's own verdict.
 */
function isAbove(path: string, [main = '']: readonly string[]): boolean {
  const [folder] = splitPath(path);
  const [own] = splitPath(main);
  return own === folder || folder === '' || folder === '.' || own.startsWith(`${folder}/`);
}

function placeKey({ path, span }: Location): string {
  return `${span.start} ${path}`;
}

/** True for a file alone that nobody gave as a project, and for one with the override that Compose finds by itself. */
function mayBeMerged([main = '', ...others]: readonly string[], severity: Severity): boolean {
  // One that may be a part is a note anyway.
  const isFound = severity === 'info' || isMainName(splitPath(main)[1]);
  return isFound && others.every((path) => OVERRIDE_NAMES.includes(splitPath(path)[1]));
}

interface FolderEntry {
  readonly name: string;
  readonly kind: string;
}

function composeFilesIn(folder: string, entries: readonly FolderEntry[]): string[] {
  return entries
    .filter(({ name, kind }) => kind === 'file' && COMPOSE_NAME.test(name))
    .map(({ name }) => joinPath(folder, name));
}
