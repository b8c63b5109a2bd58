import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';

/** What a run has seen of what lies below a directory, by paths relative to it. */
export interface Coverage {
  /** True if all that lies below the directory was looked for. */
  readonly isWhole: boolean;
  /**
   * True for a project of which every finding was met again if it is still there: it was linted as a whole, or, where
   * all was looked for, as a part of another. `undefined` stands for a project that is unknown.
   */
  covers(project: readonly string[] | undefined, file: string): boolean;
  /** True for a file that could not be read, or not whole: what no longer shows may be there still. */
  isInDoubt(file: string): boolean;
}

/** An input as far as coverage depends on it. */
export interface CoveredInput {
  /** The files of its project, as they were named. */
  readonly project: readonly string[];
  readonly relations: Pick<Relations, 'included' | 'partlyRead'>;
  /** True if only what concerns some of its files is reported. */
  readonly isPart: boolean;
}

/** A run as far as coverage depends on it. */
export interface CoveredRun {
  readonly inputs: readonly CoveredInput[];
  readonly notes: readonly DiscoveryNote[];
  /** The directories that were walked. */
  readonly walked: readonly string[];
  /** The configurations of which every exception was checked. */
  readonly configs?: readonly string[];
}

/** The coverage of a run; `toRelative` gives a path relative to the directory that it is asked about. */
export function coverageOf(
  { inputs, notes, walked, configs = [] }: CoveredRun,
  toRelative: (path: string) => string,
): Coverage {
  const isWhole = walked.some((folder) => /^(?:\.\.(?:\/|$))*$/.test(toRelative(folder)));
  const wholes = [
    ...inputs.filter(({ isPart }) => !isPart),
    ...configs.map((path) => ({ project: [path], relations: NO_RELATIONS })),
  ].map(({ project, relations }) => ({
    own: new Set(project.map(toRelative)),
    all: new Set([...project, ...relations.included].map(toRelative)),
  }));
  const files = new Set(wholes.flatMap(({ all }) => [...all]));
  const unreadable = notes.filter(({ isUnreadable }) => isUnreadable === true).map(({ path }) => toRelative(path));
  const inDoubt = new Set([
    ...unreadable,
    ...inputs.flatMap(({ project, relations: { partlyRead } }) =>
      partlyRead.length === 0 ? [] : [...project, ...partlyRead].map(toRelative),
    ),
  ]);
  return {
    isWhole,
    covers: (project, file) => {
      if (project === undefined) return isWhole && files.has(file);
      return wholes.some(
        ({ own, all }) =>
          (own.size === project.length && project.every((path) => own.has(path))) ||
          (isWhole && project.every((path) => all.has(path))),
      );
    },
    isInDoubt: (file) =>
      inDoubt.has(file) || unreadable.some((folder) => folder === '' || file.startsWith(`${folder}/`)),
  };
}
