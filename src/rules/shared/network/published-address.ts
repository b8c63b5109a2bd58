import type { Change } from '../../../model/change.ts';
import type { Container } from '../../../model/container.ts';
import type { PortBinding } from '../../../model/values.ts';
import { isSameLocation, type Place } from '../../../text/location.ts';
import type { Pattern, Setting } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import type { StatedFix } from '../changes.ts';
import { type Answer, ask, couldBeEmpty, NO } from '../demand.ts';
import { skeletonOf } from '../image/image-name.ts';
import { short } from '../wording.ts';

/** The network option that sets the address of ports without one. */
const BINDING_OPTION = 'com.docker.network.bridge.host_binding_ipv4';

export const LOOPBACK_FIX = {
  risk: 'medium',
  title: 'Publish the port on 127.0.0.1 only',
  breaks: 'Blocks access to the port from other machines.',
} as const;

/** Programs whose web page is their purpose, unlike that of a database or a queue. */
const PAGES: readonly string[] = [
  'Airflow',
  'Dockge: controls the engine',
  'Flower',
  'Grafana',
  'Jenkins',
  'Kibana',
  'MeTube: downloads to the server',
  'Nexus',
  'Nexus Repository',
  'OpenSearch Dashboards',
  'SonarQube',
  'Transmission',
  'Umami',
];

const BROWSER = 'control of a browser';

/** Publishes a port on the given address, by default on localhost in the same IP version. */
export function toLoopback(
  binding: PortBinding,
  supplied: string | undefined,
  container: Container,
  { what, kind }: { readonly what: string; readonly kind: string },
  peers: readonly Container[],
): StatedFix<'loopback'> {
  const { hostIp } = binding;
  const isForPrograms = kind === 'api' || what === BROWSER;
  const page = PAGES.includes(what) ? `People may open ${what} from other machines.` : undefined;
  const alone =
    isForPrograms && peers.length <= 1 ? 'It is the only service here, so others use it from elsewhere.' : undefined;
  const reached = supplied === undefined ? (page ?? alone ?? whyReached(binding, container)) : undefined;
  const withheld = whyRejected(binding, container) ?? reached;
  const value = supplied ?? (hostIp?.known === true && hostIp.value.includes(':') ? '::1' : '127.0.0.1');
  return {
    id: 'loopback',
    title: value === '127.0.0.1' ? undefined : `Publish the port on ${value} only`,
    withheld,
    changes: [addressChange(binding, value)],
  };
}

/**
 * Why others may need the port: for example, a variable contains it with an address that may be
 * another machine's.
 */
function whyReached({ hostPort }: PortBinding, { config: { env = [] } }: Container): string | undefined {
  if (hostPort === undefined) return 'The engine chooses its host port: if only containers use it, remove it.';
  if (!hostPort.known) return undefined;
  const address = new RegExp(`://([^\\s,:/]*):${hostPort.value.start}(?!\\d)`, 'g');
  const isElsewhere = (host: string, isChosen: boolean): boolean =>
    host.includes(UNKNOWN_CHARACTER) || (LOCAL_HOST.test(host) ? isChosen : host.includes('.'));
  for (const setting of env) {
    const text = skeletonOf(setting);
    const isChosen = setting.place.hops.some(({ kind }) => kind === 'default' || kind === 'part');
    const hosts = Array.from(text.matchAll(address), ([, host = '']) => host);
    if (hosts.some((host) => isElsewhere(host, isChosen)))
      return `\`${short(text.split('=', 1)[0] ?? '')}\` gives clients an address for this port that may be on another machine.`;
  }
  return undefined;
}

const LOCAL_HOST = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0)$/;

/** The fix that publishes a port on the address. */
export function toAddress(binding: PortBinding, address: string, container: Container): StatedFix<'address'> {
  return {
    id: 'address',
    title: `Publish the port on ${address} only`,
    withheld: whyRejected(binding, container),
    changes: [addressChange(binding, address)],
  };
}

/** Why `docker stack deploy` may reject the change in this file. */
function whyRejected({ isLongForm }: PortBinding, { ignoredByStacks }: Container): string | undefined {
  if (ignoredByStacks === undefined) return undefined;
  return isLongForm === true
    ? '`docker stack deploy` would then reject the file.'
    : '`docker stack deploy` ignores the address.';
}

function addressChange({ place }: PortBinding, value: string): Change {
  return { kind: 'set-in', field: 'portBindings', place, member: 'hostIp', value };
}

/** Checks whether a port is on all host addresses, by its own address or its network's. */
export function askAddress(binding: PortBinding, container: Container): Answer<string> {
  const { place } = binding;
  const hostIp = isHostPortAlone(binding) ? undefined : binding.hostIp;
  const own = ask(
    hostIp,
    (address) => address === '' || isWildcardAddress(address),
    (pattern) => isWithPort(binding) || couldBeEmpty(pattern) || couldBeWildcardAddress(pattern),
  );
  const isUnset = hostIp === undefined || (own.kind === 'yes' && own.value === '');
  if (!isUnset) return own;
  return askNetworks(container, place, own);
}

/**
 * Whether a port without an address is on all host addresses: unless the container's networks set
 * one.
 */
export function askNetworks(container: Container, place: Place, own: Answer<string> = NO): Answer<string> {
  const given = networkAddresses(container);
  if (given.length === 0 || given.length < container.networks.length)
    return own.kind === 'yes' ? own : { kind: 'yes', value: '', place, isCertain: true };
  return (
    given.map((one) => ask(one, isWildcardAddress, couldBeWildcardAddress)).find(({ kind }) => kind !== 'no') ?? NO
  );
}

/**
 * True for `$PORT:80`. In the model, the address is unknown, since the variable may contain one;
 * here it is a port. Not for `${ADDRESS}${PORT}:80`, which probably contains one.
 */
export function isHostPortAlone(binding: PortBinding): boolean {
  return binding.hostIp?.known === false && binding.hostIp.pattern.length === 1 && isWithPort(binding);
}

/** True if one text contains the port and possibly an address. */
function isWithPort({ hostIp, hostPort, containerPort }: PortBinding): boolean {
  if (hostIp?.known !== false || hostPort?.known !== false) return false;
  const isSame = (setting: Setting<unknown>): boolean => isSameLocation(setting.place.location, hostIp.place.location);
  return isSame(hostPort) && !isSame(containerPort);
}

function networkAddresses({ networks }: Container): readonly Setting<string>[] {
  return networks.flatMap(
    ({ network }) =>
      network?.driverOpts?.filter(({ key }) => key.known && key.value === BINDING_OPTION).map(({ value }) => value) ??
      [],
  );
}

/**
 * True for an address that means all host addresses, in any spelling: `0.0.0.0`, `::`, `[0:0::0]`,
 * `::0.0.0.0`, and IPv4's `::ffff:0.0.0.0`.
 */
export function isWildcardAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  if (!bare.includes(':')) return address === '*' || /^0{1,3}(?:\.0{1,3}){3}$/.test(bare);
  const url = `http://[${bare}]/`;
  // The URL parser accepts exactly such addresses in brackets, and normalizes them.
  return /^[\da-f:.]+$/i.test(bare) && URL.canParse(url) && EVERY_ADDRESS.includes(new URL(url).hostname);
}

const EVERY_ADDRESS: readonly string[] = ['[::]', '[::ffff:0:0]'];

/** False if it can't be a wildcard address, whatever its unknown parts are. */
function couldBeWildcardAddress(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part !== 'string' || /^[[\]0:.f*]*$/i.test(part));
}
