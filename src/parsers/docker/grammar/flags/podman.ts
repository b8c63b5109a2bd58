import { words } from '../../../../util/words.ts';
import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from './container.ts';
import { type Flag, type FlagTable, plainFlags } from './flag.ts';
import { commaSeparated } from './flag-set.ts';

/**
 * podman's flags that are only valid before the subcommand: containers/podman `cmd/podman/root.go`,
 * local flags.
 */
const PODMAN_LOCAL_FLAGS: FlagTable = plainFlags(
  {
    string: 'config connection|c context host|H identity out ssh tls-ca tls-cert tls-details tls-key url',
    boolean: 'debug|D noout remote|r version|v',
  },
  'module',
);

/**
 * podman's flags that are valid before and after the subcommand: the same file, persistent flags.
 */
const PODMAN_PERSISTENT_FLAGS: FlagTable = [
  { name: 'runtime', type: 'string', field: 'hostConfig.runtime' },
  { name: 'storage-opt', type: 'entry', repeats: 'map', field: 'hostConfig.storageOpt' },
  ...plainFlags(
    {
      string: `cgroup-manager conmon cpu-profile default-mounts-file events-backend imagestore log-level max-workers
        memory-profile namespace network-backend network-cmd-path network-config-dir registries-conf root runroot
        storage-driver tmpdir volumepath`,
      boolean: 'help syslog trace transient-store',
    },
    'cdi-spec-dir hooks-dir pull-option runtime-flag',
  ),
];

export const PODMAN_FLAGS: FlagTable = [...PODMAN_LOCAL_FLAGS, ...PODMAN_PERSISTENT_FLAGS];

/** docker flags that podman lacks, or accepts with every subcommand. */
const ABSENT: ReadonlySet<string> = new Set(
  words(
    `cpu-count cpu-percent domainname health-start-interval help io-maxbandwidth io-maxiops isolation link
  link-local-ip runtime storage-opt use-api-socket volume-driver`,
  ),
);

const COMMA_SEPARATED: ReadonlySet<string> = new Set(
  words(
    `add-host attach cap-add cap-drop device-cgroup-rule dns dns-option dns-search expose group-add network-alias
  publish sysctl ulimit`,
  ),
);

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

function fromDocker(table: FlagTable): FlagTable {
  const known = table.filter(({ name }) => !ABSENT.has(name));
  return commaSeparated(known, COMMA_SEPARATED).map(({ spellings: _, ...flag }): Flag => {
    const spellings = SPELLINGS.get(flag.name);
    return { ...flag, ...(spellings === undefined ? {} : { spellings }) };
  });
}

/**
 * Flags that `podman run` and `create` add: containers/podman `cmd/podman/common/create.go` and
 * `netflags.go`. They only matter for parsing the line.
 */
const PODMAN_OWN_FLAGS: FlagTable = plainFlags(
  {
    string: `arch|override-arch authfile cert-dir cgroups conmon-pidfile creds group-entry health-log-destination
      health-max-log-count health-max-log-size health-on-failure health-startup-cmd health-startup-interval
      health-startup-retries health-startup-success health-startup-timeout hosts-file image-volume init-path
      os|override-os passwd-entry personality pidfile pod pod-id-file rdt-class retry retry-delay sdnotify
      seccomp-policy shm-size-systemd signature-policy subgidname subuidname systemd timeout tz umask
      variant|override-variant`,
    boolean: `env-host http-proxy no-hostname no-hosts read-only-tmpfs replace rootfs tls-verify unsetenv-all`,
  },
  'cgroup-conf chrootdirs decryption-key env-merge gidmap hostuser requires secret uidmap unsetenv',
);

/**
 * Flags that `podman pod create` adds to `podman run`, or spells differently:
 * `cmd/podman/pods/create.go`.
 */
export const PODMAN_POD_FLAGS: FlagTable = plainFlags({
  string: 'name|n exit-policy infra-command infra-conmon-pidfile infra-image infra-name share',
  boolean: 'infra share-parent',
});

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
