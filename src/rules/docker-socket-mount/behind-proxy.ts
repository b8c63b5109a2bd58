import type { EngineProxy } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import { displayText, type Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import type { StatedFix } from '../shared/changes.ts';
import type { HostMount } from '../shared/host/driver-mounts.ts';
import { hostMounts } from '../shared/host/mounts.ts';
import { imageNameOf } from '../shared/image/image-name.ts';
import { short } from '../shared/wording.ts';
import { DOCKER_HOST, engineUseOf, programImage } from './programs.ts';

const REPOSITORY = 'tecnativa/docker-socket-proxy';
const IMAGE = `${REPOSITORY}:v0.4.2`;
const PORT = 2375;
const NETWORK = 'docker-api';
const SOCKET = /^\/{1,2}(?:[^/:]+\/)*docker\.sock$/;

/** Names for the proxy service: the first free one. */
const NAMES: readonly string[] = ['docker-proxy', 'docker-socket-proxy', 'docker-api-proxy'];

/** Replaces a service's socket mount by a read-only proxy, which the project's services share. */
export function behindProxy(
  container: Container,
  mount: HostMount,
  peers: readonly Container[],
): readonly StatedFix<'proxy'>[] {
  const { list, place } = mount;
  if (container.origin !== 'compose' || list === undefined) return [];
  const proxy = proxyFor(container, mount, peers);
  return typeof proxy === 'string'
    ? [{ id: 'proxy', withheld: proxy, changes: [] }]
    : [{ id: 'proxy', changes: [{ kind: 'proxy', field: list, place, proxy }] }];
}

function proxyFor(
  container: Container,
  { source, link, place }: HostMount,
  peers: readonly Container[],
): EngineProxy | string {
  if (container.orchestrator === 'swarm') return 'In a stack, it may run on a different node than the proxy.';
  if (!source.known || !isCertain(place) || source.place.expression !== undefined || link !== undefined)
    return "The socket path isn't written there literally.";
  if (!SOCKET.test(source.value)) return 'The proxy supports only the Docker socket.';
  const service = NAMES.find((name) => peers.every((peer) => peer.name !== name || isProxy(peer)));
  if (service === undefined) return `Services named \`${NAMES.join('`, `')}\` already exist.`;
  const address = addressFor(container, `tcp://${service}:${PORT}`);
  if (typeof address === 'string') return address;
  const base = { service, network: NETWORK, address };
  if (peers.some(({ name }) => name === service)) return base;
  return { ...base, added: { image: IMAGE, sections: sectionsFor(peers), socket: source.value } };
}

function isProxy({ config, networks: [network, ...others] }: Container): boolean {
  const name = network?.name.known === true ? network.name.value : '';
  return imageNameOf(config.image)?.repository === REPOSITORY && others.length === 0 && name.endsWith(`_${NETWORK}`);
}

function sectionsFor(peers: readonly Container[]): readonly string[] {
  const sections = peers.flatMap((peer) => {
    const use = engineUseOf(programImage(peer));
    const hasSocket = hostMounts(peer).some(({ source }) => source.known && SOCKET.test(source.value));
    return hasSocket && use?.kind === 'reads' ? use.sections : [];
  });
  return [...new Set(['CONTAINERS', ...sections])].toSorted();
}

/** With these variables, Dozzle also writes; an unknown value may turn them on. */
const ACTIONS = /^DOZZLE_ENABLE_(?:ACTIONS|SHELL)(?:=(?!(?:false|0)?$)|$)/i;

/** True for a program that is known to only read from the engine, with its settings. */
export function onlyReadsEngine(container: Container): boolean {
  const image = programImage(container);
  const isReader =
    engineUseOf(image)?.kind === 'reads' || (image?.base === 'traefik' && container.orchestrator !== 'swarm');
  return isReader && container.config.env?.some((each) => ACTIONS.test(displayText(each))) !== true;
}

/** The setting for the engine's address, or why there is none. */
function addressFor(container: Container, address: string): EngineProxy['address'] | string {
  const { env = [], cmd = [], entrypoint = [] } = container.config;
  const image = programImage(container);
  const use = engineUseOf(image);
  if (use?.kind === 'writes' || container.config.env?.some((each) => ACTIONS.test(displayText(each))) === true)
    return 'It starts, stops or execs into containers, but the proxy is read-only.';
  const byHand = `write \`${address}\` there, and add a proxy such as the one on the rule's page.`;
  if (use?.kind === 'configured') return `Its own configuration specifies the socket: ${byHand}`;
  if (image === undefined || image.repository.includes(UNKNOWN_CHARACTER))
    return "plimsoll doesn't know which program uses the engine or how to set its address.";
  if (use === undefined && image.base !== 'traefik')
    return "plimsoll doesn't know whether the program only reads from the engine, and the proxy is read-only.";
  const settings = [...env, ...cmd, ...entrypoint].map(displayText);
  const named = settings.find((text) => /docker\.sock\b/.test(text) || new RegExp(`^${DOCKER_HOST}(?:=|$)`).test(text));
  if (named !== undefined) return `\`${short(named.replace(/=.*/, ''))}\` sets the engine's address: ${byHand}`;
  if (image.base === 'traefik') return traefikAddress(settings, cmd, address);
  const variable = use?.kind === 'reads' ? use.variable : DOCKER_HOST;
  return { field: 'env', text: `${variable}=${address}` };
}

/** Traefik has one source of settings: its command, variables or a file. */
function traefikAddress(
  settings: readonly string[],
  cmd: readonly Setting<string>[],
  address: string,
): EngineProxy['address'] | string {
  if (settings.some((text) => /^(?:--|TRAEFIK_)(?:providers[._])?(?:docker[._])?swarm/i.test(text)))
    return 'In a swarm, it needs endpoints that the proxy blocks.';
  const flags = cmd.flatMap((word) => /^--((?:providers\.)?docker)(?=[.=]|$)/i.exec(displayText(word))?.[1] ?? []);
  if (flags[0] !== undefined) return { field: 'cmd', text: `--${flags[0]}.endpoint=${address}` };
  return settings.some((text) => /^TRAEFIK_PROVIDERS_DOCKER(?:_|=)/i.test(text))
    ? { field: 'env', text: `TRAEFIK_PROVIDERS_DOCKER_ENDPOINT=${address}` }
    : `Its configuration file sets the engine's address: write \`${address}\` as the \`endpoint\` of \`docker\`.`;
}
