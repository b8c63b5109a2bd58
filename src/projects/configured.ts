import { type Configuration, listIn } from '../config/config-file.ts';
import {
  createProjectPattern,
  fillEntry,
  isWildcard,
  matchEntry,
  type ProjectPattern,
} from '../config/project-pattern.ts';
import type { FileSystem } from '../files/file-system.ts';
import { createPathMatcher } from '../files/glob.ts';
import { createTrackedFinder } from '../git/tracked-files.ts';
import { getOrInsert } from '../util/maps.ts';
import { isAbsolutePath, joinPath, relativePath } from '../util/paths.ts';
import { walkFolder } from './walk.ts';

/** What configurations say about which files to read, and how they form projects. */
export interface Configured {
  /** The projects that a file belongs to; each is a list of paths. */
  readonly projectsOf: (path: string) => readonly (readonly string[])[];
  /**
   * True or false if a configuration says whether the file is a Compose file; otherwise
   * `undefined`.
   */
  readonly isCompose: (path: string) => boolean | undefined;
  /** True if a configuration declares the file a stack. */
  readonly isStack: (path: string) => boolean;
  /** True if a configuration includes a file that would not be read otherwise. */
  readonly isIncluded: (path: string) => boolean;
}

export const NOT_CONFIGURED: Configured = {
  projectsOf: () => [],
  isCompose: () => undefined,
  isStack: () => false,
  isIncluded: () => false,
};

/** `configFor` returns the configuration that applies to a file. */
export function createConfigured(
  configFor: (path: string) => Configuration | undefined,
  files: FileSystem,
): Configured {
  const { workingDirectory } = files;
  const lastMatch = (globs: readonly string[] = [], { folder }: Configuration, path: string): boolean | undefined => {
    const last = globs.findLast((glob) => createPathMatcher([glob.replace(/^!/, '')], folder, workingDirectory)(path));
    return last === undefined ? undefined : !last.startsWith('!');
  };
  const isListed = (key: 'stacks' | 'include', path: string): boolean => {
    const config = configFor(path);
    return config !== undefined && lastMatch(listIn(config, key), config, path) === true;
  };
  const patterns = new Map<Configuration, readonly ProjectPattern[]>();
  const found = new Map<ProjectPattern, readonly (readonly string[])[]>();
  return {
    projectsOf: (path) => {
      const config = configFor(path);
      if (config === undefined) return [];
      const { folder } = config;
      const known = getOrInsert(patterns, config, () => listIn(config, 'projects').map(createProjectPattern));
      if (known.length === 0) return [];
      const whole = joinPath(workingDirectory, path);
      const toPath = (own: string): string => {
        const at = joinPath(folder, own);
        return isAbsolutePath(path) ? at : relativePath(workingDirectory, at);
      };
      return known.flatMap((pattern) =>
        projectsIn(pattern, relativePath(folder, whole), () =>
          getOrInsert(found, pattern, () => findAll(pattern, folder, files)),
        )
          .map((project) => project.map(toPath))
          .filter((project) => !pattern.hasWildcards || project.every((own) => files.kindOf(own) === 'file')),
      );
    },
    isCompose: (path) => {
      const config = configFor(path);
      return config === undefined ? undefined : lastMatch(listIn(config, 'composeFiles'), config, path);
    },
    isStack: (path) => isListed('stacks', path),
    isIncluded: (path) => isListed('include', path),
  };
}

/**
 * The projects that a pattern forms with a file, relative to the configuration's directory. `all`
 * returns every existing project of the pattern; it is used for a file without wildcards.
 */
function projectsIn(
  { entries, hasWildcards }: ProjectPattern,
  path: string,
  all: () => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const projects = entries.flatMap((entry) => {
    const captured = matchEntry(entry, path);
    if (captured === undefined) return [];
    if (captured.length === 0 && hasWildcards) return all();
    return [entries.map((other) => fillEntry(other, captured))];
  });
  return [...new Map(projects.map((project) => [project.join('\n'), project])).values()];
}

function findAll({ entries }: ProjectPattern, folder: string, files: FileSystem): readonly (readonly string[])[] {
  const withWildcard = entries.find((entry) => entry.some(isWildcard));
  if (withWildcard === undefined) return [];
  const first = withWildcard.findIndex(isWildcard);
  const top = joinPath(folder, fillEntry(withWildcard.slice(0, first), []));
  if (files.kindOf(top) !== 'directory') return [];
  return [
    ...walkFolder(top, { files, notes: [], isCandidate: () => true, findTracked: createTrackedFinder(files) }),
  ].flatMap((path) => {
    const captured = matchEntry(withWildcard, relativePath(folder, path));
    return captured === undefined ? [] : [entries.map((entry) => fillEntry(entry, captured))];
  });
}
