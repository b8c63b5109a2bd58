import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';
import { append } from '../util/maps.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import { type Input, pathsOf } from './input.ts';

/** How an input of a run stands to the others: its files, how it was found, and what it has to do with other files. */
export interface Membership {
  /** Its own files, as they were named, the main one first. */
  readonly project: readonly string[];
  readonly relations: Relations;
  /** True where Compose, the user or a script takes it for a project by itself. */
  readonly isOwn: boolean;
  /** True where the user named it, or one of its files. */
  readonly isNamed: boolean;
  /** See `Input`. */
  readonly isAlone: boolean;
  /** True for a project that a script deploys, each of them once; its own files are among those that it includes. */
  readonly isDeployed: boolean;
  /** The files for whose sake it was looked at, where nobody named it (see `Input`). */
  readonly reportedFor: readonly string[] | undefined;
}

/** The membership of an input. What the client refuses by itself is no project of its own. */
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

/** What is reported of a project that nobody named. */
export interface ReportedPart {
  /** The files for whose sake it was looked at, as they were named. */
  readonly named: readonly string[];
  /** True for these files, and for those that they include themselves. */
  has(path: string): boolean;
}

/** An input that is reported. */
export interface DistinctProject<T> {
  readonly project: T;
  /** `undefined` where it is reported as a whole. */
  readonly part: ReportedPart | undefined;
  /** The other projects that have all its files, or include them. */
  readonly includers: readonly T[];
}

/**
 * The inputs without the files that another project includes, which are reported there, unless they are a project by
 * themselves or were named; and without the projects that were looked at for the sake of files but do not include them,
 * or are there anyway. Whoever names one file, a hook or an editor, is not to see the others of its project. `toKey` is
 * the same for each way of writing a path.
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

/** The notes without those of files that are nothing by themselves and that one of the projects includes. */
export function notesBeside(
  projects: readonly DistinctProject<Membership>[],
  notes: readonly DiscoveryNote[],
  toKey: (path: string) => string,
): readonly DiscoveryNote[] {
  const included = new Set(projects.flatMap(({ project }) => project.relations.included.map(toKey)));
  return notes.filter(({ path, isSkipped }) => isSkipped !== true || !included.has(toKey(path)));
}

/** True for what is a project by itself, or was named, whatever others take of it. */
export function isKept({ isOwn, isNamed, reportedFor }: Membership): boolean {
  return isOwn || (isNamed && reportedFor === undefined);
}

/** True for a file that is linted as a part of others, and not as a whole: that is done beside it. */
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

/** True for an input that another one may include or extend, by a path in which a variable is: what it lacks may stand there. */
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

/** An input with its paths in the one way of writing them. */
interface Node<T> {
  readonly input: T;
  readonly own: readonly string[];
  readonly included: ReadonlySet<string>;
  /** Those of the files for whose sake it was looked at that it does include, as they were named; `undefined` where it was not. */
  readonly named: readonly string[] | undefined;
}

function createNode<T extends Membership>(input: T, toKey: (path: string) => string): Node<T> {
  const included = new Set(input.relations.included.map(toKey));
  const found = input.reportedFor?.filter((path) => included.has(toKey(path)));
  return {
    input,
    own: input.project.map(toKey),
    included,
    // One that is named in two ways is one.
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

/**
 * Finds the projects that say what another one says as well: those that include all of its files (of projects that
 * include each other the first by name includes the others); for a file that is there by itself as well, those that it
 * is one of; and for a project that a script deploys, those before it that have files in common with it and say more
 * than it does.
 */
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
