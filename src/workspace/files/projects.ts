import { joinPath, splitPath, toPlainPath } from '../../util/paths.ts';
import type { FileSystem } from './file-system.ts';

/** The names under which `docker compose` looks for a project's file by itself, and for what it merges over it. */
const MAIN_NAMES: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const OVERRIDE_NAMES: readonly string[] = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
];

/** The files of the project that a file belongs to, in the order in which they are merged; the file alone where it is none of a project. */
export type ProjectFinder = (path: string) => readonly string[];

/**
 * Finds projects as `docker compose` forms them: the files that the user gave as one (`given`), those that `COMPOSE_FILE` names in
 * the `.env` of a folder, a main file with the override file beside it.
 */
export function createProjectFinder(files: FileSystem, given: readonly (readonly string[])[] = []): ProjectFinder {
  const listed = new Map<string, readonly string[] | undefined>();
  return (path) => {
    const own = given.find((project) => project.includes(path));
    if (own !== undefined) return own;
    const [folder, name] = splitPath(path);
    if (!/\.ya?ml$/i.test(name)) return [path];
    if (!listed.has(folder)) listed.set(folder, composeFileVariable(folder, files));
    const list = listed.get(folder);
    if (list?.includes(path) === true) return list;
    const isOverride = OVERRIDE_NAMES.includes(name);
    if (!isOverride && !MAIN_NAMES.includes(name)) return [path];
    const main = isOverride ? firstFile(folder, MAIN_NAMES, files) : path;
    const override = firstFile(folder, OVERRIDE_NAMES, files);
    if (main === undefined || (isOverride && override !== path)) return [path];
    return override === undefined ? [main] : [main, override];
  };
}

/** The projects that may include a file: those in its folder and above it of which a file has `include`, the nearest first. */
export type IncluderFinder = (path: string) => readonly (readonly string[])[];

/** Looks for them up to the folder that holds `.git`, or to the root, above the working folder as well; each folder is looked at once. */
export function createIncluderFinder(files: FileSystem, findProject: ProjectFinder): IncluderFinder {
  const known = new Map<string, readonly (readonly string[])[]>();
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  const mayInclude = (path: string): boolean => {
    const result = files.read(path);
    return 'text' in result && result.text.includes('include');
  };
  const from = (folder: string): readonly (readonly string[])[] => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const mains = MAIN_NAMES.map((name) => joinPath(folder, name)).filter((path) => files.kindOf(path) === 'file');
    const listed = composeFileVariable(folder, files);
    const here = [...(listed === undefined ? [] : [listed]), ...mains.map(findProject)].filter((project) =>
      project.some(mayInclude),
    );
    const isLast =
      splitPath(toWhole(folder))[0] === toWhole(folder) || files.kindOf(joinPath(folder, '.git')) !== undefined;
    const all = isLast ? here : [...here, ...from(joinPath(folder, '..'))];
    known.set(folder, all);
    return all;
  };
  return (path) => from(splitPath(path)[0]).filter((project) => !project.some((one) => toWhole(one) === toWhole(path)));
}

function firstFile(folder: string, names: readonly string[], files: FileSystem): string | undefined {
  return names.map((name) => joinPath(folder, name)).find((path) => files.kindOf(path) === 'file');
}

/** What `COMPOSE_FILE` in a folder's `.env` names, where it is written out: a value that hangs on other variables is passed over. */
function composeFileVariable(folder: string, files: FileSystem): readonly string[] | undefined {
  const result = files.read(joinPath(folder, '.env'));
  if ('failure' in result) return undefined;
  const value = variableIn(result.text, 'COMPOSE_FILE');
  if (value === undefined || value === '' || value.includes('$')) return undefined;
  const separator = variableIn(result.text, 'COMPOSE_PATH_SEPARATOR') ?? (value.includes(';') ? ';' : ':');
  return value
    .split(separator === '' ? ':' : separator)
    .map((path) => joinPath(folder, toPlainPath(path.trim(), files.workingDirectory)));
}

/** The last assignment of a variable on a line of its own, without its quotes or the comment behind it. */
function variableIn(text: string, name: string): string | undefined {
  let found: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const assignment = /^\s*(?:export\s+)?([A-Z_]+)\s*[=:](.*)$/.exec(line);
    if (assignment?.[1] !== name) continue;
    const value = (assignment[2] ?? '').trim();
    const comment = value.search(/\s#/);
    found = /^(["'])(.*)\1/.exec(value)?.[2] ?? (comment < 0 ? value : value.slice(0, comment).trimEnd());
  }
  return found;
}
