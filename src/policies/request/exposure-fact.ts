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
import type { ListNode, RequestNode, UnknownNode } from './node.ts';

type Reach = 'everywhere' | 'address' | 'loopback' | 'host network';

const MAX_PORTS = 1000;

/** The reachable ports of a container and their listeners, for custom rules (`exposure`). */
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
    if (service !== undefined) entries.set('service', scalar(service.what, at));
    entries.set('kind', scalar(service?.kind ?? 'unknown', at));
    entries.set('access', accessOf(service, at));
    items.push({ kind: 'object', entries, unnamed: [], place: at });
  };
  let open: Doubt | undefined;
  if (host.kind === 'yes') {
    for (const service of ofImage ?? [])
      add(scalar(service.port, host.place), reached('host network', host.place), service, host.place);
    if (ofImage === undefined || !host.isCertain)
      open = { place: host.place, reason: 'The ports it opens on the host network are unknown.', variables: [] };
  }
  if (host.kind === 'undecided') open = unknownDoubt('Whether it uses the host network', host.setting);
  if (hostConfig.publishAllPorts !== undefined)
    open = {
      place: hostConfig.publishAllPorts.place,
      reason: 'The ports that the image exposes are unknown.',
      variables: [],
    };
  if (host.kind !== 'yes' && whyUnpublished(container, { peers }) === undefined) {
    const doubt = publishingDoubt(container, peers);
    for (const binding of hostConfig.portBindings ?? []) {
      const { containerPort, place: at } = binding;
      const reach = doubt === undefined ? reachOf(binding, container) : unknownReach({ ...doubt, place: at }, at);
      if (!containerPort.known) {
        add(
          {
            kind: 'unknown',
            type: 'number',
            parts: [undefined],
            candidates: [],
            place: at,
            doubt: unknownDoubt('A container port', containerPort),
          },
          reach,
          undefined,
          at,
        );
        continue;
      }
      const { start, end } = containerPort.value;
      const width = Math.min(end - start + 1, MAX_PORTS);
      for (let port = start; port < start + width; port += 1) {
        const own = { start: port, end: port };
        const service = (ofImage ?? byNumber([port])).find((each) => hasPort(own, each.port));
        add(scalar(port, at), reach, service, at);
      }
      if (end - start + 1 > MAX_PORTS)
        open = { place: at, reason: 'It publishes too many ports to follow.', variables: [] };
    }
  }
  return {
    kind: 'list',
    items,
    ...(open === undefined ? {} : { open }),
    place: items[0] === undefined ? place : undefined,
  };
}

function scalar(value: string | number, place: Place): RequestNode {
  return { kind: 'scalar', value, place };
}

function reached(value: Reach, place: Place): RequestNode {
  return scalar(value, place);
}

function unknownReach(doubt: Doubt, place: Place): UnknownNode {
  return { kind: 'unknown', type: 'string', parts: [undefined], candidates: [], place, doubt };
}

function reachOf(binding: PortBinding, container: Container): RequestNode {
  const { hostIp, place } = binding;
  const address = askAddress(binding, container);
  if (address.kind === 'undecided')
    return unknownReach(unknownDoubt('The address of a published port', address.setting), place);
  if (address.kind === 'yes')
    return address.isCertain
      ? reached('everywhere', place)
      : unknownReach(
          { place, reason: 'The address of a published port differs between code paths.', variables: [] },
          place,
        );
  if (hostIp === undefined) return reached('address', place);
  if (!hostIp.known) return unknownReach(unknownDoubt('The address of a published port', hostIp), place);
  return reached(/^(?:127\.|\[?::1\]?$|localhost$)/.test(hostIp.value) ? 'loopback' : 'address', place);
}

function accessOf(service: Service | undefined, place: Place): RequestNode {
  const guard = service?.guard;
  if (guard === undefined || (guard.kind === 'unknown' && guard.setting === undefined)) return scalar('unknown', place);
  if (guard.kind === 'unknown' && guard.setting !== undefined)
    return unknownReach(unknownDoubt('Whether it requires a password', guard.setting), place);
  return 'isCertain' in guard && !guard.isCertain
    ? unknownReach(
        { place, reason: 'Whether it requires a password differs between code paths.', variables: [] },
        place,
      )
    : scalar(guard.kind, place);
}
