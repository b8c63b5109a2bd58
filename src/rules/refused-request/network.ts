import { type Container, dialectOf } from '../../model/container.ts';
import { patternText, type Setting } from '../../text/setting.ts';
import type { Marked } from '../outcome.ts';
import { type EngineCheck, together } from './check.ts';

type Part = (container: Container) => Marked | undefined;

/**
 * Settings that conflict with another container's network, with the engine's words (moby
 * `runconfig`).
 */
const OWN_NETWORK: readonly { readonly asked: string; readonly of: Part; readonly says: string }[] = [
  { asked: 'a hostname', of: hostName, says: 'hostname and the network mode' },
  {
    asked: 'links',
    of: ({ hostConfig }) => hostConfig.links?.[0],
    says: "container type network can't be used with links",
  },
  { asked: 'published ports', of: publishedPorts, says: 'port publishing and the container type network mode' },
  { asked: 'exposed ports', of: exposedPorts, says: 'port exposing and the container type network mode' },
];

export const NETWORK: readonly EngineCheck[] = [
  ...OWN_NETWORK.map(({ asked, of, says }) =>
    together({
      asked: `${asked} together with another container's network`,
      of,
      beside: sharedNetwork,
      says: `conflicting options: ${says}`,
      remedy: 'Set it on the container that owns the network, or give this one its own network.',
    }),
  ),
];

/**
 * Counts a mode with an unknown container name, but not an unknown mode, which is nearly always a
 * network.
 */
function sharedNetwork({ hostConfig: { networkMode } }: Container): Setting<string> | undefined {
  const text = networkMode?.known === false ? patternText(networkMode.pattern) : networkMode?.value;
  return text?.startsWith('container:') === true ? networkMode : undefined;
}

/** In inspect output, the hostname is the other container's. */
function hostName({ config: { hostname }, origin }: Container): Setting<string> | undefined {
  const isEmpty = hostname?.known === true && hostname.value === '';
  return isEmpty || dialectOf(origin) === 'inspect' ? undefined : hostname;
}

function publishedPorts({ hostConfig: { portBindings = [], publishAllPorts: all } }: Container): Marked | undefined {
  return portBindings[0] ?? (all?.known === true && all.value ? all : undefined);
}

/**
 * Skips published ports, which are reported already, and inspect output, which includes the image's
 * ports.
 */
function exposedPorts({ config, hostConfig, origin }: Container): Marked | undefined {
  const isSaid = hostConfig.portBindings !== undefined || dialectOf(origin) === 'inspect';
  return isSaid ? undefined : config.exposedPorts?.[0];
}
