import { append } from '../util/maps.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';

/** How an input stands to the others of a run. */
export interface Membership {
  /** The files that its project includes. */
  readonly included: readonly string[];
  /** The files for whose sake it was looked at, where nobody named it (see `Input`). */
  readonly reportedFor?: readonly string[] | undefined;
  /** True where Compose, or the user, takes it for a project by itself. */
  readonly isOwn?: boolean | undefined;
  /** True where the user named it, or one of its files. */
  readonly isNamed?: boolean | undefined;
  /** See `Input`. */
  readonly isAlone?: boolean | undefined;
  /** True for a project that a script deploys, each of them once; its own files are among those that it includes. */
  readonly isDeployed?: boolean | undefined;
}

/** What is reported of a project that nobody named. */
export interface Scope {
  /** The files for whose sake it was looked at, as they were named. */
  readonly named: readonly string[];
  /** True for these files, and for those that they include themselves. */
  has(path: string): boolean;
}

/** An input that is reported. */
export interface DistinctProject<T> {
  readonly project: T;
  /** `undefined` where it is reported as a whole. */
  readonly scope: Scope | undefined;
  /** The other projects that have all its files, or include them. */
  readonly includers: readonly T[];
}

/** What distinguishes inputs. */
export interface Identity<T> {
  /** The input's own files, the main one first. */
  readonly pathsOf: (input: T) => readonly string[];
  /** The same for each way of writing a path. */
  readonly toKey: (path: string) => string;
}

/**
 * The inputs without the files that another project includes, which are reported there, unless they are a project by themselves or were named; and without the
 * projects that were looked at for the sake of files but do not include them, or are there anyway. Whoever names one file, a hook or an editor, is not
 * to see the others of its project.
 */
export function distinctProjects<T extends Membership>(
  inputs: readonly T[],
  { pathsOf, toKey }: Identity<T>,
): readonly DistinctProject<T>[] {
  const keysOf = new Map(
    inputs.map((input) => [input, { own: pathsOf(input).map(toKey), included: new Set(input.included.map(toKey)) }]),
  );
  const ownOf = (input: T): readonly string[] => keysOf.get(input)?.own ?? [];
  const includedBy = (input: T): ReadonlySet<string> => keysOf.get(input)?.included ?? new Set();
  const [asked, includers] = [
    inputs.filter(({ reportedFor }) => reportedFor === undefined),
    inputs.filter(({ reportedFor }) => reportedFor !== undefined),
  ];

  const included = (input: T): readonly string[] =>
    (input.reportedFor ?? []).filter((path) => includedBy(input).has(toKey(path)));
  // One that is named in two ways is one.
  const named = new Map(
    includers.map((input) => [input, [...new Map(included(input).map((path) => [toKey(path), path])).values()]]),
  );
  const seen = new Set<string>();
  const projects = [...asked, ...includers.filter((input) => named.get(input)?.length !== 0)].filter((input) => {
    const key = `${input.isAlone === true ? 'alone' : 'project'}\n${ownOf(input).join('\n')}`;
    const isNew = input.isDeployed === true || !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const includersOf = withBeside(
    withMerged(createIncludersOf(projects, ownOf, includedBy), projects, ownOf),
    projects,
    { ownOf, includedBy },
  );
  const kept = withoutIncluded(projects, includersOf);

  const scopeOf = (input: T): Scope | undefined => {
    const files = named.get(input);
    if (files === undefined) return undefined;
    const keys = new Set(files.map(toKey));
    const whole = new Set([
      ...keys,
      ...asked
        .filter((other) => ownOf(other).some((key) => keys.has(key)))
        .flatMap((other) => [...ownOf(other), ...includedBy(other)]),
    ]);
    return { named: files, has: (path) => whole.has(toKey(path)) };
  };
  return inputs
    .filter((input) => kept.has(input))
    .map((project) => ({
      project,
      scope: scopeOf(project),
      includers: includersOf(project).filter((other) => kept.has(other)),
    }));
}

/** The notes without those of files that are nothing by themselves and that one of the projects includes. */
export function notesBeside(
  projects: readonly DistinctProject<Membership>[],
  notes: readonly DiscoveryNote[],
  toKey: (path: string) => string,
): readonly DiscoveryNote[] {
  const included = new Set(projects.flatMap(({ project }) => project.included.map(toKey)));
  return notes.filter(({ path, isSkipped }) => isSkipped !== true || !included.has(toKey(path)));
}

/** Finds the projects that include all files of another one; of projects that include each other the first by name includes the others. */
function createIncludersOf<T>(
  projects: readonly T[],
  ownOf: (project: T) => readonly string[],
  includedBy: (project: T) => ReadonlySet<string>,
): (project: T) => readonly T[] {
  const byFile = new Map<string, T[]>();
  for (const project of projects) {
    for (const key of includedBy(project)) append(byFile, key, project);
  }
  const includes = (one: T, other: T): boolean => ownOf(other).every((key) => includedBy(one).has(key));
  const firstOf = (project: T): string => ownOf(project)[0] ?? '';
  return (project) =>
    (byFile.get(firstOf(project)) ?? []).filter(
      (other) =>
        other !== project &&
        includes(other, project) &&
        (firstOf(other) < firstOf(project) || !includes(project, other)),
    );
}

/** The same and, for a file that is there by itself as well, the projects that it is one of. */
function withMerged<T extends Membership>(
  includersOf: (project: T) => readonly T[],
  projects: readonly T[],
  ownOf: (project: T) => readonly string[],
): (project: T) => readonly T[] {
  const byFile = new Map<string, T[]>();
  for (const project of projects)
    if (project.isAlone !== true) for (const key of ownOf(project)) append(byFile, key, project);
  return (project) => [
    ...includersOf(project),
    ...(project.isAlone === true ? ownOf(project).flatMap((key) => byFile.get(key) ?? []) : []),
  ];
}

/**
 * The same and, for a project that a script deploys, those that were there before it, have files in common with it, and say more than it does: what such a file
 * says in both is reported there.
 */
function withBeside<T extends Membership>(
  includersOf: (project: T) => readonly T[],
  projects: readonly T[],
  { ownOf, includedBy }: { ownOf: (project: T) => readonly string[]; includedBy: (project: T) => ReadonlySet<string> },
): (project: T) => readonly T[] {
  return (project) => {
    if (project.isDeployed !== true) return includersOf(project);
    const own = new Set(ownOf(project));
    const beside = projects
      .slice(0, projects.indexOf(project))
      .filter(
        (other) =>
          ownOf(other).some((key) => own.has(key)) && !ownOf(other).every((key) => includedBy(project).has(key)),
      );
    return [...new Set([...includersOf(project), ...beside])];
  };
}

/** The projects without those that another one includes, itself one that stays or not, unless they are projects by themselves or were named. */
function withoutIncluded<T extends Membership>(
  projects: readonly T[],
  includersOf: (project: T) => readonly T[],
): ReadonlySet<T> {
  return new Set(projects.filter((project) => isKept(project) || includersOf(project).length === 0));
}

/** True for what is a project by itself, or was named, whatever others take of it. */
export function isKept({ isOwn, isNamed, reportedFor }: Membership): boolean {
  return isOwn === true || (isNamed === true && reportedFor === undefined);
}
