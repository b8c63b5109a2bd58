import type { Container } from '../../../model/container.ts';
import type { PortRange } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { type Known, type Pattern, type Setting } from '../../../text/setting.ts';
import { ask, type Doubt, unknownDoubt } from '../demand.ts';
import { joinsDefinedNetwork, onHostNetwork } from '../privileges/namespaces.ts';
import { settingText, short } from '../wording.ts';

/** How many ports a range has. */
export function portCount({ start, end }: PortRange): number {
  return end - start + 1;
}

export function hasPort({ start, end }: PortRange, port: number): boolean {
  return start <= port && port <= end;
}

/** The range as it is written: `80`, `8000-8010`. */
export function rangeText({ start, end }: PortRange): string {
  return start === end ? String(start) : `${start}-${end}`;
}

/** The ports as a sentence names them: by the variable that gives them where their numbers may be a secret. */
export function quotePorts({ value, place }: Pick<Known<PortRange>, 'value' | 'place'>): string {
  return place.shown === undefined ? rangeText(value) : `\`${short(place.shown)}\``;
}

/** True where a port of which parts are unknown can lie below a limit: more digits only make it larger. */
export function couldBeBelow(pattern: Pattern, limit: number): boolean {
  const digits = pattern.map((part) => (typeof part === 'string' ? part : '')).join('');
  return !/^\d+$/.test(digits) || Number(digits) < limit;
}

/** A port or a range of ports that a container opens. */
export interface OpenPort {
  readonly verb: 'publish' | 'expose';
  readonly containerPort: Setting<PortRange>;
  readonly protocol: Setting<string>;
  readonly hostPort?: Setting<PortRange>;
  /** The whole entry. */
  readonly place: Place;
}

/** The ports that a container publishes, then those that it or its image only exposes. */
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
 * Why nobody reaches what a container publishes: the host's network and no network discard it, and a hosted runner
 * takes no connections. `undefined` where it is reached, or may be.
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

/** What leaves open whether ports are published: a network that is not known. */
export function publishingDoubt(container: Container, peers: readonly Container[]): Doubt | undefined {
  const host = onHostNetwork(container, peers);
  return host.kind === 'undecided' && !joinsDefinedNetwork(container)
    ? unknownDoubt('Whether host networking discards the published ports', host.setting)
    : undefined;
}

const HOSTED = 'The job runs on a disposable machine that accepts no inbound connections.';
