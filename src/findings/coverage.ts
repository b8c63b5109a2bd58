import type { DiscoveryNote } from '../files/discovery-note.ts';
import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';

/** What a run covered below a directory. Paths are relative to that directory. */
export interface Coverage {
  /** True if everything below the directory was searched. */
  readonly isWhole: boolean;
  /**
   * True if the run would have found every finding of the project: it linted the project
   * completely, or as part of another one.
   */
  covers(project: readonly string[]): boolean;
  /** True for a file that was not read completely, so its findings may still exist. */
  isInDoubt(file: string): boolean;
}

/** The parts of an input that coverage depends on. */
export interface CoveredInput {
  /** The files of its project, as the user named them. */
  readonly project: readonly string[];
  readonly relations: Pick<Relations, 'included' | 'partlyRead'>;
  /** True if the report only includes results about some of its files. */
  readonly isPart: boolean;
}

/** The parts of a run that coverage depends on. */
export interface CoveredRun {
  readonly inputs: readonly CoveredInput[];
  readonly notes: readonly DiscoveryNote[];
  readonly walked: readonly string[];
  /** The configurations whose exceptions were all checked. */
  readonly configs?: readonly string[];
}

/** Determines the coverage of a run. `toRelative` makes paths relative to the covered directory. */
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
  const unreadable = notes.filter(({ isUnreadable }) => isUnreadable === true).map(({ path }) => toRelative(path));
  const inDoubt = new Set([
    ...unreadable,
    ...inputs.flatMap(({ project, relations: { partlyRead } }) =>
      partlyRead.length === 0 ? [] : [...project, ...partlyRead].map(toRelative),
    ),
  ]);
  return {
    isWhole,
    covers: (project) =>
      wholes.some(
        ({ own, all }) =>
          (own.size === project.length && project.every((path) => own.has(path))) ||
          (isWhole && project.every((path) => all.has(path))),
      ),
    isInDoubt: (file) =>
      inDoubt.has(file) || unreadable.some((folder) => folder === '' || file.startsWith(`${folder}/`)),
  };
}
