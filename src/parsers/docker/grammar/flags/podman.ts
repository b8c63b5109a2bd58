import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from './container.ts';
import type { Flag, FlagTable } from './flag.ts';
import { commaSeparated } from './flag-set.ts';

/** podman's flags that stand before the subcommand only: containers/podman `cmd/podman/root.go` (`rootFlags`, local flags). */
const PODMAN_LOCAL_FLAGS = [
  { name: 'config', type: 'string' },
  { name: 'connection', shorthand: 'c', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'debug', shorthand: 'D', type: 'boolean' },
  { name: 'host', shorthand: 'H', type: 'string' },
  { name: 'identity', type: 'string' },
  { name: 'module', type: 'string', repeats: 'list' },
  { name: 'noout', type: 'boolean' },
  { name: 'out', type: 'string' },
  { name: 'remote', shorthand: 'r', type: 'boolean' },
  { name: 'ssh', type: 'string' },
  { name: 'tls-ca', type: 'string' },
  { name: 'tls-cert', type: 'string' },
  { name: 'tls-details', type: 'string' },
  { name: 'tls-key', type: 'string' },
  { name: 'url', type: 'string' },
  { name: 'version', shorthand: 'v', type: 'boolean' },
] as const satisfies FlagTable;

/** podman's flags that stand before or behind the subcommand: the same file, persistent flags. */
const PODMAN_PERSISTENT_FLAGS = [
  { name: 'cdi-spec-dir', type: 'string', repeats: 'list' },
  { name: 'cgroup-manager', type: 'string' },
  { name: 'conmon', type: 'string' },
  { name: 'cpu-profile', type: 'string' },
  { name: 'default-mounts-file', type: 'string' },
  { name: 'events-backend', type: 'string' },
  { name: 'help', type: 'boolean' },
  { name: 'hooks-dir', type: 'string', repeats: 'list' },
  { name: 'imagestore', type: 'string' },
  { name: 'log-level', type: 'string' },
  { name: 'max-workers', type: 'string' },
  { name: 'memory-profile', type: 'string' },
  { name: 'namespace', type: 'string' },
  { name: 'network-backend', type: 'string' },
  { name: 'network-cmd-path', type: 'string' },
  { name: 'network-config-dir', type: 'string' },
  { name: 'pull-option', type: 'string', repeats: 'list' },
  { name: 'registries-conf', type: 'string' },
  { name: 'root', type: 'string' },
  { name: 'runroot', type: 'string' },
  { name: 'runtime', type: 'string', field: 'hostConfig.runtime' },
  { name: 'runtime-flag', type: 'string', repeats: 'list' },
  { name: 'storage-driver', type: 'string' },
  { name: 'storage-opt', type: 'storage-option', repeats: 'map', field: 'hostConfig.storageOpt' },
  { name: 'syslog', type: 'boolean' },
  { name: 'tmpdir', type: 'string' },
  { name: 'trace', type: 'boolean' },
  { name: 'transient-store', type: 'boolean' },
  { name: 'volumepath', type: 'string' },
] as const satisfies FlagTable;

export const PODMAN_FLAGS: FlagTable = [...PODMAN_LOCAL_FLAGS, ...PODMAN_PERSISTENT_FLAGS];

/** Flags of docker that podman does not have, or has for all its subcommands. */
const ABSENT: ReadonlySet<string> = new Set([
  'cpu-count',
  'cpu-percent',
  'domainname',
  'health-start-interval',
  'help',
  'io-maxbandwidth',
  'io-maxiops',
  'isolation',
  'link',
  'link-local-ip',
  'runtime',
  'storage-opt',
  'use-api-socket',
  'volume-driver',
]);

/** Flags that have slices for values. */
const COMMA_SEPARATED: ReadonlySet<string> = new Set([
  'add-host',
  'attach',
  'cap-add',
  'cap-drop',
  'device-cgroup-rule',
  'dns',
  'dns-option',
  'dns-search',
  'expose',
  'group-add',
  'network-alias',
  'publish',
  'sysctl',
  'ulimit',
]);

/** Other names of a flag (containers/podman `cmd/podman/utils/alias.go`). */
const SPELLINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['dns-option', ['dns-opt']],
  ['health-cmd', ['healthcheck-command']],
  ['health-interval', ['healthcheck-interval']],
  ['health-retries', ['healthcheck-retries']],
  ['health-start-period', ['healthcheck-start-period']],
  ['health-timeout', ['healthcheck-timeout']],
  ['network', ['net']],
]);

/** docker's flags as podman has them. */
function fromDocker(table: FlagTable): FlagTable {
  const known = table.filter(({ name }) => !ABSENT.has(name));
  return commaSeparated(known, COMMA_SEPARATED).map(({ spellings: _, ...flag }): Flag => {
    const spellings = SPELLINGS.get(flag.name);
    return { ...flag, ...(spellings === undefined ? {} : { spellings }) };
  });
}

/**
 * What `podman run` and `podman create` have beside docker's flags: containers/podman `cmd/podman/common/create.go` and `netflags.go`. Only
 * the grammar counts here.
 */
const PODMAN_OWN_FLAGS = [
  { name: 'arch', spellings: ['override-arch'], type: 'string' },
  { name: 'authfile', type: 'string' },
  { name: 'cert-dir', type: 'string' },
  { name: 'cgroup-conf', type: 'string', repeats: 'list' },
  { name: 'cgroups', type: 'string' },
  { name: 'chrootdirs', type: 'string', repeats: 'list' },
  { name: 'conmon-pidfile', type: 'string' },
  { name: 'creds', type: 'string' },
  { name: 'decryption-key', type: 'string', repeats: 'list' },
  { name: 'env-host', type: 'boolean' },
  { name: 'env-merge', type: 'string', repeats: 'list' },
  { name: 'gidmap', type: 'string', repeats: 'list' },
  { name: 'group-entry', type: 'string' },
  { name: 'health-log-destination', type: 'string' },
  { name: 'health-max-log-count', type: 'string' },
  { name: 'health-max-log-size', type: 'string' },
  { name: 'health-on-failure', type: 'string' },
  { name: 'health-startup-cmd', type: 'string' },
  { name: 'health-startup-interval', type: 'string' },
  { name: 'health-startup-retries', type: 'string' },
  { name: 'health-startup-success', type: 'string' },
  { name: 'health-startup-timeout', type: 'string' },
  { name: 'hosts-file', type: 'string' },
  { name: 'hostuser', type: 'string', repeats: 'list' },
  { name: 'http-proxy', type: 'boolean' },
  { name: 'image-volume', type: 'string' },
  { name: 'init-path', type: 'string' },
  { name: 'no-hostname', type: 'boolean' },
  { name: 'no-hosts', type: 'boolean' },
  { name: 'os', spellings: ['override-os'], type: 'string' },
  { name: 'passwd-entry', type: 'string' },
  { name: 'personality', type: 'string' },
  { name: 'pidfile', type: 'string' },
  { name: 'pod', type: 'string' },
  { name: 'pod-id-file', type: 'string' },
  { name: 'rdt-class', type: 'string' },
  { name: 'read-only-tmpfs', type: 'boolean' },
  { name: 'replace', type: 'boolean' },
  { name: 'requires', type: 'string', repeats: 'list' },
  { name: 'retry', type: 'string' },
  { name: 'retry-delay', type: 'string' },
  { name: 'rootfs', type: 'boolean' },
  { name: 'sdnotify', type: 'string' },
  { name: 'seccomp-policy', type: 'string' },
  { name: 'secret', type: 'string', repeats: 'list' },
  { name: 'shm-size-systemd', type: 'string' },
  { name: 'signature-policy', type: 'string' },
  { name: 'subgidname', type: 'string' },
  { name: 'subuidname', type: 'string' },
  { name: 'systemd', type: 'string' },
  { name: 'timeout', type: 'string' },
  { name: 'tls-verify', type: 'boolean' },
  { name: 'tz', type: 'string' },
  { name: 'uidmap', type: 'string', repeats: 'list' },
  { name: 'umask', type: 'string' },
  { name: 'unsetenv', type: 'string', repeats: 'list' },
  { name: 'unsetenv-all', type: 'boolean' },
  { name: 'variant', spellings: ['override-variant'], type: 'string' },
] as const satisfies FlagTable;

/** What `podman pod create` has beside the flags of `podman run`, or by another letter: containers/podman `cmd/podman/pods/create.go`. */
export const PODMAN_POD_FLAGS = [
  { name: 'name', shorthand: 'n', type: 'string' },
  { name: 'exit-policy', type: 'string' },
  { name: 'infra', type: 'boolean' },
  { name: 'infra-command', type: 'string' },
  { name: 'infra-conmon-pidfile', type: 'string' },
  { name: 'infra-image', type: 'string' },
  { name: 'infra-name', type: 'string' },
  { name: 'share', type: 'string' },
  { name: 'share-parent', type: 'boolean' },
] as const satisfies FlagTable;

export const PODMAN_RUN_FLAGS: FlagTable = [
  ...PODMAN_PERSISTENT_FLAGS,
  ...fromDocker(RUN_FLAGS),
  ...PODMAN_OWN_FLAGS,
  { name: 'passwd', type: 'boolean' },
  { name: 'preserve-fd', type: 'string', repeats: 'list' },
  { name: 'preserve-fds', type: 'string' },
  { name: 'rmi', type: 'boolean' },
];

export const PODMAN_CREATE_FLAGS: FlagTable = [
  ...PODMAN_PERSISTENT_FLAGS,
  ...fromDocker(CREATE_FLAGS),
  ...PODMAN_OWN_FLAGS,
  { name: 'init-ctr', type: 'string' },
];

/** containers/podman `cmd/podman/containers/exec.go`. */
export const PODMAN_EXEC_FLAGS: FlagTable = [
  ...PODMAN_PERSISTENT_FLAGS,
  ...fromDocker(EXEC_FLAGS),
  { name: 'cidfile', type: 'string' },
  { name: 'latest', shorthand: 'l', type: 'boolean' },
  { name: 'no-session', type: 'boolean' },
  { name: 'preserve-fd', type: 'string', repeats: 'list' },
  { name: 'preserve-fds', type: 'string' },
  { name: 'wait', type: 'string' },
];
