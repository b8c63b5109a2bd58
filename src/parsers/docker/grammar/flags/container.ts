import type { FlagTable } from './flag.ts';

/** Health check flags of `docker run` and services. */
export const HEALTH_FLAGS = [
  { name: 'health-cmd', type: 'string' },
  { name: 'health-interval', type: 'duration', field: 'healthcheck.interval' },
  { name: 'health-retries', type: 'integer', field: 'healthcheck.retries' },
  { name: 'health-timeout', type: 'duration', field: 'healthcheck.timeout' },
  { name: 'health-start-period', type: 'duration', field: 'healthcheck.startPeriod' },
  { name: 'health-start-interval', type: 'duration', field: 'healthcheck.startInterval' },
  { name: 'no-healthcheck', type: 'boolean' },
] as const satisfies FlagTable;

/**
 * The flags of `docker run` and `docker create` (docker/cli `cli/command/container/opts.go`,
 * `create.go`, `run.go`), including dropped ones.
 */
export const CREATE_FLAGS = [
  { name: 'attach', shorthand: 'a', type: 'attach-stream', repeats: 'list' },
  { name: 'device-cgroup-rule', type: 'string', repeats: 'list', field: 'hostConfig.deviceCgroupRules' },
  { name: 'device', type: 'device', repeats: 'list' },
  { name: 'gpus', type: 'gpus', repeats: 'list' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'env-file', type: 'file', repeats: 'list' },
  { name: 'entrypoint', type: 'string' },
  { name: 'group-add', type: 'string', repeats: 'list', field: 'hostConfig.groupAdd' },
  { name: 'hostname', shorthand: 'h', type: 'string', field: 'config.hostname' },
  { name: 'domainname', type: 'string', field: 'config.domainname' },
  { name: 'interactive', shorthand: 'i', type: 'boolean', field: 'config.openStdin' },
  { name: 'label', shorthand: 'l', type: 'label', repeats: 'map' },
  { name: 'label-file', type: 'file', repeats: 'list' },
  { name: 'read-only', type: 'boolean', field: 'hostConfig.readonlyRootfs' },
  { name: 'restart', type: 'restart-policy' },
  { name: 'stop-signal', type: 'string', field: 'config.stopSignal' },
  { name: 'stop-timeout', type: 'integer', field: 'config.stopTimeout' },
  { name: 'sysctl', type: 'sysctl', repeats: 'map', field: 'hostConfig.sysctls' },
  { name: 'tty', shorthand: 't', type: 'boolean', field: 'config.tty' },
  { name: 'ulimit', type: 'ulimit', repeats: 'list' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'config.user' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'config.workingDir' },
  { name: 'rm', type: 'boolean', field: 'hostConfig.autoRemove' },

  { name: 'cap-add', type: 'string', repeats: 'list', field: 'hostConfig.capAdd' },
  { name: 'cap-drop', type: 'string', repeats: 'list', field: 'hostConfig.capDrop' },
  { name: 'privileged', type: 'boolean', field: 'hostConfig.privileged' },
  { name: 'security-opt', type: 'security-option', repeats: 'list' },
  { name: 'userns', type: 'userns-mode', field: 'hostConfig.usernsMode' },
  { name: 'cgroupns', type: 'cgroupns-mode', field: 'hostConfig.cgroupnsMode' },

  { name: 'add-host', type: 'extra-host', repeats: 'list', field: 'hostConfig.extraHosts' },
  { name: 'dns', type: 'dns-server', repeats: 'list', field: 'hostConfig.dns' },
  { name: 'dns-option', spellings: ['dns-opt'], type: 'string', repeats: 'list', field: 'hostConfig.dnsOptions' },
  { name: 'dns-search', type: 'dns-domain', repeats: 'list', field: 'hostConfig.dnsSearch' },
  { name: 'expose', type: 'exposed-port', repeats: 'list' },
  { name: 'ip', type: 'string' },
  { name: 'ip6', type: 'string' },
  { name: 'link', type: 'string', repeats: 'list', field: 'hostConfig.links' },
  { name: 'link-local-ip', type: 'string', repeats: 'list' },
  { name: 'mac-address', type: 'string' },
  { name: 'publish', shorthand: 'p', type: 'port', repeats: 'list' },
  { name: 'publish-all', shorthand: 'P', type: 'boolean', field: 'hostConfig.publishAllPorts' },
  { name: 'network', spellings: ['net'], type: 'network', repeats: 'list' },
  { name: 'network-alias', spellings: ['net-alias'], type: 'string', repeats: 'list' },

  { name: 'log-driver', type: 'string', field: 'logConfig.type' },
  { name: 'volume-driver', type: 'string', field: 'hostConfig.volumeDriver' },
  { name: 'log-opt', type: 'entry', repeats: 'map', field: 'logConfig.config' },
  { name: 'storage-opt', type: 'entry', repeats: 'map', field: 'hostConfig.storageOpt' },
  { name: 'tmpfs', type: 'tmpfs', repeats: 'map', field: 'hostConfig.tmpfs' },
  { name: 'volumes-from', type: 'string', repeats: 'list', field: 'hostConfig.volumesFrom' },
  { name: 'volume', shorthand: 'v', type: 'volume', repeats: 'list' },
  { name: 'mount', type: 'mount', repeats: 'list' },

  ...HEALTH_FLAGS,

  { name: 'blkio-weight', type: 'uint16', field: 'hostConfig.blkioWeight' },
  { name: 'blkio-weight-device', type: 'weight-device', repeats: 'list', field: 'hostConfig.blkioWeightDevice' },
  { name: 'cidfile', type: 'string', field: 'hostConfig.containerIdFile' },
  { name: 'cpuset-cpus', type: 'string', field: 'hostConfig.cpusetCpus' },
  { name: 'cpuset-mems', type: 'string', field: 'hostConfig.cpusetMems' },
  { name: 'cpu-count', type: 'integer', field: 'hostConfig.cpuCount' },
  { name: 'cpu-percent', type: 'integer', field: 'hostConfig.cpuPercent' },
  { name: 'cpu-period', type: 'integer', field: 'hostConfig.cpuPeriod' },
  { name: 'cpu-quota', type: 'integer', field: 'hostConfig.cpuQuota' },
  { name: 'cpu-rt-period', type: 'integer', field: 'hostConfig.cpuRealtimePeriod' },
  { name: 'cpu-rt-runtime', type: 'integer', field: 'hostConfig.cpuRealtimeRuntime' },
  { name: 'cpu-shares', shorthand: 'c', type: 'integer', field: 'hostConfig.cpuShares' },
  { name: 'cpus', type: 'cpus', field: 'hostConfig.nanoCpus' },
  { name: 'device-read-bps', type: 'byte-rate', repeats: 'list', field: 'hostConfig.blkioDeviceReadBps' },
  { name: 'device-read-iops', type: 'operation-rate', repeats: 'list', field: 'hostConfig.blkioDeviceReadIOps' },
  { name: 'device-write-bps', type: 'byte-rate', repeats: 'list', field: 'hostConfig.blkioDeviceWriteBps' },
  { name: 'device-write-iops', type: 'operation-rate', repeats: 'list', field: 'hostConfig.blkioDeviceWriteIOps' },
  { name: 'io-maxbandwidth', type: 'size', field: 'hostConfig.ioMaximumBandwidth' },
  { name: 'io-maxiops', type: 'uint64', field: 'hostConfig.ioMaximumIOps' },
  { name: 'memory', shorthand: 'm', type: 'size', field: 'hostConfig.memory' },
  { name: 'memory-reservation', type: 'size', field: 'hostConfig.memoryReservation' },
  { name: 'memory-swap', type: 'size-or-unlimited', field: 'hostConfig.memorySwap' },
  { name: 'memory-swappiness', type: 'integer', field: 'hostConfig.memorySwappiness' },
  { name: 'oom-kill-disable', type: 'boolean', field: 'hostConfig.oomKillDisable' },
  { name: 'oom-score-adj', type: 'integer', field: 'hostConfig.oomScoreAdj' },
  { name: 'pids-limit', type: 'integer', field: 'hostConfig.pidsLimit' },

  { name: 'cgroup-parent', type: 'string', field: 'hostConfig.cgroupParent' },
  { name: 'ipc', type: 'string', field: 'hostConfig.ipcMode' },
  { name: 'isolation', type: 'string', field: 'hostConfig.isolation' },
  { name: 'pid', type: 'pid-mode', field: 'hostConfig.pidMode' },
  { name: 'shm-size', type: 'size', field: 'hostConfig.shmSize' },
  { name: 'uts', type: 'uts-mode', field: 'hostConfig.utsMode' },
  { name: 'runtime', type: 'string', field: 'hostConfig.runtime' },
  { name: 'init', type: 'boolean', field: 'hostConfig.init' },
  { name: 'annotation', type: 'entry', repeats: 'map', field: 'hostConfig.annotations' },
  // Parsed but ignored: kernels no longer support it.
  { name: 'kernel-memory', type: 'size' },

  { name: 'name', type: 'string' },
  { name: 'pull', type: 'pull-policy' },
  { name: 'quiet', shorthand: 'q', type: 'boolean' },
  { name: 'use-api-socket', type: 'boolean' },
  { name: 'help', type: 'boolean' },
  { name: 'platform', type: 'platform' },
  { name: 'disable-content-trust', type: 'boolean' },
] as const satisfies FlagTable;

export const RUN_FLAGS = [
  ...CREATE_FLAGS,
  { name: 'detach', shorthand: 'd', type: 'boolean' },
  { name: 'sig-proxy', type: 'boolean' },
  { name: 'detach-keys', type: 'string' },
] as const satisfies FlagTable;

/** The flags of `docker exec`: docker/cli `cli/command/container/exec.go`. */
export const EXEC_FLAGS = [
  { name: 'detach-keys', type: 'string', field: 'exec.detachKeys' },
  { name: 'interactive', shorthand: 'i', type: 'boolean' },
  { name: 'tty', shorthand: 't', type: 'boolean', field: 'exec.tty' },
  { name: 'detach', shorthand: 'd', type: 'boolean', field: 'exec.detach' },
  { name: 'user', shorthand: 'u', type: 'string', field: 'exec.user' },
  { name: 'privileged', type: 'boolean', field: 'exec.privileged' },
  { name: 'env', shorthand: 'e', type: 'env', repeats: 'list' },
  { name: 'env-file', type: 'file', repeats: 'list' },
  { name: 'workdir', shorthand: 'w', type: 'string', field: 'exec.workingDir' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
] as const satisfies FlagTable;

/** The flags that `docker update` also has: docker/cli `cli/command/container/update.go`. */
const UPDATED: ReadonlySet<string> = new Set(
  `blkio-weight cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems help kernel-memory memory
  memory-reservation memory-swap pids-limit restart`.split(/\s+/),
);

export const UPDATE_FLAGS: FlagTable = CREATE_FLAGS.filter(({ name }) => UPDATED.has(name));
