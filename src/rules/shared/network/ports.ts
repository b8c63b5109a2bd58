import type { Container } from '../../../model/container.ts';
import type { PortRange } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { type Known, type Pattern, type Setting } from '../../../text/setting.ts';
import { ask, unknownReason, variablesIn } from '../demand.ts';
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

/** The ports that a container publishes, then those that it or its image only exposes: clients expose what they publish as well. */
export function openPorts({
  config: { exposedPorts = [] },
  hostConfig: { portBindings = [] },
  image,
}: Container): readonly OpenPort[] {
  const published = new Set(portBindings.map(({ containerPort }) => keyOf(containerPort.place)));
  const own = new Set([...portBindings, ...exposedPorts].map(portKey));
  const ofImage = image?.exposedPorts?.filter((port) => !own.has(portKey(port))) ?? [];
  return [
    ...portBindings.map((binding) => ({ verb: 'publish' as const, ...binding })),
    ...[...exposedPorts, ...ofImage]
      .filter(({ containerPort }) => !published.has(keyOf(containerPort.place)))
      .map((exposed) => ({ verb: 'expose' as const, ...exposed })),
  ];
}

/** Equal for ports of which the same is known. */
function portKey({ containerPort, protocol }: Pick<OpenPort, 'containerPort' | 'protocol'>): string {
  return `${settingText(containerPort, rangeText)}/${settingText(protocol)}`;
}

function keyOf({ location: { path, span } }: Place): string {
  return `${span.start} ${span.end} ${path}`;
}

/** What becomes of the ports that a container publishes. */
export type Publishing =
  | { readonly kind: 'published' }
  /** The container has no network of its own that ports could be published on, or its machine none that they could be reached from. */
  | { readonly kind: 'discarded'; readonly reason: string }
  /** Its network is not known, and so neither is whether they are published. */
  | { readonly kind: 'undecided'; readonly reason: string; readonly variables: readonly string[] };

/** What becomes of a container's published ports: the host's network and no network discard them, and nobody reaches those of a hosted runner. */
export function publishing(container: Container, peers: readonly Container[]): Publishing {
  if (container.isOnHostedRunner === true) return { kind: 'discarded', reason: HOSTED };
  const host = onHostNetwork(container, peers);
  if (host.kind === 'undecided' && !joinsDefinedNetwork(container))
    return {
      kind: 'undecided',
      reason: unknownReason("Whether the ports are published, and not discarded on the host's network,", host.setting),
      variables: variablesIn(host.setting.pattern),
    };
  if (host.kind === 'yes' && host.isCertain)
    return { kind: 'discarded', reason: "On the host's network no port is published; see host-network." };
  const none = ask(container.hostConfig.networkMode, (mode) => mode === 'none');
  if (none.kind === 'yes' && none.isCertain)
    return { kind: 'discarded', reason: 'Without a network no port is published.' };
  return { kind: 'published' };
}

const HOSTED = 'The job has a machine of its own, which takes no connections from elsewhere and is thrown away.';
