import { choices, type EngineDefault } from './engine-defaults.ts';

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
 * Podman's own defaults and values that it hides, observed with podman 5.4; see containers/podman
 * `libpod/` and containers/common `pkg/config/default.go`.
 */
export const PODMAN_DEFAULTS: readonly EngineDefault[] = [
  ...choices({
    'Config.Env.container': ['container=podman', 'container=oci'],
    // Set if the container has a terminal.
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
    // Set if users are mapped.
    'HostConfig.UsernsMode': ['private'],
  }),
  // Podman also sets the hostname as a variable.
  { field: 'Config.Env.HOSTNAME' },
  { field: 'Config.Env.PATH', is: (value) => value.startsWith('PATH=/usr/local/sbin:/usr/local/bin:') },
  // Podman drops a variable without a value if the client's environment lacks it.
  { field: 'Config.Env.', is: (value) => !value.includes('=') },
  // With `-P`, podman shows exposed ports as published.
  { field: 'Config.ExposedPorts', is: publishesAll },
  // Without a command, podman drops the health check's intervals.
  { field: 'Config.Healthcheck', is: (_, request) => !request.has('Config.Healthcheck.Test') },
  // In the host's UTS namespace, this is the host's name.
  { field: 'Config.Hostname', is: (_, request) => request.get('HostConfig.UTSMode')?.value === 'host' },
  // With `keep-id`, this is the kept user.
  {
    field: 'Config.User',
    is: (_, request) => request.get('HostConfig.UsernsMode')?.value.startsWith('keep-id') === true,
  },
  // Podman names unnamed volumes.
  { field: 'Config.Volumes' },
  { field: 'HostConfig.Mounts./', is: (value) => /^volume [0-9a-f]{64}(?: |$)/.test(value) },
  // Podman records its own options here.
  { field: 'HostConfig.Annotations.io.podman.annotations.' },
  // Podman shows the unit as `MB`.
  {
    field: 'HostConfig.LogConfig.Config.max-size',
    isFor: (shown, asked) => withoutByte(shown) === withoutByte(asked),
  },
  // Podman masks no paths in privileged containers.
  { field: 'HostConfig.MaskedPaths', is: isPrivileged },
  { field: 'HostConfig.ReadonlyPaths', is: isPrivileged },
  // Host networking publishes no ports, and `-P` all exposed ones. Otherwise podman picks the
  // missing host ports when it creates a container.
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
