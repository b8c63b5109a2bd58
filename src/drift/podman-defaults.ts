import { choices, type EngineDefault } from './engine-defaults.ts';

/** `10m` for `10MB`. */
function withoutByte(size: string): string {
  return size.toLowerCase().replace(/b$/, '');
}

/** Podman sets these on every tmpfs. */
const OF_EVERY_TMPFS: readonly string[] = ['rw', 'rprivate', 'nosuid', 'nodev', 'tmpcopyup'];

function tmpfsOptions(text: string): string {
  const options = text.split(',').filter((option) => option !== '' && !OF_EVERY_TMPFS.includes(option));
  return options.sort().join(',');
}

const isPrivileged: EngineDefault['is'] = (_, request) => request.has('HostConfig.Privileged');
const publishesAll: EngineDefault['is'] = (_, request) => request.has('HostConfig.PublishAllPorts');

/**
 * Podman's own defaults and hidden values, observed with podman 5.4; see containers/podman
 * `libpod/` and containers/common `pkg/config/default.go`.
 */
export const PODMAN_DEFAULTS: readonly EngineDefault[] = [
  ...choices({
    'Config.Env.container': ['container=podman', 'container=oci'],
    // With a terminal.
    'Config.Env.TERM': ['TERM=xterm'],
    'Config.Healthcheck.Interval': ['30000000000'],
    'Config.Healthcheck.Timeout': ['30000000000'],
    'Config.Healthcheck.Retries': ['3'],
    'Config.StopSignal': ['SIGTERM', '15'],
    'Config.StopTimeout': ['10'],
    'Config.WorkingDir': ['/'],
    'HostConfig.LogConfig.Type': ['k8s-file', 'journald'],
    'HostConfig.MemorySwap': ['-1'],
    'HostConfig.PidMode': ['private'],
    'HostConfig.PidsLimit': ['2048'],
    'HostConfig.ShmSize': ['65536000'],
    'HostConfig.UTSMode': ['private'],
    // If users are mapped.
    'HostConfig.UsernsMode': ['private'],
  }),
  // The hostname, also as a variable.
  { field: 'Config.Env.HOSTNAME' },
  { field: 'Config.Env.PATH', is: (value) => value.startsWith('PATH=/usr/local/sbin:/usr/local/bin:') },
  // A variable that the client does not have is omitted.
  { field: 'Config.Env.', is: (value) => !value.includes('=') },
  // Ports published with -P are no longer only exposed.
  { field: 'Config.ExposedPorts', is: publishesAll },
  // Intervals are set only with a command.
  { field: 'Config.Healthcheck', is: (_, request) => !request.has('Config.Healthcheck.Test') },
  // That of the host, in its UTS namespace.
  { field: 'Config.Hostname', is: (_, request) => request.get('HostConfig.UTSMode')?.value === 'host' },
  // The kept user.
  {
    field: 'Config.User',
    is: (_, request) => request.get('HostConfig.UsernsMode')?.value.startsWith('keep-id') === true,
  },
  // Unnamed volumes get names.
  { field: 'Config.Volumes' },
  { field: 'HostConfig.Mounts./', is: (value) => /^volume [0-9a-f]{64}(?: |$)/.test(value) },
  // Podman's record of its own options.
  { field: 'HostConfig.Annotations.io.podman.annotations.' },
  // The unit is shown as `MB`.
  {
    field: 'HostConfig.LogConfig.Config.max-size',
    isFor: (shown, asked) => withoutByte(shown) === withoutByte(asked),
  },
  // A privileged container has none.
  { field: 'HostConfig.MaskedPaths', is: isPrivileged },
  { field: 'HostConfig.ReadonlyPaths', is: isPrivileged },
  // Host networking publishes no ports, `-P` all exposed ones; for others, podman picks a port when
  // it creates a container.
  {
    field: 'HostConfig.PortBindings.',
    is: (_, request) => request.get('HostConfig.NetworkMode')?.value === 'host',
  },
  { field: 'HostConfig.PortBindings.', is: publishesAll },
  {
    field: 'HostConfig.PortBindings.',
    isFor: (shown, asked) => /\d$/.test(shown) && `${shown.slice(0, shown.lastIndexOf(':') + 1)}any` === asked,
  },
  // Podman adds options to every tmpfs.
  { field: 'HostConfig.Tmpfs.', isFor: (shown, asked) => tmpfsOptions(shown) === tmpfsOptions(asked) },
];
