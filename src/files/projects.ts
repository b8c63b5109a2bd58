import { joinPath, pathBelow, splitPath, toPlainPath } from '../model/paths.ts';
import type { FileSystem } from './file-system.ts';

/** The names under which `docker compose` looks for a project's file by itself, and for what it merges over it. */
const MAIN_NAMES: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const OVERRIDE_NAMES: readonly string[] = ['compose.override.yaml', 'compose.override.yml', 'docker-compose.override.yaml', 'docker-compose.override.yml'];

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

/**
 * The nearest project, in the file's folder or above it, that seems to include it: it has `include` and writes the file's path. It is looked for up
 * to the folder that holds `.git`, or to the root, above the working folder as well.
 */
export function includerOf(path: string, files: FileSystem): string | undefined {
  const toWhole = (one: string): string => joinPath(files.workingDirectory, one);
  const whole = toWhole(path);
  for (let folder = splitPath(path)[0]; ; folder = joinPath(folder, '..')) {
    const relative = pathBelow(toWhole(folder), whole);
    for (const name of MAIN_NAMES) {
      const main = joinPath(folder, name);
      const result = toWhole(main) === whole ? undefined : files.read(main);
      if (result !== undefined && 'text' in result && /^include[ \t]*:/m.test(result.text) && toPlainPath(result.text, files.workingDirectory).includes(relative)) return main;
    }
    if (splitPath(toWhole(folder))[0] === toWhole(folder) || files.kindOf(joinPath(folder, '.git')) !== undefined) return undefined;
  }
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
  return value.split(separator === '' ? ':' : separator).map((path) => joinPath(folder, toPlainPath(path.trim(), files.workingDirectory)));
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
