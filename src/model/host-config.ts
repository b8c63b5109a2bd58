import type { Fields, PlacedRecordOf, RecordOf } from './field.ts';
import type { Volume } from './resources.ts';

/**
 * An element of `HostConfig.Mounts` (moby `api/types/mount.Mount`). Sizes are in bytes, modes are
 * octal numbers.
 */
export const MOUNT = {
  /** A {@link MountType}, or a value that the engine rejects. */
  type: { name: 'Type', is: 'mount type', isRequired: true },
  target: { name: 'Target', is: 'string' },
  readOnly: { name: 'ReadOnly', is: 'boolean' },
  consistency: { name: 'Consistency', is: 'string' },
  source: { name: 'Source', is: 'source' },
  bindOptions: {
    name: 'BindOptions',
    is: 'record',
    of: {
      propagation: { name: 'Propagation', is: 'string' },
      nonRecursive: { name: 'NonRecursive', is: 'boolean' },
      createMountpoint: { name: 'CreateMountpoint', is: 'boolean' },
      readOnlyNonRecursive: { name: 'ReadOnlyNonRecursive', is: 'boolean' },
      readOnlyForceRecursive: { name: 'ReadOnlyForceRecursive', is: 'boolean' },
    },
  },
  volumeOptions: {
    name: 'VolumeOptions',
    is: 'record',
    of: {
      noCopy: { name: 'NoCopy', is: 'boolean' },
      subpath: { name: 'Subpath', is: 'string' },
      labels: { name: 'Labels', is: 'entries' },
      driverConfig: {
        name: 'DriverConfig',
        is: 'record',
        of: { name: { name: 'Name', is: 'string' }, options: { name: 'Options', is: 'entries' } },
      },
    },
  },
  imageOptions: { name: 'ImageOptions', is: 'record', of: { subpath: { name: 'Subpath', is: 'string' } } },
  tmpfsOptions: {
    name: 'TmpfsOptions',
    is: 'record',
    of: {
      sizeBytes: { name: 'SizeBytes', is: 'number' },
      mode: { name: 'Mode', is: 'number' },
      options: { name: 'Options', is: 'options' },
    },
  },
} as const satisfies Fields;

export type MountType = 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';

export interface Mount extends PlacedRecordOf<typeof MOUNT> {
  /** True if the source is relative to the directory of the project or script. */
  readonly isRelative?: boolean;
  /** The definition of the volume that `source` names, if the file contains it. */
  readonly volume?: Volume;
}

export const DEVICE = {
  pathOnHost: { name: 'PathOnHost', is: 'text', isRequired: true },
  pathInContainer: { name: 'PathInContainer', is: 'string' },
  cgroupPermissions: { name: 'CgroupPermissions', is: 'string' },
} as const satisfies Fields;

export interface DeviceMapping extends PlacedRecordOf<typeof DEVICE> {
  /** True if written as a mapping (Compose's long form). */
  readonly isLongForm?: true;
}

/** An element of `HostConfig.DeviceRequests`: GPUs and other devices of a driver. */
export const DEVICE_REQUEST = {
  driver: { name: 'Driver', is: 'string' },
  /** -1 means all. */
  count: { name: 'Count', is: 'number' },
  deviceIds: { name: 'DeviceIDs', is: 'strings' },
  /** Alternative sets, as in the Engine API. */
  capabilities: { name: 'Capabilities', is: 'lists of strings' },
  options: { name: 'Options', is: 'entries' },
} as const satisfies Fields;

export type DeviceRequest = PlacedRecordOf<typeof DEVICE_REQUEST>;

export const ULIMIT = {
  name: { name: 'Name', is: 'text', isRequired: true },
  soft: { name: 'Soft', is: 'number' },
  hard: { name: 'Hard', is: 'number' },
} as const satisfies Fields;

export type Ulimit = PlacedRecordOf<typeof ULIMIT>;

export const RESTART_POLICY = {
  /** `no`, `always`, `unless-stopped`, `on-failure`. */
  name: { name: 'Name', is: 'string', isRequired: true },
  maximumRetryCount: { name: 'MaximumRetryCount', is: 'number' },
} as const satisfies Fields;

export type RestartPolicy = PlacedRecordOf<typeof RESTART_POLICY>;

export const LOG_CONFIG = {
  type: { name: 'Type', is: 'string' },
  config: { name: 'Config', is: 'entries' },
} as const satisfies Fields;

export type LogConfig = PlacedRecordOf<typeof LOG_CONFIG>;

const WEIGHT = {
  path: { name: 'Path', is: 'text', isRequired: true },
  weight: { name: 'Weight', is: 'number', isRequired: true },
} as const satisfies Fields;

export type WeightDevice = PlacedRecordOf<typeof WEIGHT>;

/** `rate` is in bytes or operations per second. */
const THROTTLE = {
  path: { name: 'Path', is: 'text', isRequired: true },
  rate: { name: 'Rate', is: 'number', isRequired: true },
} as const satisfies Fields;

export type ThrottleDevice = PlacedRecordOf<typeof THROTTLE>;

/**
 * The host-specific part of a container in `POST /containers/create` (moby
 * `api/types/container.HostConfig`). Sizes are in bytes.
 */
export const HOST_CONFIG = {
  containerIdFile: { name: 'ContainerIDFile', is: 'string' },
  /**
   * A mode, a network's name, or `container:<name>`. Absent if the client chooses `default` itself.
   */
  networkMode: { name: 'NetworkMode', is: 'string' },
  autoRemove: { name: 'AutoRemove', is: 'boolean' },
  volumeDriver: { name: 'VolumeDriver', is: 'string' },
  cgroupnsMode: { name: 'CgroupnsMode', is: 'string' },
  ipcMode: { name: 'IpcMode', is: 'string' },
  oomScoreAdj: { name: 'OomScoreAdj', is: 'number' },
  pidMode: { name: 'PidMode', is: 'string' },
  privileged: { name: 'Privileged', is: 'boolean' },
  publishAllPorts: { name: 'PublishAllPorts', is: 'boolean' },
  readonlyRootfs: { name: 'ReadonlyRootfs', is: 'boolean', change: 'set' },
  utsMode: { name: 'UTSMode', is: 'string' },
  usernsMode: { name: 'UsernsMode', is: 'string' },
  shmSize: { name: 'ShmSize', is: 'number' },
  runtime: { name: 'Runtime', is: 'string' },
  isolation: { name: 'Isolation', is: 'string' },
  cpuShares: { name: 'CpuShares', is: 'number', change: 'set' },
  memory: { name: 'Memory', is: 'number', change: 'set' },
  /** In units of 10^-9 CPUs. */
  nanoCpus: { name: 'NanoCpus', is: 'number', change: 'set' },
  cgroupParent: { name: 'CgroupParent', is: 'string' },
  blkioWeight: { name: 'BlkioWeight', is: 'number' },
  /** In microseconds, like the other CPU times. */
  cpuPeriod: { name: 'CpuPeriod', is: 'number' },
  cpuQuota: { name: 'CpuQuota', is: 'number' },
  cpuRealtimePeriod: { name: 'CpuRealtimePeriod', is: 'number' },
  cpuRealtimeRuntime: { name: 'CpuRealtimeRuntime', is: 'number' },
  cpusetCpus: { name: 'CpusetCpus', is: 'string' },
  cpusetMems: { name: 'CpusetMems', is: 'string' },
  kernelMemory: { name: 'KernelMemory', is: 'number' },
  kernelMemoryTcp: { name: 'KernelMemoryTCP', is: 'number' },
  memoryReservation: { name: 'MemoryReservation', is: 'number' },
  /** -1 means unlimited swap. */
  memorySwap: { name: 'MemorySwap', is: 'number' },
  memorySwappiness: { name: 'MemorySwappiness', is: 'number' },
  oomKillDisable: { name: 'OomKillDisable', is: 'boolean' },
  init: { name: 'Init', is: 'boolean' },
  /** 0 and -1 mean unlimited. */
  pidsLimit: { name: 'PidsLimit', is: 'number', change: 'set' },
  cpuCount: { name: 'CpuCount', is: 'number' },
  cpuPercent: { name: 'CpuPercent', is: 'number' },
  ioMaximumIOps: { name: 'IOMaximumIOps', is: 'number' },
  ioMaximumBandwidth: { name: 'IOMaximumBandwidth', is: 'number' },
  volumesFrom: { name: 'VolumesFrom', is: 'strings' },
  dns: { name: 'Dns', is: 'strings' },
  dnsOptions: { name: 'DnsOptions', is: 'strings' },
  dnsSearch: { name: 'DnsSearch', is: 'strings' },
  extraHosts: { name: 'ExtraHosts', is: 'strings' },
  groupAdd: { name: 'GroupAdd', is: 'strings' },
  links: { name: 'Links', is: 'strings' },
  /** `apparmor=…`, `label=…`, `seccomp=…`, `no-new-privileges[=…]`, as the client sends them. */
  securityOpt: { name: 'SecurityOpt', is: 'strings', change: 'add', isUnordered: true },
  deviceCgroupRules: { name: 'DeviceCgroupRules', is: 'strings' },
  capAdd: { name: 'CapAdd', is: 'capabilities', change: 'add', isUnordered: true },
  capDrop: { name: 'CapDrop', is: 'capabilities', change: 'add', isUnordered: true },
  annotations: { name: 'Annotations', is: 'entries' },
  storageOpt: { name: 'StorageOpt', is: 'entries' },
  tmpfs: { name: 'Tmpfs', is: 'entries', change: 'add', isUnordered: true },
  sysctls: { name: 'Sysctls', is: 'entries' },
  blkioDeviceReadBps: { name: 'BlkioDeviceReadBps', is: 'list', of: THROTTLE, place: ['path'] },
  blkioDeviceWriteBps: { name: 'BlkioDeviceWriteBps', is: 'list', of: THROTTLE, place: ['path'] },
  blkioDeviceReadIOps: { name: 'BlkioDeviceReadIOps', is: 'list', of: THROTTLE, place: ['path'] },
  blkioDeviceWriteIOps: { name: 'BlkioDeviceWriteIOps', is: 'list', of: THROTTLE, place: ['path'] },
  blkioWeightDevice: { name: 'BlkioWeightDevice', is: 'list', of: WEIGHT, place: ['path'] },
  binds: { name: 'Binds', is: 'binds' },
  mounts: { name: 'Mounts', is: 'list', of: MOUNT, place: ['source', 'target', 'type'] },
  portBindings: { name: 'PortBindings', is: 'port bindings' },
  logConfig: { name: 'LogConfig', is: 'record', of: LOG_CONFIG, place: ['type'], change: 'set' },
  restartPolicy: { name: 'RestartPolicy', is: 'record', of: RESTART_POLICY, place: ['name'], change: 'set' },
  devices: { name: 'Devices', is: 'list', of: DEVICE, place: ['pathOnHost'] },
  deviceRequests: {
    name: 'DeviceRequests',
    is: 'list',
    of: DEVICE_REQUEST,
    place: ['deviceIds', 'count', 'driver'],
  },
  ulimits: { name: 'Ulimits', is: 'list', of: ULIMIT, place: ['name'] },
  /** Empty but present: no path is masked (`systempaths=unconfined`). */
  maskedPaths: { name: 'MaskedPaths', is: 'paths' },
  readonlyPaths: { name: 'ReadonlyPaths', is: 'paths' },
} as const satisfies Fields;

export interface HostConfig extends RecordOf<typeof HOST_CONFIG> {
  readonly devices?: readonly DeviceMapping[];
  readonly mounts?: readonly Mount[];
}
