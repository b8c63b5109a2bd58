import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import type { PortBinding } from '../../model/values.ts';
import type { Doubt } from '../../rules/shared/demand.ts';
import { unknownDoubt } from '../../rules/shared/demand.ts';
import { type Service, servicesOf } from '../../rules/shared/network/exposure.ts';
import { hasPort, publishingDoubt, whyUnpublished } from '../../rules/shared/network/ports.ts';
import { askAddress } from '../../rules/shared/network/published-address.ts';
import { onHostNetwork } from '../../rules/shared/privileges/namespaces.ts';
import type { Place } from '../../text/location.ts';
import { doubtAt, type ListNode, type RequestNode, scalarNode, unknownNode } from './node.ts';

const MAX_PORTS = 1000;

/**
 * The fact `exposure` for custom rules: the reachable ports of a container, with their listeners.
 */
export function exposureFact(container: Container, known: KnownImage, peers: readonly Container[]): ListNode {
  const { hostConfig, place } = container;
  const { ofImage, byNumber } = servicesOf(container, known);
  const host = onHostNetwork(container, peers);
  const items: RequestNode[] = [];
  const add = (port: RequestNode, reach: RequestNode, service: Service | undefined, at: Place): void => {
    const entries = new Map<string, RequestNode>([
      ['port', port],
      ['reach', reach],
    ]);
    if (service !== undefined) entries.set('service', scalarNode(service.what, at));
    entries.set('kind', scalarNode(service?.kind ?? 'unknown', at));
    entries.set('access', accessOf(service, at));
    items.push({ kind: 'object', entries, unnamed: [], place: at });
  };
  let open: Doubt | undefined;
  if (host.kind === 'yes') {
    for (const service of ofImage ?? [])
      add(scalarNode(service.port, host.place), scalarNode('host network', host.place), service, host.place);
    if (ofImage === undefined || !host.isCertain)
      open = doubtAt(host.place, 'The ports it opens on the host network are unknown.');
  }
  if (host.kind === 'undecided') open = unknownDoubt('Whether it uses the host network', host.setting);
  if (hostConfig.publishAllPorts !== undefined)
    open = doubtAt(hostConfig.publishAllPorts.place, 'The ports that the image exposes are unknown.');
  if (host.kind !== 'yes' && whyUnpublished(container, { peers }) === undefined) {
    const doubt = publishingDoubt(container, peers);
    for (const binding of hostConfig.portBindings ?? []) {
      const { containerPort, place: at } = binding;
      const reach = doubt === undefined ? reachOf(binding, container) : unknownText({ ...doubt, place: at }, at);
      if (!containerPort.known) {
        add(unknownNode(unknownDoubt('A container port', containerPort), at, 'number'), reach, undefined, at);
        continue;
      }
      const { start, end } = containerPort.value;
      const width = Math.min(end - start + 1, MAX_PORTS);
      for (let port = start; port < start + width; port += 1) {
        const own = { start: port, end: port };
        const service = (ofImage ?? byNumber([port])).find((each) => hasPort(own, each.port));
        add(scalarNode(port, at), reach, service, at);
      }
      if (end - start + 1 > MAX_PORTS) open = doubtAt(at, 'It publishes too many ports to follow.');
    }
  }
  return {
    kind: 'list',
    items,
    ...(open === undefined ? {} : { open }),
    place: items[0] === undefined ? place : undefined,
  };
}

function unknownText(doubt: Doubt, place: Place): RequestNode {
  return unknownNode(doubt, place, 'string');
}

/** A text that depends on the code path. */
function differing(what: string, place: Place): RequestNode {
  return unknownText(doubtAt(place, `${what} differs between code paths.`), place);
}

/** Who can reach a port: anyone, clients of one host address, or only the host. */
function reachOf(binding: PortBinding, container: Container): RequestNode {
  const { hostIp, place } = binding;
  const what = 'The address of a published port';
  const address = askAddress(binding, container);
  if (address.kind === 'undecided') return unknownText(unknownDoubt(what, address.setting), place);
  if (address.kind === 'yes') return address.isCertain ? scalarNode('everywhere', place) : differing(what, place);
  if (hostIp?.known === false) return unknownText(unknownDoubt(what, hostIp), place);
  const isLoopback = hostIp !== undefined && /^(?:127\.|\[?::1\]?$|localhost$)/.test(hostIp.value);
  return scalarNode(isLoopback ? 'loopback' : 'address', place);
}

function accessOf(service: Service | undefined, place: Place): RequestNode {
  const guard = service?.guard ?? { kind: 'unknown' };
  const what = 'Whether it requires a password';
  if (guard.kind === 'unknown' && guard.setting !== undefined)
    return unknownText(unknownDoubt(what, guard.setting), place);
  return 'isCertain' in guard && !guard.isCertain ? differing(what, place) : scalarNode(guard.kind, place);
}
