/** The directories of the benchmark, with those that are a part of `/usr` where it is merged. */
const BENCHMARK: readonly string[] = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/proc',
  '/sys',
  '/usr',
  '/bin',
  '/sbin',
  '/lib64',
];

/** The directories that we add. */
const OWN: readonly string[] = ['/root', '/home', '/var', '/var/lib/docker', '/run', '/var/run', '/var/lib/kubelet'];

export const SENSITIVE_DIRECTORIES: readonly string[] = [...BENCHMARK, ...OWN];

/** What containers read of the host with good reason, and can do no harm with while they can't write it. */
export const HARMLESS_PATHS: readonly string[] = [
  '/etc/localtime',
  '/etc/timezone',
  '/usr/share/zoneinfo',
  '/etc/ssl/certs',
  '/etc/ca-certificates',
  '/etc/hostname',
  '/etc/hosts',
  '/lib/modules',
  '/etc/machine-id',
];
