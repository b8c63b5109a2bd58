import { type Container, dialectOf } from '../../model/container.ts';
import { patternText, type Setting } from '../../text/setting.ts';
import type { Marked } from '../outcome.ts';
import { type EngineCheck, together, type Values, value } from './check.ts';

type Part = (container: Container) => Marked | undefined;

/**
 * Settings that conflict with another container's network, in the engine's words (moby
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

/** Namespace modes other than `host`. */
const MODES: readonly (Values<string> & { readonly name: string; readonly others: RegExp; readonly remedy: string })[] =
  [
    {
      name: 'IPC',
      what: 'the IPC mode',
      of: ({ hostConfig }) => hostConfig.ipcMode,
      others: /^(?:none|private|shareable|container:.*)$/s,
      remedy: 'Use `private`, `shareable`, `none`, `host` or `container:NAME`.',
    },
    {
      name: 'PID',
      what: 'the PID mode',
      of: ({ hostConfig }) => hostConfig.pidMode,
      others: /^container:.+$/s,
      remedy: 'Use `host` or `container:NAME`, or remove it.',
    },
    {
      name: 'UTS',
      what: 'the UTS mode',
      of: ({ hostConfig }) => hostConfig.utsMode,
      others: /^host$/,
      remedy: 'Remove it.',
    },
    {
      name: 'cgroup namespace',
      what: 'the cgroup namespace mode',
      of: ({ hostConfig, origin }) => (dialectOf(origin) === 'compose' ? undefined : hostConfig.cgroupnsMode),
      others: /^private$/,
      remedy: 'Use `private` or `host`.',
    },
  ];

const parameters: Values<string> = {
  what: 'the kernel parameter',
  of: ({ hostConfig }) => hostConfig.sysctls?.map(({ key }) => key),
};

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
  together({
    asked: 'links together with the host network',
    of: ({ hostConfig }) => hostConfig.links?.[0],
    beside: ({ hostConfig }) => hostOf(hostConfig.networkMode),
    says: "conflicting options: host type networking can't be used with links",
    remedy: 'Remove the links; reach those containers through their published ports.',
  }),
  together({
    asked: "a hostname together with the host's UTS namespace",
    of: hostName,
    beside: ({ hostConfig }) => hostOf(hostConfig.utsMode),
    says: 'conflicting options: hostname and the UTS mode',
    remedy: 'Remove one of them.',
  }),
  value<string>({
    what: 'the network mode',
    of: ({ hostConfig }) => hostConfig.networkMode,
    isRefused: (mode) => mode === 'container:' || mode === 'container',
    says: 'invalid container format container:<name|id>',
    remedy: 'Add the container name.',
  }),
  ...MODES.map(({ name, others, remedy, ...mode }) =>
    value({
      ...mode,
      isRefused: (text) => text !== '' && text !== 'host' && !others.test(text),
      says: `invalid ${name} mode: {}`,
      remedy,
    }),
  ),
  value({
    ...parameters,
    // Parameters shared with the host can't be changed (runc `configs/validate`).
    except: ({ hostConfig }) => hostOf(hostConfig.networkMode) === undefined,
    isRefused: (key) => /^net[./]/.test(key),
    says: 'sysctl "{}" not allowed in host network namespace',
    remedy: "Set it on the host, or don't use the host network.",
    when: 'start',
  }),
  value({
    ...parameters,
    except: ({ hostConfig }) => hostOf(hostConfig.ipcMode) === undefined,
    isRefused: (key) => /^(?:fs[./]mqueue[./]|kernel[./](?:msg|sem|shm))/.test(key),
    says: 'sysctl "{}" is not allowed in the hosts ipc namespace',
    remedy: "Set it on the host, or don't use the host's IPC namespace.",
    when: 'start',
  }),
];

/**
 * A mode with an unknown container name counts. An unknown mode doesn't: it is nearly always a
 * network.
 */
function sharedNetwork({ hostConfig: { networkMode } }: Container): Setting<string> | undefined {
  const text = networkMode?.known === false ? patternText(networkMode.pattern) : networkMode?.value;
  return text?.startsWith('container:') === true ? networkMode : undefined;
}

function hostOf(mode: Setting<string> | undefined): Setting<string> | undefined {
  return mode?.known === true && mode.value === 'host' ? mode : undefined;
}

/** An engine reports the other container's hostname, or the host's. */
function hostName({ config: { hostname }, origin }: Container): Setting<string> | undefined {
  const isEmpty = hostname?.known === true && hostname.value === '';
  return isEmpty || dialectOf(origin) === 'inspect' ? undefined : hostname;
}

function publishedPorts({ hostConfig: { portBindings = [], publishAllPorts: all } }: Container): Marked | undefined {
  return portBindings[0] ?? (all?.known === true && all.value ? all : undefined);
}

/** Published ports are reported already; an engine's output includes the image's ports. */
function exposedPorts({ config, hostConfig, origin }: Container): Marked | undefined {
  const isSaid = hostConfig.portBindings !== undefined || dialectOf(origin) === 'inspect';
  return isSaid ? undefined : config.exposedPorts?.[0];
}
