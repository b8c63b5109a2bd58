import type { Container } from '../../../model/container.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { PortBinding, PortRange } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { append } from '../../../util/maps.ts';
import { problem } from '../../contract/problem.ts';
import { canonicalIpAddress } from '../../syntax/ip-address.ts';
import { field, fieldAt, itemsOf, type Ref } from '../../yaml/tree.ts';
import { readNetworks } from '../service/networks.ts';
import { readPorts } from '../service/ports.ts';
import { get, isInStack, type ServiceScope, silently } from '../service/scope.ts';
import { readInteger, readString } from '../values/values.ts';
import { startTogether } from './profiles.ts';

/** Ports of the host that a service certainly takes. */
interface Taken {
  readonly range: PortRange;
  readonly address: string;
  readonly scope: ServiceScope;
  /** The service's number in the project. */
  readonly index: number;
  readonly place: Place;
}

/** What of a container decides which ports it takes. */
export interface PublishingContainer extends Pick<Container, 'name' | 'networks'> {
  readonly hostConfig: Pick<HostConfig, 'portBindings' | 'networkMode'>;
}

/** What decides that of a service of which nothing else is asked. */
export function readPublishing(scope: ServiceScope): PublishingContainer {
  const silent = silently(scope);
  const { hostConfig, networks } = readNetworks(silent);
  return { name: scope.name, hostConfig: { ...hostConfig, ...readPorts(silent).hostConfig }, networks };
}

/**
 * No more ports that overlap are compared with one, whatever their addresses: a project with so many of them gets
 * enough reports.
 */
const MAX_OPEN = 64;

/**
 * Reports two services that publish one port of one address: the second to be started is refused by the engine. Whoever
 * publishes on every address leaves none to others. Only what is certain counts: services that start together, with
 * ports, addresses and protocols that are known. A range from which the engine picks one port takes none.
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
      second.scope.report(
        problem(
          'syntax/conflict',
          second.place,
          `Service \`${first.scope.name}\` also publishes host port ${showPort(port, first, second)} on ${where}; only one of them can start.`,
          {
            severity: 'warning',
            remedy: 'Use a different host port, or put the services in separate profiles.',
          },
        ),
      );
    }
    open = [...open, one];
  }
}

/** True for a service of a stack with ports of its nodes: the swarm starts another one on a different node. */
function isOnEachNode(scope: ServiceScope): boolean {
  const isOfNode = (item: Ref): boolean => valueOf(readString(field(item, 'mode'))) === 'host';
  return isInStack(scope) && itemsOf(get(scope, 'ports')).some(isOfNode);
}

/** A port that comes from a variable is named by it. */
function showPort(port: number, ...taken: readonly Taken[]): string {
  const shown = taken.map(({ place }) => place.shown).find((text) => text !== undefined);
  return shown === undefined ? String(port) : `\`${shown}\``;
}

function isConflict(a: Taken, b: Taken): boolean {
  return a.index !== b.index && haveCommon(a.address, b.address) && startTogether(a.scope, b.scope);
}

/**
 * True where two addresses of the host, as {@link addressOf} gives them, are one, or one of them stands for the other
 * as well.
 */
function haveCommon(a: string, b: string): boolean {
  return a === b || includesAddress(a, b) || includesAddress(b, a);
}

function includesAddress(every: string, one: string): boolean {
  if (every === '') return true;
  return one.includes(':') ? every === '::' : every === '0.0.0.0';
}

/** False for a service of which no container is asked for, and where that is not known. */
function isStarted(scope: ServiceScope): boolean {
  const silent = (): void => undefined;
  return [get(scope, 'scale'), fieldAt(get(scope, 'deploy'), 'replicas')].every((count) => {
    const setting = count === undefined ? undefined : readInteger(count, silent);
    return setting === undefined || (setting.known && setting.value > 0);
  });
}

/** False where the container's network discards its ports, or may. */
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

/** The driver option of a network that gives the address of ports published without one. */
const BINDING_OPTION = 'com.docker.network.bridge.host_binding_ipv4';

/**
 * The address in one spelling; empty for those of IPv4 and of IPv6. `undefined` where it is not known, or is its
 * network's.
 */
function addressOf({ hostIp }: PortBinding, { networks }: PublishingContainer): string | undefined {
  const isNetworks = networks.some(({ network }) =>
    network?.driverOpts?.some(({ key }) => key.known && key.value === BINDING_OPTION),
  );
  if (hostIp === undefined) return isNetworks ? undefined : '';
  if (!hostIp.known) return undefined;
  return canonicalIpAddress(hostIp.value.replace(/^\[(.*)\]$/, '$1')) ?? hostIp.value;
}
