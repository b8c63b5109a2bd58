import type { Container } from '../../../model/container.ts';
import type { PortRange } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { type Known, type Pattern, type Setting } from '../../../text/setting.ts';
import { ask, type Doubt, unknownDoubt } from '../demand.ts';
import { joinsDefinedNetwork, onHostNetwork } from '../privileges/namespaces.ts';
import { settingText, short } from '../wording.ts';

export function portCount({ start, end }: PortRange): number {
  return end - start + 1;
}

export function hasPort({ start, end }: PortRange, port: number): boolean {
  return start <= port && port <= end;
}

export function rangeText({ start, end }: PortRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

/** Ports for a sentence: by their variable if the numbers may be secret. */
export function quotePorts({ value, place }: Pick<Known<PortRange>, 'value' | 'place'>): string {
  return place.shown === undefined ? rangeText(value) : `\`${short(place.shown)}\``;
}

/** True if a partly unknown port may be below a limit: more digits make it larger. */
export function couldBeBelow(pattern: Pattern, limit: number): boolean {
  const digits = pattern.map((part) => (typeof part === 'string' ? part : '')).join('');
  return !/^\d+$/.test(digits) || Number(digits) < limit;
}

export interface OpenPort {
  readonly verb: 'publish' | 'expose';
  readonly containerPort: Setting<PortRange>;
  readonly protocol: Setting<string>;
  readonly hostPort?: Setting<PortRange>;
  readonly place: Place;
}

/** Published ports, then those only exposed. */
export function openPorts({
  config: { exposedPorts = [] },
  hostConfig: { portBindings = [] },
  image,
}: Container): readonly OpenPort[] {
  const bound = portBindings.map((binding) => ({ verb: 'publish' as const, ...binding }));
  if (exposedPorts.length === 0 && image?.exposedPorts === undefined) return bound;
  const published = new Set(portBindings.map(({ containerPort }) => keyOf(containerPort.place)));
  const own = new Set([...portBindings, ...exposedPorts].map(portKey));
  const ofImage = image?.exposedPorts?.filter((port) => !own.has(portKey(port))) ?? [];
  return [
    ...bound,
    ...[...exposedPorts, ...ofImage]
      .filter(({ containerPort }) => !published.has(keyOf(containerPort.place)))
      .map((exposed) => ({ verb: 'expose' as const, ...exposed })),
  ];
}

function portKey({ containerPort, protocol }: Pick<OpenPort, 'containerPort' | 'protocol'>): string {
  return `${settingText(containerPort, rangeText)}/${settingText(protocol)}`;
}

function keyOf({ location: { path, span } }: Place): string {
  return `${span.start} ${span.end} ${path}`;
}

/**
 * Why published ports are unreachable: the host network and `none` discard them, and a hosted
 * runner accepts no connections. Else `undefined`.
 */
export function whyUnpublished(
  container: Container,
  { peers }: { readonly peers: readonly Container[] },
): string | undefined {
  if (container.isOnHostedRunner === true) return HOSTED;
  const host = onHostNetwork(container, peers);
  if (host.kind === 'yes' && host.isCertain) return 'Host networking publishes no ports; see host-network.';
  const none = ask(container.hostConfig.networkMode, (mode) => mode === 'none');
  return none.kind === 'yes' && none.isCertain ? 'It has no network, so it publishes no ports.' : undefined;
}

export function publishingDoubt(container: Container, peers: readonly Container[]): Doubt | undefined {
  const host = onHostNetwork(container, peers);
  return host.kind === 'undecided' && !joinsDefinedNetwork(container)
    ? unknownDoubt('Whether host networking discards the published ports', host.setting)
    : undefined;
}

const HOSTED = 'The job runs on a disposable machine that accepts no inbound connections.';
