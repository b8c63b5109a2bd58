import type { Leaf, Leaves } from './leaves.ts';

/** A value that an engine shows without a request, or hides despite one. */
export interface EngineDefault {
  /** The field, or its prefix if it ends with a dot. */
  readonly field: string;
  /** Its source. */
  readonly why: string;
  /** Whether this value is the engine's; if absent, any value is. */
  readonly is?: (value: string, request: Leaves) => boolean;
  /** Whether the engine shows this value for the requested one; if absent, a different value is a difference. */
  readonly isFor?: (shown: string, asked: string) => boolean;
}

export const one =
  (...values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

/** The defaults of the engine and its clients, observed in containers created by Docker 26.1; see moby `daemon/`. */
export const ENGINE_DEFAULTS: readonly EngineDefault[] = [
  { field: 'Config.AttachStdin', why: 'depends on how the client was attached' },
  { field: 'Config.AttachStdout', why: 'depends on how the client was attached' },
  { field: 'Config.AttachStderr', why: 'depends on how the client was attached' },
  { field: 'Config.StdinOnce', why: 'depends on how the client was attached' },
  {
    field: 'Config.Hostname',
    why: 'the start of the ID, or the hostname of the host whose network it uses',
    is: (value, request) => /^[0-9a-f]{12}$/.test(value) || request.get('HostConfig.NetworkMode')?.value === 'host',
  },
  { field: 'Config.MacAddress', why: 'the address assigned by the network' },
  { field: 'Config.Labels.com.docker.compose.', why: 'Docker Compose labels' },
  { field: 'Config.Labels.io.podman.compose.', why: 'podman-compose labels' },
  { field: 'Config.Labels.desktop.docker.io/', why: 'Docker Desktop labels' },
  { field: 'Config.Labels.PODMAN_SYSTEMD_UNIT', why: 'the unit that starts the container' },
  { field: 'HostConfig.ContainerIDFile', why: 'a client-side file' },
  { field: 'HostConfig.CgroupnsMode', why: 'chosen by the engine', is: one('private', 'host') },
  { field: 'HostConfig.IpcMode', why: 'engine default', is: one('private', 'shareable') },
  {
    field: 'HostConfig.Links',
    why: 'in a user-defined network, the engine stores links with the network',
    is: (_, request) => !request.has('HostConfig.NetworkMode'),
  },
  { field: 'HostConfig.LogConfig.Type', why: 'engine default', is: one('json-file') },
  {
    field: 'HostConfig.MemorySwap',
    why: 'twice the memory limit if only that is set (moby daemon/daemon_unix.go, adaptContainerSettings)',
    is: (value, request) => Number(value) === 2 * Number(request.get('HostConfig.Memory')?.value),
  },
  { field: 'HostConfig.MemorySwappiness', why: 'client default', is: one('-1') },
  { field: 'HostConfig.MaskedPaths', why: 'engine default', is: (value) => value !== '[]' },
  { field: 'HostConfig.ReadonlyPaths', why: 'engine default', is: (value) => value !== '[]' },
  { field: 'HostConfig.NetworkMode', why: 'engine default', is: one('bridge') },
  { field: 'HostConfig.PidsLimit', why: 'means no limit', is: (value) => Number(value) <= 0 },
  { field: 'HostConfig.RestartPolicy.Name', why: 'engine default', is: one('no') },
  {
    field: 'NetworkSettings.Networks',
    why: 'the network set by the mode',
    is: one('bridge', 'host', 'none', 'podman'),
  },
  { field: 'HostConfig.Runtime', why: 'engine default', is: one('runc', 'crun', 'oci') },
  { field: 'HostConfig.ShmSize', why: 'engine default', is: one(String(64 * 1024 * 1024)) },
];

/** Fields that an image sets if the file does not (moby daemon/commit.go, `merge`). */
export const FROM_IMAGE: readonly string[] = [
  'Config.Cmd',
  'Config.Entrypoint',
  'Config.Env.',
  'Config.ExposedPorts',
  'Config.Healthcheck',
  'Config.Labels.',
  'Config.StopSignal',
  'Config.User',
  'Config.Volumes',
  'Config.WorkingDir',
];

/** True for a value on one side only that is a default or that the engine hides. */
export function isEngineDefault({ field, value }: Leaf, request: Leaves, defaults: readonly EngineDefault[]): boolean {
  return defaults.some(
    (each) => each.isFor === undefined && isAbout(each.field, field) && each.is?.(value, request) !== false,
  );
}

/** True for a value that the engine shows instead of the requested one. */
export function isShownFor(shown: Leaf, asked: Leaf, defaults: readonly EngineDefault[]): boolean {
  return defaults.some((each) => isAbout(each.field, asked.field) && each.isFor?.(shown.value, asked.value) === true);
}

/** True for a field that an image may have set. */
export function mayBeOfImage({ field }: Leaf): boolean {
  return FROM_IMAGE.some((each) => isAbout(each, field));
}

/** True if a field is the named one or below it. */
export function isAbout(name: string, field: string): boolean {
  return field === name || field.startsWith(/[./]$/.test(name) ? name : `${name}.`);
}
