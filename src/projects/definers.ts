import type { ComposeSection, Finding, Severity } from '../model/finding.ts';
import { definitionsIn } from '../parsers/compose/definitions.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { isWorkTree } from '../workspace/git/git-folder.ts';
import { isMainName, OVERRIDE_NAMES } from './compose-names.ts';
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

/** The files that define a name, by its section and itself. */
type Definitions = ReadonlyMap<string, readonly string[]>;

/**
 * Looks for names in the Compose files around a project, beside it, in the folders beside it and in those above it, and
 * then among the files of a run. They are read where a name is looked for only, and once.
 */
export function createDefinerFinder(members: readonly Membership[], files: Files): DefinerFinder {
  const toKey = (path: string): string => joinPath(files.workingDirectory, path);
  const read = new Map<string, ReturnType<typeof definitionsIn>>();
  const definitionsOf = (paths: readonly string[]): Definitions => {
    const found = new Map<string, string[]>();
    for (const path of paths)
      for (const [section, names] of getOrInsert(read, toKey(path), () => readDefinitions(path, files)))
        for (const name of names) append(found, `${section} ${name}`, path);
    return found;
  };
  const around = new Map<string, Definitions>();
  let inRun: Definitions | undefined;
  return (section, name, project) => {
    const own = new Set(project.map(toKey));
    const isOther = (path: string): boolean => !own.has(toKey(path));
    const key = `${section} ${name}`;
    const [folder] = splitPath(project[0] ?? '');
    const near = getOrInsert(around, folder, () => definitionsOf(composeFilesAround(folder, files)));
    const found = near.get(key)?.find(isOther);
    if (found !== undefined) return found;
    inRun ??= definitionsOf(members.flatMap((member) => member.project).filter((path) => YAML_NAME.test(path)));
    return inRun.get(key)?.find(isOther);
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
  return findings.map((finding) => {
    const { path, span } = finding.location;
    const missing = relations.missing.find(
      ({ location }) => location.path === path && location.span.start === span.start,
    );
    if (finding.rule !== 'syntax/undefined-reference' || missing === undefined) return finding;
    if (!mayBeMerged(project, finding.severity)) return finding;
    const definer = find(missing.section, missing.name, project);
    if (definer === undefined) return finding;
    const message = {
      what: `${finding.message.what} It is defined in ${definer}.`,
      remedy: 'If the two files are merged, list both under `projects` in the configuration.',
    };
    return { ...finding, severity: 'info', message };
  });
}

/** True for a file alone that nobody gave as a project, and for one with the override that Compose finds by itself. */
function mayBeMerged([main = '', ...others]: readonly string[], severity: Severity): boolean {
  // One that may be a part is a note anyway.
  const isFound = severity === 'info' || isMainName(splitPath(main)[1]);
  return isFound && others.every((path) => OVERRIDE_NAMES.includes(splitPath(path)[1]));
}

function composeFilesAround(start: string, files: Files): readonly string[] {
  const found: string[] = [];
  let folder = start;
  for (let depth = 0; depth < MAX_FOLDERS && found.length < MAX_FILES; depth += 1) {
    const entries = entriesOf(folder, files);
    found.push(...composeFilesIn(folder, entries));
    for (const { name, kind } of entries)
      if (kind === 'directory' && !name.startsWith('.') && !isSkippedFolder(joinPath(folder, name), files))
        found.push(...composeFilesIn(joinPath(folder, name), entriesOf(joinPath(folder, name), files)));
    const whole = joinPath(files.workingDirectory, folder);
    if (splitPath(whole)[0] === whole || isWorkTree(folder, files)) break;
    folder = joinPath(folder, '..');
  }
  return found.slice(0, MAX_FILES);
}

interface FolderEntry {
  readonly name: string;
  readonly kind: string;
}

function entriesOf(folder: string, files: Files): readonly FolderEntry[] {
  const listed = files.list(folder);
  return 'entries' in listed ? listed.entries : [];
}

function composeFilesIn(folder: string, entries: readonly FolderEntry[]): readonly string[] {
  return entries
    .filter(({ name, kind }) => kind === 'file' && COMPOSE_NAME.test(name))
    .map(({ name }) => joinPath(folder, name));
}

function readDefinitions(path: string, files: Files): ReturnType<typeof definitionsIn> {
  const result = files.read(path);
  return 'text' in result ? definitionsIn(result.text) : new Map();
}
