import type { Container } from '../../../model/container.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { PortBinding, PortRange } from '../../../model/values.ts';
import { isSameLocation, type Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { append } from '../../../util/maps.ts';
import { problem, silent } from '../../contract/problem.ts';
import { canonicalIpAddress } from '../../syntax/ip-address.ts';
import { field, fieldAt, itemsOf, type Ref } from '../../yaml/tree.ts';
import { readNetworks } from '../service/networks.ts';
import { readPorts } from '../service/ports.ts';
import { get, isInStack, type ServiceScope, silently } from '../service/scope.ts';
import { readInteger, readString, readTexts } from '../values/values.ts';

/** Host ports that a service certainly uses. */
interface Taken {
  readonly range: PortRange;
  readonly address: string;
  readonly scope: ServiceScope;
  readonly index: number;
  readonly place: Place;
}

export interface PublishingContainer extends Pick<Container, 'name' | 'networks'> {
  readonly hostConfig: Pick<HostConfig, 'portBindings' | 'networkMode'>;
}

export function readPublishing(scope: ServiceScope): PublishingContainer {
  const { hostConfig, networks } = readNetworks(silently(scope));
  return { name: scope.name, hostConfig: { ...hostConfig, ...readPorts(silently(scope)).hostConfig }, networks };
}

/** Limits comparisons: a project with so many overlapping ports already has enough reports. */
const MAX_OPEN = 64;

/**
 * Reports services that publish the same port and address, which the engine rejects. Only if the
 * services start together, the ports are known, and none is chosen from a range.
 */
export function checkPublishedPorts(scopes: readonly ServiceScope[], containers: readonly PublishingContainer[]): void {
  const byPlace = new Map(scopes.map((scope, index) => [scope.name, { scope, index }]));
  const byProtocol = new Map<string, Taken[]>();
  for (const container of containers) {
    const owner = byPlace.get(container.name);
    if (owner === undefined || !isStarted(owner.scope) || !hasPorts(container, owner.scope)) continue;
    if (isOnEachNode(owner.scope)) continue;
    for (const binding of container.hostConfig.portBindings ?? []) {
      const range = takenBy(binding);
      const address = addressOf(binding, container);
      const protocol = valueOf(binding.protocol);
      if (range === undefined || address === undefined || protocol === undefined) continue;
      append(byProtocol, protocol, { range, address, ...owner, place: (binding.hostPort ?? binding).place });
    }
  }
  for (const taken of byProtocol.values()) compare(taken);
}

function compare(taken: readonly Taken[]): void {
  let open: readonly Taken[] = [];
  for (const one of taken.toSorted((a, b) => a.range.start - b.range.start || a.index - b.index)) {
    open = open.filter(({ range }) => range.end >= one.range.start).slice(-MAX_OPEN);
    const other = open.find((earlier) => isConflict(earlier, one));
    if (other !== undefined) {
      const [first, second] = other.index < one.index ? [other, one] : [one, other];
      const port = Math.max(first.range.start, second.range.start);
      const where = first.address === second.address ? 'the same address' : 'an overlapping address';
      const shown = first.place.shown ?? second.place.shown;
      const portText = shown === undefined ? String(port) : `\`${shown}\``;
      const what = `Services \`${first.scope.name}\` and \`${second.scope.name}\` both publish host port ${portText} on ${where}; only one of them can start.`;
      const remedy = 'Use a different host port, or put the services in separate profiles.';
      second.scope.report(problem('syntax/conflict', second.place, what, { severity: 'warning', remedy }));
    }
    open = [...open, one];
  }
}

/** True for host-mode ports in a stack: the swarm starts the services on different nodes. */
function isOnEachNode(scope: ServiceScope): boolean {
  const isOfNode = (item: Ref): boolean => valueOf(readString(field(item, 'mode'))) === 'host';
  return isInStack(scope) && itemsOf(get(scope, 'ports')).some(isOfNode);
}

function isConflict(a: Taken, b: Taken): boolean {
  const isEvery = (every: string, one: string): boolean =>
    every === '' || every === (one.includes(':') ? '::' : '0.0.0.0');
  const haveCommon = a.address === b.address || isEvery(a.address, b.address) || isEvery(b.address, a.address);
  return a.index !== b.index && haveCommon && startTogether(a.scope, b.scope);
}

/**
 * True if neither has a profile, or they share one. A profile that both inherit by `extends` may
 * come from a template, so it counts only if it is all they have.
 */
function startTogether(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [readTexts(get(a, 'profiles')), readTexts(get(b, 'profiles'))];
  if (own.length === 0 || other.length === 0) return own.length === other.length;
  const isInherited = (profile: Text): boolean =>
    other.some(({ place }) => isSameLocation(place.location, profile.place.location));
  const isTemplate = own.length !== other.length || !own.every(isInherited);
  return own.some(
    (profile) =>
      profile.isKnown && !(isTemplate && isInherited(profile)) && other.some(({ value }) => value === profile.value),
  );
}

/** False if it starts no container, or the number is unknown. */
function isStarted(scope: ServiceScope): boolean {
  return [get(scope, 'scale'), fieldAt(get(scope, 'deploy'), 'replicas')].every((count) => {
    const setting = readInteger(count, silent);
    return setting === undefined || (setting.known && setting.value > 0);
  });
}

/** False if the network mode discards ports, or is unknown. */
function hasPorts({ hostConfig: { networkMode } }: PublishingContainer, scope: ServiceScope): boolean {
  if (networkMode?.known === false) return get(scope, 'network_mode') === undefined;
  return !/^(?:host|none|container:.*)$/s.test(networkMode?.value ?? '');
}

function takenBy({ hostPort, containerPort }: PortBinding): PortRange | undefined {
  const [host, inside] = [valueOf(hostPort), valueOf(containerPort)];
  if (host === undefined || host.start === 0) return undefined;
  if (host.start === host.end) return host;
  return inside !== undefined && inside.end - inside.start === host.end - host.start ? host : undefined;
}

const BINDING_OPTION = 'com.docker.network.bridge.host_binding_ipv4';

/**
 * The normalized address; empty for all IPv4 or IPv6 addresses, `undefined` if unknown or set by
 * the network.
 */
function addressOf({ hostIp }: PortBinding, { networks }: PublishingContainer): string | undefined {
  const isNetworks = networks.some(({ network }) =>
    network?.driverOpts?.some(({ key }) => key.known && key.value === BINDING_OPTION),
  );
  if (hostIp === undefined) return isNetworks ? undefined : '';
  if (!hostIp.known) return undefined;
  return canonicalIpAddress(hostIp.value.replace(/^\[(.*)\]$/, '$1')) ?? hostIp.value;
}
