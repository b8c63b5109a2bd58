import type { DiscoveryNote } from '../files/discovery-note.ts';
import { type Extended, NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';
import { append } from '../util/maps.ts';
import { type Input, pathsOf } from './input.ts';
import { after, type InputFact, LEFT_OUT, type Relation } from './relation.ts';

/** An input of a run before it is related to the others. */
export interface Member {
  /** The input's own files as the user named them, the main one first. */
  readonly project: readonly string[];
  readonly relations: Relations;
  readonly relation: Relation;
  /** See `ParseContext`. */
  readonly orchestrator: Input['orchestrator'];
  /** The files because of which it was read, if the user did not name it (see `Input`). */
  readonly reportedFor: readonly string[] | undefined;
}

/** Describes an input without knowing the others. */
export function memberOf(input: Input, relations: Relations = NO_RELATIONS): Member {
  const { isOwn, isNamed, isAlone, orchestrator, reportedFor } = input;
  const facts = [
    ...(isOwn === true ? (['merged'] as const) : []),
    ...(relations.needsOthers ? (['rejected'] as const) : []),
    ...(isNamed === true ? (['named'] as const) : []),
    ...(isAlone === true ? (['single'] as const) : []),
  ];
  return { project: pathsOf(input), relations, relation: facts.reduce(after, 'found'), orchestrator, reportedFor };
}

/** The part of an input to report, if the user did not name it. */
export interface ReportedPart {
  /** The files because of which it was read, as the user named them. */
  readonly named: readonly string[];
  /** True for those files, and for files that they include. */
  has(path: string): boolean;
}

/** An input to report, with its relations to others. */
export interface RelatedInput<T> {
  readonly member: T;
  readonly relation: Relation;
  readonly part: ReportedPart | undefined;
  /** Other reported inputs that contain or include all its files. */
  readonly includers: readonly T[];
  /**
   * True if another input may include or extend it through a path with a variable. That input may
   * define what this one lacks.
   */
  readonly mayBeIncluded: boolean;
  /** For a `base`: its services that services in other reported inputs extend. */
  readonly extended: ReadonlySet<string>;
}

/**
 * Relates inputs to each other, and returns those to report. `toKey` returns the same key for all
 * spellings of a path.
 */
export function relate<T extends Member>(
  members: readonly T[],
  toKey: (path: string) => string,
): readonly RelatedInput<T>[] {
  const all = members.map((member) => toNode(member, toKey));
  const asked = all.filter(({ named }) => named === undefined);
  const seen = new Set<string>();
  for (const node of new Set([...asked, ...all])) {
    const key = `${String(node.isAlone)}\n${node.own.join('\n')}`;
    if (node.named?.length === 0) learn(node, 'unasked');
    else if (seen.has(key)) learn(node, 'repeated');
    else seen.add(key);
  }
  const includersOf = createIncluderTest([...new Set([...asked, ...all])].filter(isReported));
  const found = all.filter(isReported).map((node) => ({ node, includers: includersOf(node) }));
  for (const { node, includers } of found) {
    if (includers.length > 0) learn(node, 'covered');
    if (includers.some(({ member }) => member.orchestrator === 'swarm')) learn(node, 'stacked');
  }
  const kept = found.filter(({ node }) => isReported(node));
  const mayBeIncluded = createInclusionTest(kept.map(({ node }) => node));
  const extendedIn = createExtensionTest(kept.map(({ node }) => node));
  return kept.map(({ node, includers }) => {
    const others = includers.filter(isReported);
    if (isCompleted(node, others)) learn(node, 'completed');
    const extended = extendedIn(node);
    if (extended.size > 0) learn(node, 'extended');
    const { member, relation } = node;
    const [part, includedBy] = [partOf(node, asked, toKey), others.map((other) => other.member)];
    return { member, relation, part, includers: includedBy, mayBeIncluded: mayBeIncluded(node), extended };
  });
}

/** Removes notes about incomplete files if a project includes them. */
export function notesBeside(
  projects: readonly Pick<Member, 'relations'>[],
  notes: readonly DiscoveryNote[],
  toKey: (path: string) => string,
): readonly DiscoveryNote[] {
  const included = new Set(projects.flatMap(({ relations }) => relations.included.map(toKey)));
  return notes.filter(({ path, skipped }) => skipped === undefined || !included.has(toKey(path)));
}

/** An input with normalized paths, and its state so far. */
interface Node<T> {
  readonly member: T;
  readonly own: readonly string[];
  readonly included: ReadonlySet<string>;
  readonly extended: readonly Extended[];
  /**
   * The files because of which the input was read, if it really includes them. `undefined` if the
   * user named the input.
   */
  readonly named: readonly string[] | undefined;
  readonly isAlone: boolean;
  relation: Relation;
}

function toNode<T extends Member>(member: T, toKey: (path: string) => string): Node<T> {
  const { project, relations, reportedFor, relation } = member;
  const included = new Set(relations.included.map(toKey));
  const found = reportedFor?.filter((path) => included.has(toKey(path)));
  return {
    member,
    included,
    relation,
    isAlone: relation === 'alone',
    own: project.map(toKey),
    extended: relations.extended.map((one) => ({ ...one, path: toKey(one.path) })),
    // Keep one of several spellings of a path.
    named: found && [...new Map(found.map((path) => [toKey(path), path])).values()],
  };
}

function learn(node: Node<Member>, fact: InputFact): void {
  node.relation = after(node.relation, fact);
}

function isReported({ relation }: Node<Member>): boolean {
  return !LEFT_OUT.has(relation);
}

/**
 * Finds the inputs that report for another one. They include all its files. For a file that is also
 * linted on its own, they are its projects; for a deployed project, earlier larger ones.
 */
function createIncluderTest<T extends Member>(nodes: readonly Node<T>[]): (node: Node<T>) => readonly Node<T>[] {
  const [byIncluded, byOwn] = [new Map<string, Node<T>[]>(), new Map<string, Node<T>[]>()];
  for (const node of nodes) {
    for (const key of node.included) append(byIncluded, key, node);
    if (!node.isAlone) for (const key of node.own) append(byOwn, key, node);
  }
  const includes = (one: Node<T>, other: Node<T>): boolean => other.own.every((key) => one.included.has(key));
  return (node) => {
    const { own, isAlone, relation } = node;
    const [first = ''] = own;
    const including = (byIncluded.get(first) ?? []).filter(
      (other) => other !== node && includes(other, node) && ((other.own[0] ?? '') < first || !includes(node, other)),
    );
    if (isAlone) including.push(...own.flatMap((key) => byOwn.get(key) ?? []));
    if (relation !== 'deployed') return including;
    const beside = nodes
      .slice(0, nodes.indexOf(node))
      .filter((other) => other.own.some((key) => own.includes(key)) && !includes(node, other));
    return [...new Set([...including, ...beside])];
  };
}

/**
 * True if others complete the input, so they report for it. An input that is also linted on its own
 * must be merged into others, or lack something.
 */
function isCompleted({ isAlone, own: [first = ''], member }: Node<Member>, others: readonly Node<Member>[]): boolean {
  if (others.length === 0 || !isAlone || member.relations.needsOthers) return others.length > 0;
  const merged = others.filter(({ own }) => own.includes(first));
  return merged.length > 0 && merged.every(({ own }) => own[0] !== first);
}

function createInclusionTest(nodes: readonly Node<Member>[]): (node: Node<Member>) => boolean {
  const including = nodes.filter(({ member }) => member.relations.mayInclude.length > 0);
  return (node) => {
    const [path = '', ...others] = node.member.project;
    if (node.isAlone || others.length > 0) return false;
    return including.some(
      (other) => other !== node && other.member.relations.mayInclude.some((ending) => path.endsWith(ending)),
    );
  };
}

/**
 * Finds the services of a possible base (a single file) that other inputs extend; they are checked
 * there. None if only other bases extend them.
 */
function createExtensionTest(nodes: readonly Node<Member>[]): (node: Node<Member>) => ReadonlySet<string> {
  const users = new Map<string, { readonly service: string; readonly file: string; readonly by: string }[]>();
  const used = new Set<string>();
  // Skip inputs that are only partly reported: the extending services may not be reported.
  for (const { named, own, extended } of nodes)
    for (const { by, path, service } of named === undefined ? extended : []) {
      if (own.includes(path)) continue;
      append(users, path, { service, file: own[0] ?? '', by });
      used.add(`${path}\n${service}`);
    }
  const mayBeBase = ({ named, own, relation }: Node<Member>): boolean =>
    named === undefined && own.length === 1 && after(relation, 'extended') === 'base';
  const bases = new Set(nodes.filter(mayBeBase).flatMap(({ own }) => own));
  return (node) => {
    const [first = ''] = mayBeBase(node) ? node.own : [];
    const roots = (users.get(first) ?? []).filter(({ file, by }) => !bases.has(file) || !used.has(`${file}\n${by}`));
    return new Set(roots.map(({ service }) => service));
  };
}

function partOf(
  { named }: Node<Member>,
  asked: readonly Node<Member>[],
  toKey: (path: string) => string,
): ReportedPart | undefined {
  if (named === undefined) return undefined;
  const keys = new Set(named.map(toKey));
  const beside = asked.filter(({ own }) => own.some((key) => keys.has(key)));
  const whole = new Set([...keys, ...beside.flatMap(({ own, included }) => [...own, ...included])]);
  return { named, has: (path) => whole.has(toKey(path)) };
}
