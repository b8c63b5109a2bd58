import { type EngineDefault, one } from './engine-defaults.ts';

/** `10m` for `10MB`. */
function withoutByte(size: string): string {
  return size.toLowerCase().replace(/b$/, '');
}

/** Options of a tmpfs that podman gives every one. */
const OF_EVERY_TMPFS: readonly string[] = ['rw', 'rprivate', 'nosuid', 'nodev', 'tmpcopyup'];

function tmpfsOptions(text: string): string {
  const options = text.split(',').filter((option) => option !== '' && !OF_EVERY_TMPFS.includes(option));
  return options.sort().join(',');
}

/**
 * What podman fills in beside what Docker does, and what it does not show, seen in what podman 5.4 shows of created
 * containers; the sources are in containers/podman `libpod/` and containers/common `pkg/config/default.go`.
 */
export const PODMAN_DEFAULTS: readonly EngineDefault[] = [
  {
    field: 'Config.Env.container',
    why: 'podman says of every container that it is one',
    is: one('container=podman', 'container=oci'),
  },
  { field: 'Config.Env.HOSTNAME', why: "the host's name, as a variable too" },
  {
    field: 'Config.Env.PATH',
    why: 'the default of podman',
    is: (value) => value.startsWith('PATH=/usr/local/sbin:/usr/local/bin:'),
  },
  { field: 'Config.Env.TERM', why: 'of a container with a terminal', is: one('TERM=xterm') },
  { field: 'Config.Env.', why: 'a variable that the client lacks is none', is: (value) => !value.includes('=') },
  {
    field: 'Config.ExposedPorts',
    why: 'what is published with all others is no longer only exposed',
    is: (_, request) => request.has('HostConfig.PublishAllPorts'),
  },
  { field: 'Config.Healthcheck.Interval', why: 'the default of podman', is: one('30000000000') },
  { field: 'Config.Healthcheck.Timeout', why: 'the default of podman', is: one('30000000000') },
  { field: 'Config.Healthcheck.Retries', why: 'the default of podman', is: one('3') },
  {
    field: 'Config.Healthcheck',
    why: 'podman has no times of a check without a command',
    is: (_, request) => !request.has('Config.Healthcheck.Test'),
  },
  {
    field: 'Config.Hostname',
    why: "the host's name, in its namespace",
    is: (_, request) => request.get('HostConfig.UTSMode')?.value === 'host',
  },
  { field: 'Config.StopSignal', why: 'the default of podman', is: one('SIGTERM') },
  { field: 'Config.StopTimeout', why: 'the default of podman', is: one('10') },
  {
    field: 'Config.User',
    why: 'the user that is kept',
    is: (_, request) => request.get('HostConfig.UsernsMode')?.value.startsWith('keep-id') === true,
  },
  { field: 'Config.Volumes', why: 'podman gives a volume without a name one' },
  { field: 'Config.WorkingDir', why: 'the default of podman', is: one('/') },
  { field: 'HostConfig.Annotations.io.podman.annotations.', why: 'what podman notes of its own options' },
  {
    field: 'HostConfig.LogConfig.Config.max-size',
    why: 'podman shows the unit as `MB`',
    isFor: (shown, asked) => withoutByte(shown) === withoutByte(asked),
  },
  { field: 'HostConfig.LogConfig.Type', why: 'the default of podman', is: one('k8s-file', 'journald') },
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
  { field: 'HostConfig.MemorySwap', why: 'podman shows no limit as none', is: one('-1') },
  {
    field: 'HostConfig.Mounts./',
    why: 'podman gives a volume without a name one',
    is: (value) => /^volume [0-9a-f]{64}(?: |$)/.test(value),
  },
  { field: 'HostConfig.PidMode', why: 'the default of podman', is: one('private') },
  { field: 'HostConfig.PidsLimit', why: 'the default of podman', is: one('2048') },
  {
    field: 'HostConfig.PortBindings.',
    why: "nothing is published in the host's network",
    is: (_, request) => request.get('HostConfig.NetworkMode')?.value === 'host',
  },
  {
    field: 'HostConfig.PortBindings.',
    why: 'all exposed ports are published',
    is: (_, request) => request.has('HostConfig.PublishAllPorts'),
  },
  {
    field: 'HostConfig.PortBindings.',
    why: 'podman chooses a free port as it creates a container',
    isFor: (shown, asked) => /\d$/.test(shown) && `${shown.slice(0, shown.lastIndexOf(':') + 1)}any` === asked,
  },
  { field: 'HostConfig.ShmSize', why: 'the default of podman', is: one('65536000') },
  {
    field: 'HostConfig.Tmpfs.',
    why: 'podman gives every tmpfs some options',
    isFor: (shown, asked) => tmpfsOptions(shown) === tmpfsOptions(asked),
  },
  { field: 'HostConfig.UTSMode', why: 'the default of podman', is: one('private') },
  { field: 'HostConfig.UsernsMode', why: 'it is one of its own where users are mapped', is: one('private') },
];
