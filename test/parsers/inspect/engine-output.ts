import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../engine/json.ts';

/** A create request, and what the engine adds. */
export interface EngineContainer {
  readonly name?: string;
  readonly Config?: JsonObject;
  readonly HostConfig?: JsonObject;
  readonly State?: JsonObject;
  readonly NetworkSettings?: JsonObject;
  /** Additional top-level members, such as `AppArmorProfile`. */
  readonly facts?: JsonObject;
}

/**
 * The object that `docker inspect` prints for a container that was created so: every field of a
 * Linux engine with its zero value or default (moby `daemon/inspect.go`, `daemon/create.go`,
 * `daemon/daemon_unix.go` `adaptContainerSettings`, version 26), the request's over them.
 */
export function engineContainer({
  name = 'web',
  Config = {},
  HostConfig = {},
  State = {},
  NetworkSettings = {},
  facts = {},
}: EngineContainer): JsonObject {
  return {
    Id: idOf(name),
    Created: '2026-01-02T03:04:05.678901234Z',
    Path: 'app',
    Args: [],
    State: {
      Status: 'running',
      Running: true,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: 4321,
      ExitCode: 0,
      Error: '',
      ...State,
    },
    Image: `sha256:${'a1'.repeat(32)}`,
    Name: `/${name}`,
    RestartCount: 0,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: HostConfig['Privileged'] === true ? 'unconfined' : 'docker-default',
    ExecIDs: null,
    ...facts,
    HostConfig: engineHostConfig(HostConfig),
    GraphDriver: { Data: { MergedDir: '/var/lib/docker/overlay2/0/merged' }, Name: 'overlay2' },
    Mounts: [],
    Config: { ...EMPTY_CONFIG, ...Config },
    NetworkSettings: {
      Bridge: '',
      Ports: {},
      Networks: { bridge: { IPAMConfig: null, IPAddress: '172.17.0.2' } },
      ...NetworkSettings,
    },
  };
}

/** The client's output for the engine's answer. */
export function printInspect(objects: readonly JsonObject[]): string {
  return `${JSON.stringify(objects, undefined, 4)}\n`;
}

/** A full-length ID, the same for each name. */
export function idOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
}

const EMPTY_CONFIG = {
  Hostname: '0123456789ab',
  Domainname: '',
  User: '',
  AttachStdin: false,
  AttachStdout: false,
  AttachStderr: false,
  Tty: false,
  OpenStdin: false,
  StdinOnce: false,
  Env: [],
  Cmd: null,
  Image: '',
  Volumes: null,
  WorkingDir: '',
  Entrypoint: null,
  OnBuild: null,
  Labels: {},
};

const EMPTY_HOST_CONFIG = {
  Binds: null,
  ContainerIDFile: '',
  LogConfig: { Type: 'json-file', Config: {} },
  NetworkMode: 'bridge',
  PortBindings: {},
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'private',
  Dns: [],
  DnsOptions: [],
  DnsSearch: [],
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 67_108_864,
  Runtime: 'runc',
  Isolation: '',
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: [],
  BlkioDeviceReadBps: [],
  BlkioDeviceWriteBps: [],
  BlkioDeviceReadIOps: [],
  BlkioDeviceWriteIOps: [],
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: [],
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: null,
  PidsLimit: null,
  Ulimits: [],
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  MaskedPaths: [
    '/proc/asound',
    '/proc/acpi',
    '/proc/kcore',
    '/proc/keys',
    '/proc/latency_stats',
    '/proc/timer_list',
    '/proc/timer_stats',
    '/proc/sched_debug',
    '/proc/scsi',
    '/sys/firmware',
  ],
  ReadonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
};

function engineHostConfig(request: JsonObject): JsonObject {
  const merged: JsonObject = { ...EMPTY_HOST_CONFIG, ...request };
  const isPrivileged = request['Privileged'] === true;
  return {
    ...merged,
    // The engine's names for defaults.
    NetworkMode: ['', 'default'].includes(stringAt(merged, 'NetworkMode')) ? 'bridge' : merged['NetworkMode'],
    MemorySwappiness: merged['MemorySwappiness'] === -1 ? null : merged['MemorySwappiness'],
    PidsLimit: typeof merged['PidsLimit'] === 'number' && merged['PidsLimit'] <= 0 ? null : merged['PidsLimit'],
    LogConfig:
      stringAt(objectAt(merged, 'LogConfig'), 'Type') === '' ? EMPTY_HOST_CONFIG.LogConfig : merged['LogConfig'],
    CapAdd: capabilities(merged['CapAdd']),
    CapDrop: capabilities(merged['CapDrop']),
    SecurityOpt: withLabelsOff(merged),
    ...(isPrivileged ? { MaskedPaths: null, ReadonlyPaths: null } : {}),
  };
}

/** `NET_ADMIN` as `CAP_NET_ADMIN` (moby `oci/caps` `NormalizeLegacyCapabilities`). */
function capabilities(names: unknown): unknown {
  if (!Array.isArray(names)) return names;
  return names.map((name: unknown) => {
    const upper = String(name).toUpperCase();
    return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  });
}

/**
 * Privileged containers, and those in the host's PID or IPC namespace, have no labels (moby
 * `daemon/create.go`, `generateSecurityOpt`).
 */
function withLabelsOff(host: JsonObject): unknown {
  const options: unknown = host['SecurityOpt'];
  const given = Array.isArray(options) ? options.map(String) : [];
  if (given.some((option) => option.split('=')[0] === 'label')) return options;
  const isOff = host['Privileged'] === true || host['PidMode'] === 'host' || host['IpcMode'] === 'host';
  return isOff ? [...given, 'label=disable'] : options;
}

/** The containers in a client's recorded requests. */
export function recordedContainers(recording: unknown): readonly JsonObject[] {
  return Array.isArray(recording)
    ? recording.filter(isJsonObject).filter((entry) => entry['kind'] === 'container')
    : [];
}
