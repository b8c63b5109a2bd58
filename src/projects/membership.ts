import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';
import { append } from '../util/maps.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import { type Input, pathsOf } from './input.ts';

/** The relation of an input of a run to the others. */
export interface Membership {
  /** Its own files, as named, the main one first. */
  readonly project: readonly string[];
  readonly relations: Relations;
  /** True if Compose, the user or a script treats it as a project. */
  readonly isOwn: boolean;
  /** True if the user named it, or one of its files. */
  readonly isNamed: boolean;
  /** See `Input`. */
  readonly isAlone: boolean;
  /** True for a project that a script deploys, listed once; it also includes its own files. */
  readonly isDeployed: boolean;
  /** The files that it was read for, if nobody named it (see `Input`). */
  readonly reportedFor: readonly string[] | undefined;
}

/** The membership of an input. One that the client rejects alone is no project. */
export function membershipOf(input: Input, relations: Relations = NO_RELATIONS): Membership {
  const { isOwn = false, isNamed = false, isAlone = false, reportedFor } = input;
  return {
    project: pathsOf(input),
    relations,
    isOwn: isAlone || (isOwn && !relations.needsOthers),
    isNamed,
    isAlone,
    isDeployed: false,
    reportedFor,
  };
}

/** The reported part of a project that nobody named. */
export interface ReportedPart {
  /** The files that it was read for, as named. */
  readonly named: readonly string[];
  /** True for these files, and for files that they include. */
  has(path: string): boolean;
}

/** An input to report. */
export interface DistinctProject<T> {
  readonly project: T;
  /** `undefined` if all of it is reported. */
  readonly part: ReportedPart | undefined;
  /** The other projects that have or include all its files. */
  readonly includers: readonly T[];
}

/**
 * Removes files that another project includes, unless they are projects themselves or were named, and projects that were read for files they don't include.
 * An editor or hook that names one file must not get results for others. `toKey` is the same for all spellings of a path.
 */
export function distinctProjects<T extends Membership>(
  inputs: readonly T[],
  toKey: (path: string) => string,
): readonly DistinctProject<T>[] {
  const all = inputs.map((input) => createNode(input, toKey));
  const seen = new Set<string>();
  const projects = [
    ...all.filter(({ named }) => named === undefined),
    ...all.filter(({ named }) => named !== undefined && named.length > 0),
  ].filter(({ input: { isAlone, isDeployed }, own }) => {
    const key = `${isAlone ? 'alone' : 'project'}\n${own.join('\n')}`;
    const isNew = isDeployed || !seen.has(key);
    seen.add(key);
    return isNew;
  });
  const includersOf = createIncluderTest(projects);
  const includers = new Map(projects.map((project) => [project, includersOf(project)]));
  const kept = projects.filter((project) => isKept(project.input) || includers.get(project)?.length === 0);
  const isThere = new Set(kept);
  const asked = all.filter(({ named }) => named === undefined);
  return all
    .filter((node) => isThere.has(node))
    .map((node) => ({
      project: node.input,
      part: partOf(node, asked, toKey),
      includers: (includers.get(node) ?? []).filter((other) => isThere.has(other)).map(({ input }) => input),
    }));
}

/** Removes notes about incomplete files that a project includes. */
export function notesBeside(
  projects: readonly DistinctProject<Membership>[],
  notes: readonly DiscoveryNote[],
  toKey: (path: string) => string,
): readonly DiscoveryNote[] {
  const included = new Set(projects.flatMap(({ project }) => project.relations.included.map(toKey)));
  return notes.filter(({ path, isSkipped }) => isSkipped !== true || !included.has(toKey(path)));
}

/** True for projects and named inputs, even if others include them. */
export function isKept({ isOwn, isNamed, reportedFor }: Membership): boolean {
  return isOwn || (isNamed && reportedFor === undefined);
}

/** True for a file that is linted as a part of others, and also alone. */
export function isPartOf(
  { project: [path = ''], relations, isOwn, isAlone }: Membership,
  others: readonly Membership[],
): boolean {
  if (others.length === 0) return false;
  if (!isAlone) return !isOwn;
  const merged = others.filter(({ project }) => project.includes(path));
  const isOverOthers = merged.length > 0 && merged.every(({ project }) => project[0] !== path);
  return isOverOthers || relations.needsOthers;
}

/** True for an input that another one may include or extend through a path with a variable: that one may define what it lacks. */
export function createInclusionTest(members: readonly Membership[]): (one: Membership) => boolean {
  const including = members.filter(({ relations }) => relations.mayInclude.length > 0);
  return (one) => {
    const [path = '', ...others] = one.project;
    if (one.isAlone || others.length > 0) return false;
    return including.some(
      (other) => other !== one && other.relations.mayInclude.some((ending) => path.endsWith(ending)),
    );
  };
}

/** An input with normalized paths. */
interface Node<T> {
  readonly input: T;
  readonly own: readonly string[];
  readonly included: ReadonlySet<string>;
  /** The files it was read for and includes, as named; `undefined` if it was not read for files. */
  readonly named: readonly string[] | undefined;
}

function createNode<T extends Membership>(input: T, toKey: (path: string) => string): Node<T> {
  const included = new Set(input.relations.included.map(toKey));
  const found = input.reportedFor?.filter((path) => included.has(toKey(path)));
  return {
    input,
    own: input.project.map(toKey),
    included,
    // Two spellings of one path count once.
    named: found && [...new Map(found.map((path) => [toKey(path), path])).values()],
  };
}

function partOf<T>(
  { named }: Node<T>,
  asked: readonly Node<T>[],
  toKey: (path: string) => string,
): ReportedPart | undefined {
  if (named === undefined) return undefined;
  const keys = new Set(named.map(toKey));
  const beside = asked.filter(({ own }) => own.some((key) => keys.has(key)));
  const whole = new Set([...keys, ...beside.flatMap(({ own, included }) => [...own, ...included])]);
  return { named, has: (path) => whole.has(toKey(path)) };
}

/** Finds projects that cover another one: they include all its files; for a file also linted alone, its projects; for a deployed one, larger earlier ones. */
function createIncluderTest<T extends Membership>(
  projects: readonly Node<T>[],
): (project: Node<T>) => readonly Node<T>[] {
  const [byIncluded, byOwn] = [new Map<string, Node<T>[]>(), new Map<string, Node<T>[]>()];
  for (const project of projects) {
    for (const key of project.included) append(byIncluded, key, project);
    if (!project.input.isAlone) for (const key of project.own) append(byOwn, key, project);
  }
  const includes = (one: Node<T>, other: Node<T>): boolean => other.own.every((key) => one.included.has(key));
  const firstOf = ({ own }: Node<T>): string => own[0] ?? '';
  return (project) => {
    const { input, own } = project;
    const including = (byIncluded.get(firstOf(project)) ?? []).filter(
      (other) =>
        other !== project &&
        includes(other, project) &&
        (firstOf(other) < firstOf(project) || !includes(project, other)),
    );
    if (input.isAlone) including.push(...own.flatMap((key) => byOwn.get(key) ?? []));
    if (!input.isDeployed) return including;
    const beside = projects
      .slice(0, projects.indexOf(project))
      .filter((other) => other.own.some((key) => own.includes(key)) && !includes(project, other));
    return [...new Set([...including, ...beside])];
  };
}
