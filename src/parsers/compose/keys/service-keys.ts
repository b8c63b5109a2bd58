import { sizeText } from '../../syntax/size.ts';
import { readBlkio } from '../service/blkio.ts';
import { readDevices } from '../service/devices.ts';
import { readEnvironment, readLabels } from '../service/environment.ts';
import { readImageName } from '../service/image.ts';
import { readDeployed } from '../service/limits.ts';
import { readMounts } from '../service/mounts.ts';
import { readLinks, readNetworks } from '../service/networks.ts';
import { readPorts } from '../service/ports.ts';
import { readRestart } from '../service/restart.ts';
import { readSecurityOptions } from '../service/security.ts';
import * as kind from './kinds.ts';
import { by, config, host, type ServiceKey, type Shape, type WrittenForms } from './shape.ts';

/**
 * How fixes write limits under `deploy`: in a stack, or if the service already has that section.
 */
const DEPLOYED: WrittenForms = {
  sets: {
    memory: (value) => ({ resources: { limits: { memory: sizeText(value) } } }),
    nanoCpus: (value) => ({ resources: { limits: { cpus: String(value / 1e9) } } }),
    pidsLimit: (value) => ({ resources: { limits: { pids: value } } }),
    restartPolicy: ({ name, maximumRetryCount }) => ({
      restart_policy: { condition: name, max_attempts: maximumRetryCount },
    }),
  },
};

/**
 * The service keys; rows list only differences from `DEFAULTS`. Merge: compose-go
 * `override/merge.go`; stacks: docker/cli `config_schema_v3.13.json`, `types.go`. `deploy` comes
 * after the keys that it overrides.
 */
const ROWS = {
  image: { gives: by(readImageName), inStack: 'read', written: { sets: { image: (value) => value } } },
  build: { gives: { shape: kind.build }, merge: 'build', inStack: 'ignored' },
  command: { gives: config('cmd', kind.command), merge: 'replace', inStack: 'read', holds: 'command' },
  entrypoint: { gives: config('entrypoint', kind.command), merge: 'replace', inStack: 'read', holds: 'command' },
  container_name: { inStack: 'ignored' },
  platform: {},
  pull_policy: { written: { sets: { pullPolicy: (value) => value } } },
  pull_refresh_after: {},
  extends: {},
  profiles: { gives: { shape: kind.texts } },
  depends_on: { merge: 'dependencies', inStack: 'read' },
  scale: { gives: { shape: kind.integer } },
  provider: {},
  working_dir: { gives: config('workingDir', kind.text), inStack: 'read' },
  user: { gives: config('user', kind.text), inStack: 'read', written: { sets: { user: (value) => value } } },
  group_add: { gives: host('groupAdd', kind.strings) },
  annotations: { gives: host('annotations', kind.pairs), merge: 'sequence', holds: 'free' },
  tty: { gives: config('tty', kind.boolean), inStack: 'read' },
  stdin_open: { gives: config('openStdin', kind.boolean), inStack: 'read' },
  init: { gives: host('init', kind.boolean), inStack: 'read' },
  attach: {},
  logging: {
    gives: host('logConfig', kind.logging),
    merge: 'logging',
    inStack: 'read',
    written: { sets: { logConfig: ({ type }) => ({ driver: type }) } },
  },
  restart: {
    gives: by(readRestart),
    inStack: 'read',
    written: { sets: { restartPolicy: ({ name, maximumRetryCount }) => `${name}:${maximumRetryCount}` } },
  },
  healthcheck: {
    gives: config('healthcheck', kind.healthcheck),
    inStack: 'read',
    // `$$` leaves the variable to the container's shell; Compose would substitute `$`.
    written: { sets: { healthcheck: ({ test: [, command] }) => ({ test: command.replaceAll('$', '$$$$') }) } },
  },
  stop_signal: { gives: config('stopSignal', kind.text), inStack: 'read' },
  stop_grace_period: { gives: config('stopTimeout', kind.seconds), inStack: 'read' },
  pre_start: {},
  post_start: {},
  pre_stop: {},
  develop: {},

  privileged: { gives: host('privileged', kind.boolean), inStack: 'ignored' },
  read_only: {
    gives: host('readonlyRootfs', kind.boolean),
    inStack: 'read',
    written: { sets: { readonlyRootfs: (value) => value } },
  },
  cap_add: { gives: host('capAdd', kind.texts), inStack: 'read', written: { adds: 'capAdd' } },
  cap_drop: { gives: host('capDrop', kind.texts), inStack: 'read', written: { adds: 'capDrop' } },
  security_opt: { gives: by(readSecurityOptions), inStack: 'ignored', written: { adds: 'securityOpt' } },
  userns_mode: { gives: host('usernsMode', kind.text), inStack: 'ignored' },
  pid: { gives: host('pidMode', kind.namespace), inStack: 'ignored' },
  ipc: { gives: host('ipcMode', kind.namespace), inStack: 'ignored' },
  uts: { gives: host('utsMode', kind.text) },
  cgroup: { gives: host('cgroupnsMode', kind.text) },
  cgroup_parent: { gives: host('cgroupParent', kind.text), inStack: 'ignored' },
  isolation: { gives: host('isolation', kind.text), inStack: 'read' },
  runtime: { gives: host('runtime', kind.text) },
  credential_spec: { inStack: 'read' },
  sysctls: { gives: host('sysctls', kind.pairs), merge: 'sequence', inStack: 'read', holds: 'free' },
  use_api_socket: { gives: by(readMounts) },

  cpus: {
    gives: host('nanoCpus', kind.cpus),
    inStack: { limit: 'cpus' },
    written: { sets: { nanoCpus: (value) => value / 1e9 } },
  },
  cpu_shares: {
    gives: host('cpuShares', kind.integer),
    inStack: { limit: 'cpus' },
    written: { sets: { cpuShares: (value) => value } },
  },
  cpu_period: { gives: host('cpuPeriod', kind.integer) },
  cpu_quota: { gives: host('cpuQuota', kind.integer), inStack: { limit: 'cpus' } },
  cpu_rt_period: { gives: host('cpuRealtimePeriod', kind.integer) },
  cpu_rt_runtime: { gives: host('cpuRealtimeRuntime', kind.integer) },
  cpuset: { gives: host('cpusetCpus', kind.text) },
  cpu_count: { gives: host('cpuCount', kind.integer) },
  cpu_percent: { gives: host('cpuPercent', kind.percent) },
  mem_limit: {
    gives: host('memory', kind.bytes),
    inStack: { limit: 'memory' },
    written: { sets: { memory: sizeText } },
  },
  mem_reservation: { gives: host('memoryReservation', kind.bytes) },
  mem_swappiness: { gives: host('memorySwappiness', kind.someBytes) },
  memswap_limit: { gives: host('memorySwap', kind.bytes) },
  shm_size: { gives: host('shmSize', kind.bytes), inStack: 'ignored' },
  pids_limit: {
    gives: host('pidsLimit', kind.limit),
    inStack: { limit: 'pids' },
    written: { sets: { pidsLimit: (value) => value } },
  },
  oom_kill_disable: { gives: host('oomKillDisable', kind.boolean) },
  oom_score_adj: { gives: host('oomScoreAdj', kind.integer), inStack: 'read' },
  ulimits: { gives: host('ulimits', kind.ulimits), inStack: 'read' },
  blkio_config: { gives: by(readBlkio) },
  storage_opt: { gives: host('storageOpt', kind.options) },
  deploy: { gives: by(readDeployed, kind.deploy), inStack: 'read', written: DEPLOYED },

  volumes: { gives: by(readMounts, kind.folded), inStack: 'read', written: { members: { readOnly: 'read_only' } } },
  volumes_from: { gives: host('volumesFrom', kind.containers) },
  tmpfs: { gives: host('tmpfs', kind.tmpfs), merge: 'sequence', inStack: 'ignored', written: { adds: 'tmpfs' } },
  configs: { gives: by(readMounts, kind.folded), inStack: 'read' },
  secrets: { gives: by(readMounts, kind.folded), inStack: 'read', holds: 'free' },
  gpus: { gives: by(readDevices), merge: 'requests' },
  devices: {
    gives: by(readDevices, kind.folded),
    inStack: 'ignored',
    written: { members: { cgroupPermissions: 'permissions' } },
  },
  device_cgroup_rules: { gives: host('deviceCgroupRules', kind.strings) },

  ports: { gives: by(readPorts, kind.folded), inStack: 'read', written: { members: { hostIp: 'host_ip' } } },
  expose: { gives: by(readPorts, kind.folded), inStack: 'ignored' },
  networks: { gives: by(readNetworks, kind.networks), merge: 'mapping', inStack: 'read' },
  network_mode: { gives: by(readNetworks), inStack: 'ignored' },
  hostname: { gives: config('hostname', kind.text), inStack: 'read' },
  domainname: { gives: config('domainname', kind.text), inStack: 'ignored' },
  mac_address: { inStack: 'ignored' },
  dns: { gives: host('dns', kind.servers), merge: 'sequence', inStack: 'read' },
  dns_opt: { gives: host('dnsOptions', kind.texts), merge: 'sequence' },
  dns_search: { gives: host('dnsSearch', kind.texts), merge: 'sequence', inStack: 'read' },
  extra_hosts: { gives: host('extraHosts', kind.hosts), merge: 'union', inStack: 'read', holds: 'free' },
  links: { gives: by(readLinks, kind.texts), inStack: 'ignored' },
  external_links: { gives: by(readLinks), inStack: 'ignored' },
  models: { merge: 'mapping' },

  // Last, so that messages can show variable names instead of values.
  environment: { gives: by(readEnvironment, kind.texts), merge: 'sequence', inStack: 'read', holds: 'variables' },
  env_file: { gives: by(readEnvironment, kind.folded), merge: 'sequence', inStack: 'read' },
  labels: { gives: by(readLabels, kind.texts), merge: 'sequence', inStack: 'read', holds: 'free' },
  label_file: { gives: by(readLabels), merge: 'sequence' },
} satisfies Readonly<Record<string, Partial<ServiceKey>>>;

const DEFAULTS: ServiceKey = { gives: { shape: {} }, merge: 'usual', inStack: 'refused', holds: 'named', written: {} };

export const SERVICE_KEYS: ReadonlyMap<string, ServiceKey> = new Map(
  Object.entries(ROWS).map(([name, row]) => [name, { ...DEFAULTS, ...row }]),
);

export const SERVICE: Shape = {
  keys: Object.fromEntries(
    Array.from(SERVICE_KEYS, ([name, { gives, merge, holds }]) => [name, { ...gives.shape, merge, holds }]),
  ),
};
