import { getOrInsert } from '../../../util/maps.ts';
import { joinPath } from '../../../util/paths.ts';
import { field, isScalar, type Mapping, type Node, type Ref, type Scalar, textOf, toRef } from '../../yaml/tree.ts';

/** Service keys that can't refer to another service or a definition. */
const NAMELESS: ReadonlySet<string> = new Set([
  'command',
  'depends_on',
  'entrypoint',
  'environment',
  'healthcheck',
  'labels',
]);

export interface Mentions {
  /** The files that its nodes are in or were reached through. */
  readonly paths: ReadonlySet<string>;
  /**
   * The files that its nodes are in, the files it reads, and its image or the service that builds
   * it.
   */
  readonly sources: ReadonlySet<string>;
  /** Its keys and values, whole and split at colons. */
  readonly words: ReadonlySet<string>;
}

const knownMentions = new WeakMap<Mapping, Mentions>();

export function mentionsIn(service: Mapping): Mentions {
  return getOrInsert(knownMentions, service, () => {
    const paths = new Set<string>();
    const sources = new Set(namedSources(service));
    for (const { node, hops } of itemsBelow(toRef(service))) {
      paths.add(node.origin.path);
      sources.add(node.origin.path);
      for (const { location } of hops) paths.add(location.path);
      const places =
        node.kind === 'scalar'
          ? (node.text?.segments ?? []).map(({ place }) => place)
          : node.kind === 'mapping'
            ? (node.unresolvedOptions ?? []).map(({ place }) => place)
            : [];
      for (const { location, hops: steps } of places) {
        sources.add(location.path);
        for (const { path } of [location, ...steps.map((hop) => hop.location)]) paths.add(path);
      }
    }
    const words = new Set<string>();
    for (const [key, { node, hops }] of service.entries) {
      if (NAMELESS.has(key)) continue;
      for (const { node: below } of itemsBelow({ node, hops })) {
        if (below.kind === 'scalar') for (const word of wordsOf(below)) words.add(word);
        else if (below.kind === 'mapping') for (const name of below.entries.keys()) words.add(name);
      }
    }
    return { paths, sources, words };
  });
}

/** The env files and Dockerfile of a service, and the source of its image or base image. */
function namedSources(service: Mapping): readonly string[] {
  const ref = toRef(service);
  const [image, build] = [field(ref, 'image'), field(ref, 'build')];
  const context = isScalar(build) ? build : field(build, 'context');
  const dockerfile = field(build, 'dockerfile');
  const files = ['env_file', 'label_file'].flatMap((key) => [...itemsBelow(field(ref, key))]);
  const contexts = [...itemsBelow(field(build, 'additional_contexts'))];
  return [
    ...files.flatMap((file) => pathNamedBy(file) ?? []),
    ...(isScalar(image) ? [toSource('image', textOf(image).source)] : []),
    ...contexts
      .flatMap(({ node }) => (node.kind === 'scalar' ? wordsOf(node) : []))
      .map((word) => toSource('service', word)),
    ...(build === undefined
      ? []
      : [
          joinPath(
            pathNamedBy(context) ?? build.node.origin.directory,
            isScalar(dockerfile) ? textOf(dockerfile).source : 'Dockerfile',
          ),
        ]),
  ];
}

function pathNamedBy(ref: Ref | undefined): string | undefined {
  if (!isScalar(ref)) return undefined;
  const { source, value = source } = textOf(ref);
  return joinPath(ref.node.origin.directory, value);
}

/**
 * A node and everything below it. Shared nodes are entered once. Iterative, since recursion could
 * overflow the stack.
 */
export function* itemsBelow(top: Ref | undefined): Iterable<Ref> {
  const seen = new Set<Node>();
  const left: Ref[] = top === undefined ? [] : [top];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    const { node } = next;
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'sequence') for (const item of node.items) left.push(item);
    else
      for (const entry of node.entries.values()) {
        left.push({ node: entry.key, hops: entry.hops }, entry);
      }
  }
}

/**
 * A value as written and as substituted, each also split at colons, for `volume:/path` and
 * `service:name`.
 */
function wordsOf({ string, text }: Scalar): readonly string[] {
  return [string, ...(text === undefined ? [] : [text.source, text.value ?? ''])].flatMap((word) => [
    word,
    ...(word.includes(':') ? word.split(':') : []),
  ]);
}

/** Never equals a path. */
export function toSource(kind: 'image' | 'service' | 'definition', name: string): string {
  return `\0${kind} ${name}`;
}
