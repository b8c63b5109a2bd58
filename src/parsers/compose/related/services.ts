import type { PortRange } from '../../../model/values.ts';
import { valueOf } from '../../../text/setting.ts';
import { append, getOrInsert } from '../../../util/maps.ts';
import { joinPath } from '../../../util/paths.ts';
import { type Field, field, fieldsOf, isScalar, type Mapping, type Ref, textOf, toRef } from '../../yaml/tree.ts';
import { readPorts } from '../service/ports.ts';
import { get, type ServiceScope, silently } from '../service/scope.ts';
import { itemsBelow, mentionsIn, toSource } from './mentions.ts';

/** Sections whose definitions can contain a finding about a service. */
const NAMED_SECTIONS = ['volumes', 'configs', 'secrets'] as const;

export interface Related {
  readonly services: ReadonlySet<ServiceScope>;
  /** Services that may publish the same host ports. */
  readonly competitors: readonly ServiceScope[];
  /** The files that their nodes are in or were reached through; all if absent. */
  readonly paths?: ReadonlySet<string>;
}

/**
 * The services whose findings can concern the linted files, since they are defined there or use
 * definitions from there, directly or not.
 */
export function relatedServices(
  scopes: readonly ServiceScope[],
  root: Mapping,
  reportedIn: readonly string[],
  workingDirectory: string,
): Related {
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
  // Services without networks use this one.
  if (names.has('default')) return { services: new Set(scopes), competitors: [] };
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

/** Includes the files of the service that waits for this one. */
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

/** Its key, its container name, and the name of the image that it builds. */
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

/** Faster than comparing each name with each service. */
function isAnyIn(names: ReadonlySet<string>, node: Mapping): boolean {
  for (const word of mentionsIn(node).words) if (names.has(word)) return true;
  return false;
}

/**
 * Services that share a service's network, and the shared ones. All if one shares a container's
 * network, which can be any service's.
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
 * Adds services that share a text with one of these: through an anchor, `extends`, an env file or a
 * Dockerfile.
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

function competitorsOf(related: ReadonlySet<ServiceScope>, scopes: readonly ServiceScope[]): readonly ServiceScope[] {
  const taken = [...related].flatMap(hostPortsOf);
  const isTaken = ({ start, end }: PortRange): boolean =>
    taken.some((other) => other.start <= end && other.end >= start);
  return scopes.filter((scope) => !related.has(scope) && hostPortsOf(scope).some(isTaken));
}

function hostPortsOf(scope: ServiceScope): readonly PortRange[] {
  if (get(scope, 'ports') === undefined || get(scope, 'provider') !== undefined) return [];
  return getOrInsert(knownPorts, scope.service.node, () =>
    (readPorts(silently(scope)).hostConfig.portBindings ?? []).flatMap(({ hostPort }) => valueOf(hostPort) ?? []),
  );
}

const knownPorts = new WeakMap<Mapping, readonly PortRange[]>();
