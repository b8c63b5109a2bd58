import type { PortRange } from '../../../model/values.ts';
import { valueOf } from '../../../text/setting.ts';
import { countWhile } from '../../../util/binary-search.ts';
import { append, getOrInsert } from '../../../util/maps.ts';
import { joinPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { type Field, field, fieldsOf, isScalar, type Mapping, type Ref, textOf, toRef } from '../../yaml/tree.ts';
import { readPorts } from '../service/ports.ts';
import { get, type ServiceScope, silently } from '../service/scope.ts';
import { itemsBelow, mentionsIn, toSource } from './mentions.ts';

/** What a project defines besides networks and models: what services have of it stands where it is defined. */
const NAMED_SECTIONS = ['volumes', 'configs', 'secrets'] as const;

/** Services of a project, in their order. */
export interface Related {
  readonly services: ReadonlySet<ServiceScope>;
  /** Others that publish a port of the host that one of these may publish too. */
  readonly competitors: readonly ServiceScope[];
  /**
   * The files of the project in which their parts stand, or through which they came; left out where that is any of
   * them.
   */
  readonly paths?: ReadonlySet<string>;
}

/**
 * The services that may have to do with the files for whose sake a project is parsed, or all of them where it is parsed
 * for its own: those that stand in these files or take something from there, and those that name what is defined there.
 * What is said of the others neither stands in these files nor leads there.
 */
export function relatedServices(
  scopes: readonly ServiceScope[],
  root: Mapping,
  { reportedIn, workingDirectory = '' }: ParseContext,
): Related {
  const all: Related = { services: new Set(scopes), competitors: [] };
  if (reportedIn === undefined) return all;
  const files = new Set(reportedIn.map((path) => joinPath(workingDirectory, path)));
  const known = new Map<string, boolean>();
  const isThere = (path: string): boolean =>
    getOrInsert(known, path, () => files.has(joinPath(workingDirectory, path)));
  const isOfThere = (scope: ServiceScope): boolean => pathsOf(scope).some(isThere);

  const related = new Set(scopes.filter(isOfThere));
  const names = new Set([...related].flatMap(namesOf));
  const definedIn = (section: string): readonly Field[] => fieldsOf(field(toRef(root), section));
  const named = NAMED_SECTIONS.flatMap(definedIn);
  const definitions = [...named, ...['networks', 'models'].flatMap(definedIn)];
  for (const definition of definitions) if (pathsIn(definition).some(isThere)) names.add(definition.key.node.string);
  // Every service that names no network is in this one.
  if (names.has('default')) return all;
  for (const scope of [...scopes.filter(({ service: { node } }) => isAnyIn(names, node)), ...sharingNetworks(scopes)])
    related.add(scope);
  addSharing(related, scopes, new Set(named.map((definition) => definition.key.node.string)));
  addOwners(related, scopes);
  return {
    services: new Set(scopes.filter((scope) => related.has(scope))),
    competitors: competitorsOf(related, scopes),
    paths: new Set([...related].flatMap(pathsOf).concat(definitions.flatMap(pathsIn))),
  };
}

/**
 * The files in which a service stands or through which it came, in part or whole, and the one that waits for it to
 * complete.
 */
function pathsOf({ name, key, service, resources: { completed } }: ServiceScope): readonly string[] {
  const awaited = completed.get(name);
  return [
    ...pathsTo(key),
    ...pathsTo(service),
    ...mentionsIn(service.node).paths,
    ...(awaited === undefined
      ? []
      : [awaited.location, ...awaited.hops.map(({ location }) => location)].map(({ path }) => path)),
  ];
}

function pathsTo({ node, hops }: Ref): readonly string[] {
  return [node.origin.path, ...hops.map(({ location }) => location.path)];
}

function pathsIn(definition: Field): readonly string[] {
  return [...pathsTo(definition.key), ...[...itemsBelow(definition)].flatMap(pathsTo)];
}

/** The names by which others refer to a service: its own, its container's, and that of the image that it builds. */
function namesOf(scope: ServiceScope): readonly string[] {
  const build = get(scope, 'build');
  return [
    scope.name,
    ...[get(scope, 'container_name'), build && get(scope, 'image')].flatMap((named) => {
      if (!isScalar(named)) return [];
      const { source, value = source } = textOf(named);
      return [source, value];
    }),
  ];
}

/** Not each name for each service: there may be thousands of both. */
function isAnyIn(names: ReadonlySet<string>, node: Mapping): boolean {
  for (const word of mentionsIn(node).words) if (names.has(word)) return true;
  return false;
}

/**
 * Those that share the network of another service, and those whose network they share; all where one shares that of a
 * container, which may be any of them.
 */
function sharingNetworks(scopes: readonly ServiceScope[]): readonly ServiceScope[] {
  const shared = new Set<string>();
  const sharing = new Set<ServiceScope>();
  for (const scope of scopes) {
    const mode = get(scope, 'network_mode');
    if (!isScalar(mode)) continue;
    const { value } = textOf(mode);
    if (value === undefined || value.startsWith('container:')) return scopes;
    if (!value.startsWith(SERVICE)) continue;
    sharing.add(scope);
    shared.add(value.slice(SERVICE.length));
  }
  return scopes.filter((scope) => sharing.has(scope) || shared.has(scope.name));
}

const SERVICE = 'service:';

function addOwners(related: Set<ServiceScope>, scopes: readonly ServiceScope[]): void {
  const byName = new Map(scopes.map((scope) => [scope.name, scope]));
  for (const scope of related)
    for (const { node } of itemsBelow(get(scope, 'volumes_from'))) {
      const owner = node.kind === 'scalar' ? byName.get(node.string.split(':')[0] ?? '') : undefined;
      if (owner !== undefined) related.add(owner);
    }
}

/**
 * Adds those that have a text in common with one of these, of which both are said to have it: an anchor's or an
 * extended service's, an env file, a Dockerfile.
 */
function addSharing(
  related: Set<ServiceScope>,
  scopes: readonly ServiceScope[],
  definitions: ReadonlySet<string>,
): void {
  const bySource = new Map<string, ServiceScope[]>();
  for (const scope of scopes) for (const source of sourcesOf(scope, definitions)) append(bySource, source, scope);
  const left = [...related];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const source of sourcesOf(next, definitions)) {
      for (const scope of bySource.get(source) ?? []) {
        if (related.has(scope)) continue;
        related.add(scope);
        left.push(scope);
      }
      bySource.delete(source);
    }
  }
}

function sourcesOf({ name, service: { node } }: ServiceScope, definitions: ReadonlySet<string>): readonly string[] {
  const { sources, words } = mentionsIn(node);
  const defined = [...words].filter((word) => definitions.has(word));
  return [...sources, toSource('service', name), ...defined.map((definition) => toSource('definition', definition))];
}

/** The other services that publish a port of the host that one of these may publish too. */
function competitorsOf(related: ReadonlySet<ServiceScope>, scopes: readonly ServiceScope[]): readonly ServiceScope[] {
  const taken = joinRanges([...related].flatMap(hostPortsOf));
  if (taken.length === 0) return [];
  const isTaken = ({ start, end }: PortRange): boolean => {
    const last = taken[countWhile(taken.length, (index) => (taken[index]?.start ?? end) <= end) - 1];
    return last !== undefined && last.end >= start;
  };
  return scopes.filter((scope) => !related.has(scope) && hostPortsOf(scope).some(isTaken));
}

function joinRanges(ranges: readonly PortRange[]): readonly PortRange[] {
  const joined: PortRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || range.start > last.end) joined.push(range);
    else if (range.end > last.end) joined[joined.length - 1] = { start: last.start, end: range.end };
  }
  return joined;
}

function hostPortsOf(scope: ServiceScope): readonly PortRange[] {
  // What a provider runs has no container.
  if (get(scope, 'ports') === undefined || get(scope, 'provider') !== undefined) return [];
  return getOrInsert(knownPorts, scope.service.node, () =>
    (readPorts(silently(scope)).hostConfig.portBindings ?? []).flatMap(({ hostPort }) => valueOf(hostPort) ?? []),
  );
}

/** Services that are read again can be the same ones. */
const knownPorts = new WeakMap<Mapping, readonly PortRange[]>();
