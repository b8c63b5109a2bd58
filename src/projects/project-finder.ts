import type { FileSystem } from '../files/file-system.ts';
import { isWorkTree } from '../git/git-folder.ts';
import { ownEnvFile } from '../parsers/compose/files/paths.ts';
import { dotenvVariables } from '../parsers/compose/variables/dotenv.ts';
import { findGroups, type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, relativePath, splitPath, toPlainPath } from '../util/paths.ts';
import { isMainName, MAIN_NAMES, OVERRIDE_NAMES } from './compose-names.ts';
import { type Configured, NOT_CONFIGURED } from './configured.ts';

/** The paths of a Compose project, or of other files that form one input. */
export interface FoundProject {
  /** The kind of the files if they are not a Compose project. */
  readonly kind?: InputKind;
  /** In merge order. */
  readonly files: readonly string[];
  /**
   * True if Compose or the user treats these files as a project; false if the file may only be a
   * part of one.
   */
  readonly isOwn: boolean;
}

/** Finds the projects that a file is merged into; see {@link createProjectFinder}. */
export type ProjectFinder = (path: string) => readonly FoundProject[];

export interface ProjectSearch {
  readonly files: FileSystem;
  /** The projects that the user named. */
  readonly given?: readonly (readonly string[])[];
  /** Variables, for `COMPOSE_FILE`. */
  readonly environment?: ReadonlyMap<string, string>;
  /** The projects and includes of configurations. */
  readonly configured?: Configured;
}

/**
 * Finds projects like `docker compose` does. In this order: projects that were named or configured;
 * `COMPOSE_FILE` in the nearest `.env`; a main file with its override; a single file.
 */
export function createProjectFinder({
  files,
  given = [],
  environment = new Map(),
  configured = NOT_CONFIGURED,
}: ProjectSearch): ProjectFinder {
  const findListed = upward(files, (folder) => {
    const list = composeFileVariable(folder, files, environment);
    return list === undefined ? [] : [{ folder, project: { kind: PROJECT_KIND, files: list, isOwn: true } }];
  });
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  const has = (project: readonly string[], path: string): boolean =>
    project.some((one) => toWhole(one) === toWhole(path));
  return (path) => {
    const own = given.filter((project) => has(project, path));
    const named = own.length > 0 ? own : configured.projectsOf(path);
    if (named.length > 0) return named.map((project) => ({ files: project, isOwn: true }));
    if (configured.isStack(path)) return [{ files: [path], isOwn: true }];
    const [folder, name] = splitPath(path);
    const lists = path === ownEnvFile(folder) || /\.ya?ml$/i.test(name) ? findListed(folder) : [];
    const here = lists.filter((list) => list.folder === folder).map(({ project }) => project);
    if (path === ownEnvFile(folder) && here.length > 0) return here;
    if (!/\.ya?ml$/i.test(name)) {
      const groups = findGroups(path, files).map((group) => ({ ...group, isOwn: true }));
      return groups.length > 0 ? groups : [{ files: [path], isOwn: false }];
    }
    const listed = lists.map(({ project }) => project).filter((project) => has(project.files, path));
    if (here.some((project) => has(project.files, path))) return listed;
    const isMain = isMainName(name);
    if (here.length > 0 || !(isMain || OVERRIDE_NAMES.includes(name)))
      return listed.length > 0 && !isMain ? listed : [{ files: [path], isOwn: isMain }, ...listed];
    return [withOverride(path, files), ...listed];
  };
}

/** The main file in the directory of an override such as `compose.prod.yaml`. */
export function mainFileBeside(path: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  const [folder, name] = splitPath(path);
  if (!/^(?:docker-)?compose[.-].+\.ya?ml$/.test(name)) return undefined;
  return isMainName(name) ? undefined : firstFile(folder, MAIN_NAMES, files);
}

/** The main file that Compose prefers if a directory has several; Compose only warns about this. */
export function mainFileBefore(path: string, files: Pick<FileSystem, 'kindOf'>): string | undefined {
  const [folder, name] = splitPath(path);
  const first = isMainName(name) ? firstFile(folder, MAIN_NAMES, files) : undefined;
  return first === path ? undefined : first;
}

function withOverride(path: string, files: FileSystem): FoundProject {
  const [folder, name] = splitPath(path);
  const main = isMainName(name) ? path : firstFile(folder, MAIN_NAMES, files);
  const override = firstFile(folder, OVERRIDE_NAMES, files);
  if (main === undefined || (main !== path && override !== path)) return { files: [path], isOwn: false };
  return { files: override === undefined ? [main] : [main, override], isOwn: true };
}

/**
 * Finds the projects with `include` that may include a file, from the file's directory upward; the
 * nearest first.
 */
export type IncluderFinder = (path: string) => readonly FoundProject[];

/** Searches up to the directory with `.git`, or to the root, even above the working directory. */
export function createIncluderFinder(search: ProjectSearch, findProjects: ProjectFinder): IncluderFinder {
  const { files, environment = new Map<string, string>() } = search;
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  const mayInclude = (path: string): boolean => {
    const result = files.read(path);
    return 'text' in result && result.text.includes('include');
  };
  const from = upward(files, (folder): readonly FoundProject[] => {
    const mains = MAIN_NAMES.map((name) => joinPath(folder, name)).filter((path) => files.kindOf(path) === 'file');
    const listed = composeFileVariable(folder, files, environment);
    return [...(listed === undefined ? [] : [{ files: listed, isOwn: true }]), ...mains.flatMap(findProjects)]
      .filter((project, index, all) => all.findIndex((other) => isSame(other, project)) === index)
      .filter((project) => project.files.some(mayInclude));
  });
  return (path) =>
    from(splitPath(path)[0]).filter(({ files: own }) => !own.some((one) => toWhole(one) === toWhole(path)));
}

function isSame(one: FoundProject, other: FoundProject): boolean {
  return one.files.join('\n') === other.files.join('\n');
}

/**
 * Collects results from a directory and those above it, the nearest first. Stops at the
 * repository's root, because files above it are unrelated. Cached.
 */
function upward<T>(files: FileSystem, look: (folder: string) => readonly T[]): (folder: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  const from = (folder: string): readonly T[] =>
    getOrInsert(known, folder, () => {
      const whole = joinPath(files.workingDirectory, folder);
      const isLast = splitPath(whole)[0] === whole || isWorkTree(folder, files);
      return isLast ? look(folder) : [...look(folder), ...from(joinPath(folder, '..'))];
    });
  return from;
}

function firstFile(folder: string, names: readonly string[], files: Pick<FileSystem, 'kindOf'>): string | undefined {
  return names.map((name) => joinPath(folder, name)).find((path) => files.kindOf(path) === 'file');
}

/**
 * The files that `COMPOSE_FILE` lists in a directory's `.env`. Ignores a value that contains an
 * unset variable.
 */
function composeFileVariable(
  folder: string,
  files: FileSystem,
  environment: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  const path = ownEnvFile(folder);
  const result = files.read(path);
  if ('failure' in result || !result.text.includes('COMPOSE_FILE')) return undefined;
  const values = dotenvVariables({ path, text: result.text }, environment);
  const value = values.get('COMPOSE_FILE') ?? '';
  if (value === '') return undefined;
  const separator = values.get('COMPOSE_PATH_SEPARATOR') ?? (value.includes(';') ? ';' : ':');
  return value
    .split(separator === '' ? ':' : separator)
    .map((name) => namedFrom(joinPath(folder, toPlainPath(name.trim(), files.workingDirectory)), files));
}

/** The path of a file relative to the working directory; it may start with `..`. */
function namedFrom(path: string, { workingDirectory }: FileSystem): string {
  return path.startsWith('../') ? relativePath(workingDirectory, joinPath(workingDirectory, path)) : path;
}
