import type { Leaf, Leaves } from './leaves.ts';

/** A value that an engine shows unrequested, or hides although it was requested. */
export interface EngineDefault {
  /** The field, or its prefix if it ends with a dot. */
  readonly field: string;
  /** True if the engine chooses this value; if absent, it chooses every value. */
  readonly is?: (value: string, request: Leaves) => boolean;
  /** True if the engine may show `shown` instead of `asked`; if absent, values must be equal. */
  readonly isFor?: (shown: string, asked: string) => boolean;
}

/** Fields with the values that an engine may choose. */
export function choices(values: Readonly<Record<string, readonly string[]>>): readonly EngineDefault[] {
  return Object.entries(values).map(([field, own]) => ({ field, is: (value) => own.includes(value) }));
}

/**
 * Defaults of the engine and its clients, observed in containers of Docker 26.1; see moby
 * `daemon/`.
 */
export const ENGINE_DEFAULTS: readonly EngineDefault[] = [
  // Depends on how the client attached.
  { field: 'Config.AttachStdin' },
  { field: 'Config.AttachStdout' },
  { field: 'Config.AttachStderr' },
  { field: 'Config.StdinOnce' },
  // The start of the container ID, or in the host network the host's name.
  {
    field: 'Config.Hostname',
    is: (value, request) => /^[0-9a-f]{12}$/.test(value) || request.get('HostConfig.NetworkMode')?.value === 'host',
  },
  // The network assigns it.
  { field: 'Config.MacAddress' },
  // Labels by Compose, Docker Desktop, and the systemd unit that starts the container.
  { field: 'Config.Labels.com.docker.compose.' },
  { field: 'Config.Labels.io.podman.compose.' },
  { field: 'Config.Labels.desktop.docker.io/' },
  { field: 'Config.Labels.PODMAN_SYSTEMD_UNIT' },
  { field: 'HostConfig.ContainerIDFile' },
  // In a user-defined network, the engine stores links with the network.
  { field: 'HostConfig.Links', is: (_, request) => !request.has('HostConfig.NetworkMode') },
  // Twice the memory limit, if only a memory limit is set (moby daemon/daemon_unix.go,
  // adaptContainerSettings).
  {
    field: 'HostConfig.MemorySwap',
    is: (value, request) => Number(value) === 2 * Number(request.get('HostConfig.Memory')?.value),
  },
  { field: 'HostConfig.MaskedPaths', is: (value) => value !== '[]' },
  { field: 'HostConfig.ReadonlyPaths', is: (value) => value !== '[]' },
  // Means no limit.
  { field: 'HostConfig.PidsLimit', is: (value) => Number(value) <= 0 },
  ...choices({
    'HostConfig.CgroupnsMode': ['private', 'host'],
    'HostConfig.IpcMode': ['private', 'shareable'],
    'HostConfig.LogConfig.Type': ['json-file'],
    'HostConfig.MemorySwappiness': ['-1'],
    'HostConfig.NetworkMode': ['bridge'],
    'HostConfig.RestartPolicy.Name': ['no'],
    'HostConfig.Runtime': ['runc', 'crun', 'oci'],
    'HostConfig.ShmSize': [String(64 * 1024 * 1024)],
    'NetworkSettings.Networks': ['bridge', 'host', 'none', 'podman'],
  }),
];

/** Fields that an image sets if the file does not (moby daemon/commit.go, `merge`). */
const FROM_IMAGE: readonly string[] = [
  ...['Config.Cmd', 'Config.Entrypoint', 'Config.Env.', 'Config.ExposedPorts', 'Config.Healthcheck', 'Config.Labels.'],
  ...['Config.StopSignal', 'Config.User', 'Config.Volumes', 'Config.WorkingDir'],
];

/** True for a value on one side only that is a default, or that the engine hides. */
export function isEngineDefault({ field, value }: Leaf, request: Leaves, defaults: readonly EngineDefault[]): boolean {
  return defaults.some(
    (each) => each.isFor === undefined && isAbout(each.field, field) && each.is?.(value, request) !== false,
  );
}

/** True if the engine may show one value instead of the requested one. */
export function isShownFor(shown: Leaf, asked: Leaf, defaults: readonly EngineDefault[]): boolean {
  return defaults.some((each) => isAbout(each.field, asked.field) && each.isFor?.(shown.value, asked.value) === true);
}

export function mayBeOfImage({ field }: Leaf): boolean {
  return FROM_IMAGE.some((each) => isAbout(each, field));
}

/** True if `field` is the named field or below it. */
export function isAbout(name: string, field: string): boolean {
  return field === name || field.startsWith(/[./]$/.test(name) ? name : `${name}.`);
}
