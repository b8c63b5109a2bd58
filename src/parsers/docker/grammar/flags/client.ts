import { type FlagTable, plainFlags } from './flag.ts';

/**
 * docker's flags before the subcommand: docker/cli `cli/flags/options.go` and
 * `cmd/docker/docker.go`.
 */
export const DOCKER_FLAGS: FlagTable = plainFlags({
  string: 'config tlscacert tlscert tlskey host|H context|c log-level|l',
  boolean: 'debug|D tls tlsverify version|v help|h',
});

export const GROUP_FLAGS = [{ name: 'help', shorthand: 'h', type: 'boolean' }] as const satisfies FlagTable;

/** The flags of `docker network create`: docker/cli `cli/command/network/create.go`. */
export const NETWORK_CREATE_FLAGS = [
  { name: 'driver', shorthand: 'd', type: 'string', field: 'network.driver' },
  { name: 'opt', shorthand: 'o', type: 'entry', repeats: 'map', field: 'network.driverOpts' },
] as const satisfies FlagTable;

/** These only matter for parsing the line. */
export const NETWORK_OTHER_FLAGS: FlagTable = [
  { name: 'label', type: 'label', repeats: 'map' },
  ...['subnet', 'ip-range', 'gateway'].map(
    (name) => ({ name, type: 'string', repeats: 'list', isCommaSeparated: true }) as const,
  ),
  ...['aux-address', 'ipam-opt'].map((name) => ({ name, type: 'entry', repeats: 'map' }) as const),
  ...plainFlags({
    boolean: 'internal ipv4 ipv6 attachable ingress config-only help|h',
    string: 'scope config-from ipam-driver',
  }),
];

/** The flags of `docker volume create`: docker/cli `cli/command/volume/create.go`. */
export const VOLUME_CREATE_FLAGS = [
  { name: 'driver', shorthand: 'd', type: 'string', field: 'volume.driver' },
  { name: 'name', type: 'string' },
  { name: 'opt', shorthand: 'o', type: 'entry', repeats: 'map', field: 'volume.driverOpts' },
] as const satisfies FlagTable;

export const VOLUME_OTHER_FLAGS: FlagTable = [
  { name: 'label', type: 'label', repeats: 'map' },
  { name: 'secret', type: 'entry', repeats: 'map' },
  ...plainFlags(
    { string: 'group scope sharing availability type', size: 'limit-bytes required-bytes', boolean: 'help|h' },
    'topology-required topology-preferred',
  ),
];

/**
 * Compose's global flags (docker/compose `cmd/compose/compose.go`), including docker's
 * (`cmd/compatibility/convert.go`) and those of version 1.
 */
export const COMPOSE_FLAGS: FlagTable = plainFlags(
  {
    string: `project-name|p project-directory|workdir progress ansi tlscacert tlscert tlskey host|H context|c log-level|l`,
    boolean: `compatibility all-resources no-ansi dry-run version|v verbose help|h debug|D tls tlsverify skip-hostname-check`,
    integer: 'parallel',
  },
  'profile file|f insecure-registry env-file',
);

/** The flags of `docker compose run`: docker/compose `cmd/compose/run.go`. */
export const COMPOSE_RUN_FLAGS = [
  { name: 'detach', shorthand: 'd', type: 'boolean' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'env-from-file', type: 'file', repeats: 'list' },
  { name: 'label', spellings: ['labels'], shorthand: 'l', type: 'label', repeats: 'map', field: 'config.labels' },
  { name: 'rm', type: 'boolean', field: 'hostConfig.autoRemove' },
  { name: 'name', type: 'string' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'config.user' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'config.workingDir' },
  { name: 'entrypoint', type: 'string' },
  { name: 'cap-add', type: 'string', repeats: 'list', field: 'hostConfig.capAdd' },
  { name: 'cap-drop', type: 'string', repeats: 'list', field: 'hostConfig.capDrop' },
  { name: 'volume', spellings: ['volumes'], shorthand: 'v', type: 'volume', repeats: 'list' },
  { name: 'publish', shorthand: 'p', type: 'port', repeats: 'list' },
  { name: 'service-ports', shorthand: 'P', type: 'boolean' },
] as const satisfies FlagTable;

export const COMPOSE_RUN_OTHER_FLAGS = plainFlags({
  boolean: `no-tty|T|no-TTY no-deps use-aliases quiet|q quiet-build quiet-pull build remove-orphans interactive|i tty|t
    dry-run help|h`,
  string: 'pull',
});

/** The flags of `docker compose exec`: docker/compose `cmd/compose/exec.go`. */
export const COMPOSE_EXEC_FLAGS = [
  { name: 'detach', shorthand: 'd', type: 'boolean', field: 'exec.detach' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'privileged', type: 'boolean', field: 'exec.privileged' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'exec.user' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'exec.workingDir' },
  { name: 'interactive', shorthand: 'i', type: 'boolean' },
] as const satisfies FlagTable;

export const COMPOSE_EXEC_OTHER_FLAGS = plainFlags({
  boolean: 'no-tty|T|no-TTY tty|t dry-run help|h',
  integer: 'index',
});

/** The flags of `podman kube play`; they only matter for parsing the line. */
export const KUBE_PLAY_FLAGS: FlagTable = plainFlags({
  boolean: `build down force no-hostname no-hosts no-trunc publish-all quiet|q replace start tls-verify wait|w help|h`,
  string: `annotation authfile cert-dir configmap context-dir creds ip log-driver log-opt mac-address network publish
    seccomp-profile-root userns`,
});

/** The flags of `docker stack deploy`: docker/cli `cli/command/stack/deploy.go`. */
export const STACK_DEPLOY_FLAGS: FlagTable = plainFlags(
  {
    boolean: 'detach|d prune quiet|q with-registry-auth help|h',
    string: 'resolve-image',
  },
  'compose-file|c',
);
