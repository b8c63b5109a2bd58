import { HEALTH_FLAGS } from './container.ts';
import { type Flag, type FlagTable, plainFlags } from './flag.ts';

/**
 * What `docker service create` and `update` share: docker/cli `cli/command/service/opts.go`
 * (`addServiceFlags`).
 */
const SERVICE_FLAGS = [
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'config.workingDir' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'config.user' },
  { name: 'hostname', type: 'string', field: 'config.hostname' },
  { name: 'entrypoint', type: 'command' },
  { name: 'cap-add', type: 'string', repeats: 'list', field: 'hostConfig.capAdd' },
  { name: 'cap-drop', type: 'string', repeats: 'list', field: 'hostConfig.capDrop' },

  { name: 'limit-cpu', type: 'cpus', field: 'hostConfig.nanoCpus' },
  { name: 'limit-memory', type: 'size', field: 'hostConfig.memory' },
  { name: 'reserve-memory', type: 'size', field: 'hostConfig.memoryReservation' },
  { name: 'limit-pids', type: 'integer', field: 'hostConfig.pidsLimit' },
  { name: 'memory-swap', type: 'size' },
  { name: 'memory-swappiness', type: 'integer', field: 'hostConfig.memorySwappiness' },

  { name: 'replicas', type: 'uint64' },
  { name: 'max-concurrent', type: 'uint64' },
  { name: 'replicas-max-per-node', type: 'uint64' },

  { name: 'restart-condition', type: 'string' },
  { name: 'restart-delay', type: 'duration' },
  { name: 'restart-max-attempts', type: 'uint64' },
  { name: 'restart-window', type: 'duration' },

  { name: 'log-driver', type: 'string', field: 'logConfig.type' },
  { name: 'log-opt', type: 'entry', repeats: 'map', field: 'logConfig.config' },
  ...HEALTH_FLAGS,
  { name: 'tty', shorthand: 't', type: 'boolean', field: 'config.tty' },
  { name: 'read-only', type: 'boolean', field: 'hostConfig.readonlyRootfs' },
  { name: 'stop-signal', type: 'string', field: 'config.stopSignal' },
  { name: 'isolation', type: 'string', field: 'hostConfig.isolation' },

  { name: 'init', type: 'boolean', field: 'hostConfig.init' },
  { name: 'oom-score-adj', type: 'integer', field: 'hostConfig.oomScoreAdj' },
] as const satisfies FlagTable;

export const SERVICE_OTHER_FLAGS = plainFlags({
  boolean: 'detach|d quiet|q with-registry-auth no-resolve-image help|h',
  cpus: 'reserve-cpu',
  duration: 'stop-grace-period update-delay update-monitor rollback-delay rollback-monitor',
  uint64: 'update-parallelism rollback-parallelism',
  string: `credential-spec update-failure-action update-max-failure-ratio update-order rollback-failure-action
    rollback-max-failure-ratio rollback-order endpoint-mode`,
});

/**
 * Lists that have two flags in `update`: for `--mount` of `create`, `--mount-add` and `--mount-rm`.
 */
const SERVICE_LISTS = [
  { name: 'label', shorthand: 'l', type: 'label', repeats: 'map' },
  { name: 'container-label', type: 'label', repeats: 'map', field: 'config.labels' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'mount', type: 'mount', repeats: 'list' },
  { name: 'constraint', type: 'string', repeats: 'list' },
  { name: 'placement-pref', type: 'string', repeats: 'list' },
  { name: 'network', type: 'network', repeats: 'list' },
  { name: 'secret', type: 'string', repeats: 'list' },
  { name: 'config', type: 'string', repeats: 'list' },
  { name: 'publish', shorthand: 'p', type: 'service-port', repeats: 'list' },
  { name: 'group', type: 'string', repeats: 'list', field: 'hostConfig.groupAdd' },
  { name: 'dns', type: 'dns-server', repeats: 'list', field: 'hostConfig.dns' },
  { name: 'dns-option', type: 'string', repeats: 'list', field: 'hostConfig.dnsOptions' },
  { name: 'dns-search', type: 'dns-domain', repeats: 'list', field: 'hostConfig.dnsSearch' },
  { name: 'host', type: 'extra-host', repeats: 'list', field: 'hostConfig.extraHosts' },
  { name: 'sysctl', type: 'entry', repeats: 'map', field: 'hostConfig.sysctls' },
  { name: 'ulimit', type: 'ulimit', repeats: 'list' },
  { name: 'generic-resource', type: 'string', repeats: 'list' },
] as const satisfies FlagTable;

/** The flags of `docker service create`: docker/cli `cli/command/service/create.go`. */
export const SERVICE_CREATE_FLAGS = [
  { name: 'mode', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'env-file', type: 'file', repeats: 'list' },
  ...SERVICE_FLAGS,
  ...SERVICE_LISTS,
] as const satisfies FlagTable;

/** Other flags of `docker service update`: docker/cli `cli/command/service/update.go`. */
const UPDATE_FLAGS = [
  { name: 'image', type: 'string' },
  { name: 'args', type: 'command' },
  { name: 'rollback', type: 'boolean' },
  { name: 'force', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags by which both commands are parsed: those of `create`, and those only in `update`. */
export const SERVICE_VALUE_FLAGS = [...SERVICE_CREATE_FLAGS, ...UPDATE_FLAGS] as const satisfies FlagTable;

export const SERVICE_UPDATE_FLAGS: FlagTable = [
  ...UPDATE_FLAGS,
  ...SERVICE_FLAGS,
  ...SERVICE_OTHER_FLAGS,
  ...SERVICE_LISTS.flatMap(({ name, type, repeats }): readonly Flag[] => [
    { name: `${name}-add`, type, repeats },
    { name: `${name}-rm`, type: 'string', repeats: 'list' },
  ]),
];

/** The `create` flag of an `update` flag: `--mount` for `--mount-add`. */
export function addedBy({ name }: Flag): Flag | undefined {
  return SERVICE_LISTS.find((list) => name === `${list.name}-add`);
}
