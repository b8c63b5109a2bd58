import type { DiscoveryNote } from '../files/discovery-note.ts';
import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';

/** What a run covered below a directory, by relative paths. */
export interface Coverage {
  /** True if everything below the directory was searched. */
  readonly isWhole: boolean;
  /**
   * True if every finding of the project would have been found again: it was linted completely, or
   * as a part of another one.
   */
  covers(project: readonly string[]): boolean;
  /** True for a file not read completely: its findings may still exist. */
  isInDoubt(file: string): boolean;
}

/** An input, as far as coverage depends on it. */
export interface CoveredInput {
  /** The files of its project, as named. */
  readonly project: readonly string[];
  readonly relations: Pick<Relations, 'included' | 'partlyRead'>;
  /** True if only results about some of its files are reported. */
  readonly isPart: boolean;
}

/** A run, as far as coverage depends on it. */
export interface CoveredRun {
  readonly inputs: readonly CoveredInput[];
  readonly notes: readonly DiscoveryNote[];
  /** The directories that were walked. */
  readonly walked: readonly string[];
  /** The configurations with all exceptions checked. */
  readonly configs?: readonly string[];
}

/** The coverage of a run; `toRelative` returns paths relative to the directory in question. */
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
