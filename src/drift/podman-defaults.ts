import { type EngineDefault, one } from './engine-defaults.ts';

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

/** Podman's own defaults and hidden values, observed with podman 5.4; see containers/podman `libpod/` and containers/common `pkg/config/default.go`. */
export const PODMAN_DEFAULTS: readonly EngineDefault[] = [
  {
    field: 'Config.Env.container',
    why: 'podman sets this on every container',
    is: one('container=podman', 'container=oci'),
  },
  { field: 'Config.Env.HOSTNAME', why: 'the hostname, also as a variable' },
  {
    field: 'Config.Env.PATH',
    why: 'podman default',
    is: (value) => value.startsWith('PATH=/usr/local/sbin:/usr/local/bin:'),
  },
  { field: 'Config.Env.TERM', why: 'set for containers with a terminal', is: one('TERM=xterm') },
  { field: 'Config.Env.', why: 'a variable unset in the client is omitted', is: (value) => !value.includes('=') },
  {
    field: 'Config.ExposedPorts',
    why: 'ports published with -P are no longer only exposed',
    is: (_, request) => request.has('HostConfig.PublishAllPorts'),
  },
  { field: 'Config.Healthcheck.Interval', why: 'podman default', is: one('30000000000') },
  { field: 'Config.Healthcheck.Timeout', why: 'podman default', is: one('30000000000') },
  { field: 'Config.Healthcheck.Retries', why: 'podman default', is: one('3') },
  {
    field: 'Config.Healthcheck',
    why: 'podman sets no intervals for a check without a command',
    is: (_, request) => !request.has('Config.Healthcheck.Test'),
  },
  {
    field: 'Config.Hostname',
    why: "the host's hostname, in its UTS namespace",
    is: (_, request) => request.get('HostConfig.UTSMode')?.value === 'host',
  },
  { field: 'Config.StopSignal', why: 'podman default', is: one('SIGTERM', '15') },
  { field: 'Config.StopTimeout', why: 'podman default', is: one('10') },
  {
    field: 'Config.User',
    why: 'the kept user',
    is: (_, request) => request.get('HostConfig.UsernsMode')?.value.startsWith('keep-id') === true,
  },
  { field: 'Config.Volumes', why: 'podman names unnamed volumes' },
  { field: 'Config.WorkingDir', why: 'podman default', is: one('/') },
  { field: 'HostConfig.Annotations.io.podman.annotations.', why: "podman's record of its own options" },
  {
    field: 'HostConfig.LogConfig.Config.max-size',
    why: 'podman shows the unit as `MB`',
    isFor: (shown, asked) => withoutByte(shown) === withoutByte(asked),
  },
  { field: 'HostConfig.LogConfig.Type', why: 'podman default', is: one('k8s-file', 'journald') },
  {
    field: 'HostConfig.MaskedPaths',
    why: 'a privileged container has none',
    is: (_, request) => request.has('HostConfig.Privileged'),
  },
  {
    field: 'HostConfig.ReadonlyPaths',
    why: 'a privileged container has none',
    is: (_, request) => request.has('HostConfig.Privileged'),
  },
  { field: 'HostConfig.MemorySwap', why: 'podman omits unlimited values', is: one('-1') },
  {
    field: 'HostConfig.Mounts./',
    why: 'podman names unnamed volumes',
    is: (value) => /^volume [0-9a-f]{64}(?: |$)/.test(value),
  },
  { field: 'HostConfig.PidMode', why: 'podman default', is: one('private') },
  { field: 'HostConfig.PidsLimit', why: 'podman default', is: one('2048') },
  {
    field: 'HostConfig.PortBindings.',
    why: 'host networking publishes no ports',
    is: (_, request) => request.get('HostConfig.NetworkMode')?.value === 'host',
  },
  {
    field: 'HostConfig.PortBindings.',
    why: 'all exposed ports are published',
    is: (_, request) => request.has('HostConfig.PublishAllPorts'),
  },
  {
    field: 'HostConfig.PortBindings.',
    why: 'podman picks a free port when it creates a container',
    isFor: (shown, asked) => /\d$/.test(shown) && `${shown.slice(0, shown.lastIndexOf(':') + 1)}any` === asked,
  },
  { field: 'HostConfig.ShmSize', why: 'podman default', is: one('65536000') },
  {
    field: 'HostConfig.Tmpfs.',
    why: 'podman adds options to every tmpfs',
    isFor: (shown, asked) => tmpfsOptions(shown) === tmpfsOptions(asked),
  },
  { field: 'HostConfig.UTSMode', why: 'podman default', is: one('private') },
  { field: 'HostConfig.UsernsMode', why: 'private if users are mapped', is: one('private') },
];
