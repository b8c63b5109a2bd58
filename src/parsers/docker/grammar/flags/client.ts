import type { FlagTable } from './flag.ts';

/** docker's flags before the subcommand: docker/cli `cli/flags/options.go` (`InstallFlags`) and `cmd/docker/docker.go`. */
export const DOCKER_FLAGS = [
  { name: 'config', type: 'string' },
  { name: 'debug', shorthand: 'D', type: 'boolean' },
  { name: 'log-level', shorthand: 'l', type: 'log-level' },
  { name: 'tls', type: 'boolean' },
  { name: 'tlsverify', type: 'boolean' },
  { name: 'tlscacert', type: 'string' },
  { name: 'tlscert', type: 'string' },
  { name: 'tlskey', type: 'string' },
  { name: 'host', shorthand: 'H', type: 'string' },
  { name: 'context', shorthand: 'c', type: 'string' },
  { name: 'version', shorthand: 'v', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags of a command that only groups others, `docker container`. */
export const GROUP_FLAGS = [{ name: 'help', shorthand: 'h', type: 'boolean' }] as const satisfies FlagTable;

/** The flags of `docker network create`: docker/cli `cli/command/network/create.go`. */
export const NETWORK_CREATE_FLAGS = [
  { name: 'driver', shorthand: 'd', type: 'string', field: 'network.driver' },
  { name: 'opt', shorthand: 'o', type: 'entry', repeats: 'map', field: 'network.driverOpts' },
  { name: 'label', type: 'label', repeats: 'map' },
  { name: 'internal', type: 'boolean' },
  { name: 'ipv4', type: 'boolean' },
  { name: 'ipv6', type: 'boolean' },
  { name: 'attachable', type: 'boolean' },
  { name: 'ingress', type: 'boolean' },
  { name: 'scope', type: 'string' },
  { name: 'config-from', type: 'string' },
  { name: 'config-only', type: 'boolean' },
  { name: 'ipam-driver', type: 'string' },
  { name: 'subnet', type: 'string', repeats: 'list', isCommaSeparated: true },
  { name: 'ip-range', type: 'string', repeats: 'list', isCommaSeparated: true },
  { name: 'gateway', type: 'string', repeats: 'list', isCommaSeparated: true },
  { name: 'aux-address', type: 'entry', repeats: 'map' },
  { name: 'ipam-opt', type: 'entry', repeats: 'map' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags of `docker volume create`: docker/cli `cli/command/volume/create.go`. */
export const VOLUME_CREATE_FLAGS = [
  { name: 'driver', shorthand: 'd', type: 'string', field: 'volume.driver' },
  { name: 'name', type: 'string' },
  { name: 'opt', shorthand: 'o', type: 'entry', repeats: 'map', field: 'volume.driverOpts' },
  { name: 'label', type: 'label', repeats: 'map' },
  { name: 'group', type: 'string' },
  { name: 'scope', type: 'string' },
  { name: 'sharing', type: 'string' },
  { name: 'availability', type: 'string' },
  { name: 'type', type: 'string' },
  { name: 'secret', type: 'entry', repeats: 'map' },
  { name: 'limit-bytes', type: 'size' },
  { name: 'required-bytes', type: 'size' },
  { name: 'topology-required', type: 'string', repeats: 'list' },
  { name: 'topology-preferred', type: 'string', repeats: 'list' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/**
 * Compose's flags before the subcommand: docker/compose `cmd/compose/compose.go`; the last group is what the program `docker-compose` takes
 * over from docker (`cmd/compatibility/convert.go`), and what its first version had.
 */
export const COMPOSE_FLAGS = [
  { name: 'profile', type: 'string', repeats: 'list' },
  { name: 'project-name', shorthand: 'p', type: 'string' },
  { name: 'file', shorthand: 'f', type: 'string', repeats: 'list' },
  { name: 'insecure-registry', type: 'string', repeats: 'list' },
  { name: 'env-file', type: 'string', repeats: 'list' },
  { name: 'project-directory', spellings: ['workdir'], type: 'string' },
  { name: 'compatibility', type: 'boolean' },
  { name: 'progress', type: 'string' },
  { name: 'all-resources', type: 'boolean' },
  { name: 'ansi', type: 'string' },
  { name: 'no-ansi', type: 'boolean' },
  { name: 'parallel', type: 'integer' },
  { name: 'dry-run', type: 'boolean' },
  { name: 'version', shorthand: 'v', type: 'boolean' },
  { name: 'verbose', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },

  { name: 'debug', shorthand: 'D', type: 'boolean' },
  { name: 'log-level', shorthand: 'l', type: 'log-level' },
  { name: 'tls', type: 'boolean' },
  { name: 'tlsverify', type: 'boolean' },
  { name: 'tlscacert', type: 'string' },
  { name: 'tlscert', type: 'string' },
  { name: 'tlskey', type: 'string' },
  { name: 'host', shorthand: 'H', type: 'string' },
  { name: 'context', shorthand: 'c', type: 'string' },
  { name: 'skip-hostname-check', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags of `docker compose run`: docker/compose `cmd/compose/run.go`. They come on top of what the service says. */
export const COMPOSE_RUN_FLAGS = [
  { name: 'detach', shorthand: 'd', type: 'boolean' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'env-from-file', type: 'file', repeats: 'list' },
  { name: 'label', spellings: ['labels'], shorthand: 'l', type: 'label', repeats: 'map', field: 'config.labels' },
  { name: 'rm', type: 'boolean', field: 'hostConfig.autoRemove' },
  { name: 'no-tty', spellings: ['no-TTY'], shorthand: 'T', type: 'boolean' },
  { name: 'name', type: 'string' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'config.user' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'config.workingDir' },
  { name: 'entrypoint', type: 'string' },
  { name: 'cap-add', type: 'string', repeats: 'list', field: 'hostConfig.capAdd' },
  { name: 'cap-drop', type: 'string', repeats: 'list', field: 'hostConfig.capDrop' },
  { name: 'no-deps', type: 'boolean' },
  { name: 'volume', spellings: ['volumes'], shorthand: 'v', type: 'volume', repeats: 'list' },
  { name: 'publish', shorthand: 'p', type: 'port', repeats: 'list' },
  { name: 'use-aliases', type: 'boolean' },
  { name: 'service-ports', shorthand: 'P', type: 'boolean' },
  { name: 'pull', type: 'string' },
  { name: 'quiet', shorthand: 'q', type: 'boolean' },
  { name: 'quiet-build', type: 'boolean' },
  { name: 'quiet-pull', type: 'boolean' },
  { name: 'build', type: 'boolean' },
  { name: 'remove-orphans', type: 'boolean' },
  { name: 'interactive', shorthand: 'i', type: 'boolean' },
  { name: 'tty', shorthand: 't', type: 'boolean' },
  { name: 'dry-run', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags of `docker compose exec`: docker/compose `cmd/compose/exec.go`. */
export const COMPOSE_EXEC_FLAGS = [
  { name: 'detach', shorthand: 'd', type: 'boolean', field: 'exec.detach' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'index', type: 'integer' },
  { name: 'privileged', type: 'boolean', field: 'exec.privileged' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'exec.user' },
  { name: 'no-tty', spellings: ['no-TTY'], shorthand: 'T', type: 'boolean' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'exec.workingDir' },
  { name: 'interactive', shorthand: 'i', type: 'boolean' },
  { name: 'tty', shorthand: 't', type: 'boolean' },
  { name: 'dry-run', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags of `docker stack deploy`: docker/cli `cli/command/stack/deploy.go`. */
export const STACK_DEPLOY_FLAGS = [
  { name: 'compose-file', shorthand: 'c', type: 'string', repeats: 'list' },
  { name: 'detach', shorthand: 'd', type: 'boolean' },
  { name: 'prune', type: 'boolean' },
  { name: 'quiet', shorthand: 'q', type: 'boolean' },
  { name: 'resolve-image', type: 'string' },
  { name: 'with-registry-auth', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;
