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
import { by, config, host, nothing, type ServiceKey, type Shape, type WrittenForms } from './shape.ts';

/** In a stack, or if the service has the section already, `deploy` replaces its own keys. */
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
 * The service keys: model field and kind, merge (compose-go `override/merge.go`), role in a stack (docker/cli `config_schema_v3.13.json`, `types.go`),
 * values to mask, and fix. `deploy` overrides the keys before it.
 */
const ROWS = {
  image: [by(readImageName), 'usual', 'read', 'named', { sets: { image: (value) => value } }],
  build: [nothing(kind.build), 'build', 'ignored', 'named', 'never'],
  command: [config('cmd', kind.command), 'replace', 'read', 'command', 'never'],
  entrypoint: [config('entrypoint', kind.command), 'replace', 'read', 'command', 'never'],
  container_name: [nothing(), 'usual', 'ignored', 'named', 'never'],
  platform: [nothing(), 'usual', 'refused', 'named', 'never'],
  pull_policy: [nothing(), 'usual', 'refused', 'named', { sets: { pullPolicy: (value) => value } }],
  pull_refresh_after: [nothing(), 'usual', 'refused', 'named', 'never'],
  extends: [nothing(), 'usual', 'refused', 'named', 'never'],
  profiles: [nothing(kind.texts), 'usual', 'refused', 'named', 'never'],
  depends_on: [nothing(), 'dependencies', 'read', 'named', 'never'],
  scale: [nothing(kind.integer), 'usual', 'refused', 'named', 'never'],
  provider: [nothing(), 'usual', 'refused', 'named', 'never'],
  working_dir: [config('workingDir', kind.text), 'usual', 'read', 'named', 'never'],
  user: [config('user', kind.text), 'usual', 'read', 'named', { sets: { user: (value) => value } }],
  group_add: [host('groupAdd', kind.strings), 'usual', 'refused', 'named', 'never'],
  annotations: [host('annotations', kind.pairs), 'sequence', 'refused', 'free', 'never'],
  tty: [config('tty', kind.boolean), 'usual', 'read', 'named', 'never'],
  stdin_open: [config('openStdin', kind.boolean), 'usual', 'read', 'named', 'never'],
  init: [host('init', kind.boolean), 'usual', 'read', 'named', 'never'],
  attach: [nothing(), 'usual', 'refused', 'named', 'never'],
  logging: [
    host('logConfig', kind.logging),
    'logging',
    'read',
    'named',
    { sets: { logConfig: ({ type }) => ({ driver: type }) } },
  ],
  restart: [
    by(readRestart),
    'usual',
    'read',
    'named',
    { sets: { restartPolicy: ({ name, maximumRetryCount }) => `${name}:${maximumRetryCount}` } },
  ],
  healthcheck: [
    config('healthcheck', kind.healthcheck),
    'usual',
    'read',
    'named',
    // The shell of the container reads its variables, not Compose.
    { sets: { healthcheck: ({ test: [, command] }) => ({ test: command.replaceAll('$', '$$$$') }) } },
  ],
  stop_signal: [config('stopSignal', kind.text), 'usual', 'read', 'named', 'never'],
  stop_grace_period: [config('stopTimeout', kind.seconds), 'usual', 'read', 'named', 'never'],
  pre_start: [nothing(), 'usual', 'refused', 'named', 'never'],
  post_start: [nothing(), 'usual', 'refused', 'named', 'never'],
  pre_stop: [nothing(), 'usual', 'refused', 'named', 'never'],
  develop: [nothing(), 'usual', 'refused', 'named', 'never'],

  privileged: [host('privileged', kind.boolean), 'usual', 'ignored', 'named', 'never'],
  read_only: [
    host('readonlyRootfs', kind.boolean),
    'usual',
    'read',
    'named',
    { sets: { readonlyRootfs: (value) => value } },
  ],
  cap_add: [host('capAdd', kind.texts), 'usual', 'read', 'named', { adds: 'capAdd' }],
  cap_drop: [host('capDrop', kind.texts), 'usual', 'read', 'named', { adds: 'capDrop' }],
  security_opt: [by(readSecurityOptions), 'usual', 'ignored', 'named', { adds: 'securityOpt' }],
  userns_mode: [host('usernsMode', kind.text), 'usual', 'ignored', 'named', 'never'],
  pid: [host('pidMode', kind.namespace), 'usual', 'ignored', 'named', 'never'],
  ipc: [host('ipcMode', kind.namespace), 'usual', 'ignored', 'named', 'never'],
  uts: [host('utsMode', kind.text), 'usual', 'refused', 'named', 'never'],
  cgroup: [host('cgroupnsMode', kind.text), 'usual', 'refused', 'named', 'never'],
  cgroup_parent: [host('cgroupParent', kind.text), 'usual', 'ignored', 'named', 'never'],
  isolation: [host('isolation', kind.text), 'usual', 'read', 'named', 'never'],
  runtime: [host('runtime', kind.text), 'usual', 'refused', 'named', 'never'],
  credential_spec: [nothing(), 'usual', 'read', 'named', 'never'],
  sysctls: [host('sysctls', kind.pairs), 'sequence', 'read', 'free', 'never'],
  use_api_socket: [by(readMounts), 'usual', 'refused', 'named', 'never'],

  cpus: [
    host('nanoCpus', kind.cpus),
    'usual',
    { limit: 'cpus' },
    'named',
    { sets: { nanoCpus: (value) => value / 1e9 } },
  ],
  cpu_shares: [
    host('cpuShares', kind.integer),
    'usual',
    { limit: 'cpus' },
    'named',
    { sets: { cpuShares: (value) => value } },
  ],
  cpu_period: [host('cpuPeriod', kind.integer), 'usual', 'refused', 'named', 'never'],
  cpu_quota: [host('cpuQuota', kind.integer), 'usual', { limit: 'cpus' }, 'named', 'never'],
  cpu_rt_period: [host('cpuRealtimePeriod', kind.integer), 'usual', 'refused', 'named', 'never'],
  cpu_rt_runtime: [host('cpuRealtimeRuntime', kind.integer), 'usual', 'refused', 'named', 'never'],
  cpuset: [host('cpusetCpus', kind.text), 'usual', 'refused', 'named', 'never'],
  cpu_count: [host('cpuCount', kind.integer), 'usual', 'refused', 'named', 'never'],
  cpu_percent: [host('cpuPercent', kind.percent), 'usual', 'refused', 'named', 'never'],
  mem_limit: [host('memory', kind.bytes), 'usual', { limit: 'memory' }, 'named', { sets: { memory: sizeText } }],
  mem_reservation: [host('memoryReservation', kind.bytes), 'usual', 'refused', 'named', 'never'],
  mem_swappiness: [host('memorySwappiness', kind.someBytes), 'usual', 'refused', 'named', 'never'],
  memswap_limit: [host('memorySwap', kind.bytes), 'usual', 'refused', 'named', 'never'],
  shm_size: [host('shmSize', kind.bytes), 'usual', 'ignored', 'named', 'never'],
  pids_limit: [
    host('pidsLimit', kind.limit),
    'usual',
    { limit: 'pids' },
    'named',
    { sets: { pidsLimit: (value) => value } },
  ],
  oom_kill_disable: [host('oomKillDisable', kind.boolean), 'usual', 'refused', 'named', 'never'],
  oom_score_adj: [host('oomScoreAdj', kind.integer), 'usual', 'read', 'named', 'never'],
  ulimits: [host('ulimits', kind.ulimits), 'usual', 'read', 'named', 'never'],
  blkio_config: [by(readBlkio), 'usual', 'refused', 'named', 'never'],
  storage_opt: [host('storageOpt', kind.options), 'usual', 'refused', 'named', 'never'],
  deploy: [by(readDeployed, kind.deploy), 'usual', 'read', 'named', DEPLOYED],

  volumes: [by(readMounts, kind.folded), 'usual', 'read', 'named', { members: { readOnly: 'read_only' } }],
  volumes_from: [host('volumesFrom', kind.containers), 'usual', 'refused', 'named', 'never'],
  tmpfs: [host('tmpfs', kind.tmpfs), 'sequence', 'ignored', 'named', { adds: 'tmpfs' }],
  configs: [by(readMounts, kind.folded), 'usual', 'read', 'named', 'never'],
  secrets: [by(readMounts, kind.folded), 'usual', 'read', 'free', 'never'],
  gpus: [by(readDevices), 'requests', 'refused', 'named', 'never'],
  devices: [
    by(readDevices, kind.folded),
    'usual',
    'ignored',
    'named',
    { members: { cgroupPermissions: 'permissions' } },
  ],
  device_cgroup_rules: [host('deviceCgroupRules', kind.strings), 'usual', 'refused', 'named', 'never'],

  ports: [by(readPorts, kind.folded), 'usual', 'read', 'named', { members: { hostIp: 'host_ip' } }],
  expose: [by(readPorts, kind.folded), 'usual', 'ignored', 'named', 'never'],
  networks: [by(readNetworks, kind.networks), 'mapping', 'read', 'named', 'never'],
  network_mode: [by(readNetworks), 'usual', 'ignored', 'named', 'never'],
  hostname: [config('hostname', kind.text), 'usual', 'read', 'named', 'never'],
  domainname: [config('domainname', kind.text), 'usual', 'ignored', 'named', 'never'],
  mac_address: [nothing(), 'usual', 'ignored', 'named', 'never'],
  dns: [host('dns', kind.servers), 'sequence', 'read', 'named', 'never'],
  dns_opt: [host('dnsOptions', kind.texts), 'sequence', 'refused', 'named', 'never'],
  dns_search: [host('dnsSearch', kind.texts), 'sequence', 'read', 'named', 'never'],
  extra_hosts: [host('extraHosts', kind.hosts), 'union', 'read', 'free', 'never'],
  links: [by(readLinks, kind.texts), 'usual', 'ignored', 'named', 'never'],
  external_links: [by(readLinks), 'usual', 'ignored', 'named', 'never'],
  models: [nothing(), 'mapping', 'refused', 'named', 'never'],

  // Variables and labels come last: then, messages replace values by variable names.
  environment: [by(readEnvironment, kind.texts), 'sequence', 'read', 'variables', 'never'],
  env_file: [by(readEnvironment, kind.folded), 'sequence', 'read', 'named', 'never'],
  labels: [by(readLabels, kind.texts), 'sequence', 'read', 'free', 'never'],
  label_file: [by(readLabels), 'sequence', 'refused', 'named', 'never'],
} satisfies Readonly<Record<string, ServiceKey>>;

export const SERVICE_KEYS: ReadonlyMap<string, ServiceKey> = new Map<string, ServiceKey>(Object.entries(ROWS));

export const SERVICE: Shape = {
  keys: Object.fromEntries(
    Object.entries(ROWS).map(([name, [{ shape }, merge, , holds]]) => [name, { ...shape, merge, holds }]),
  ),
};
