import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Entry, Located, PortRange } from './config.ts';
import type { Volume } from './resources.ts';

/** A mount that is sent as one string, `source:target[:options]`, in `HostConfig.Binds`. */
export interface Bind {
  /** The string that the engine gets. */
  readonly spec: Setting<string>;
  /** A host path, or the name of a volume; see {@link Bind.sourceKind}. */
  readonly source: Setting<string>;
  /** `bind` where the source is a path, `volume` where it is a volume's name, `undefined` where the text does not say. */
  readonly sourceKind: 'bind' | 'volume' | undefined;
  /** The source was written relative to the project's or the script's folder. */
  readonly isRelative?: boolean;
  readonly target: Setting<string>;
  /** Written as a mapping with a key for each part (Compose's long form). */
  readonly isLongForm?: true;
  /** The options one by one: `ro`, `rw`, `z`, `rshared`, `nocopy`… */
  readonly options: readonly Setting<string>[];
  /** The definition of the volume that `source` names, where the text holds one. */
  readonly volume?: Volume;
  readonly place: Place;
}

export type MountType = 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';

/** An element of `HostConfig.Mounts` (moby `api/types/mount.Mount`). Sizes are bytes, modes are octal numbers. */
export interface Mount {
  /** A {@link MountType}, or what the engine will refuse. */
  readonly type: Setting<string>;
  readonly source?: Setting<string>;
  /** The source was written relative to the project's or the script's folder. */
  readonly isRelative?: boolean;
  readonly target?: Setting<string>;
  readonly readOnly?: Setting<boolean>;
  readonly consistency?: Setting<string>;
  readonly bindOptions?: {
    readonly propagation?: Setting<string>;
    readonly nonRecursive?: Setting<boolean>;
    readonly createMountpoint?: Setting<boolean>;
    readonly readOnlyNonRecursive?: Setting<boolean>;
    readonly readOnlyForceRecursive?: Setting<boolean>;
  };
  readonly volumeOptions?: {
    readonly noCopy?: Setting<boolean>;
    readonly labels?: readonly Entry[];
    readonly subpath?: Setting<string>;
    readonly driverConfig?: { readonly name?: Setting<string>; readonly options?: readonly Entry[] };
  };
  readonly imageOptions?: { readonly subpath?: Setting<string> };
  readonly tmpfsOptions?: {
    readonly sizeBytes?: Setting<number>;
    readonly mode?: Setting<number>;
    /** Options beyond size and mode, `[name]` or `[name, value]` each. */
    readonly options?: readonly Setting<string>[];
  };
  /** The definition of the volume that `source` names, where the text holds one. */
  readonly volume?: Volume;
  readonly place: Place;
}

/** One published port, or a range of them: an entry of `HostConfig.PortBindings`. */
export interface PortBinding {
  readonly containerPort: Setting<PortRange>;
  readonly protocol: Setting<string>;
  readonly hostIp?: Setting<string>;
  /**
   * Absent: the engine picks a free port. As wide as `containerPort`: bound one to one. Wider than a `containerPort` of one:
   * the engine picks one of them.
   */
  readonly hostPort?: Setting<PortRange>;
  /** Written as a mapping with a key for each part (Compose's long form). */
  readonly isLongForm?: true;
  readonly place: Place;
}

/** An element of `HostConfig.Devices`. */
export interface DeviceMapping {
  readonly pathOnHost: Setting<string>;
  readonly pathInContainer?: Setting<string>;
  /** Any of `r`, `w`, `m`. */
  readonly cgroupPermissions?: Setting<string>;
  /** Written as a mapping with a key for each part (Compose's long form). */
  readonly isLongForm?: true;
  readonly place: Place;
}

/** An element of `HostConfig.DeviceRequests`: GPUs and other devices that a driver hands out. */
export interface DeviceRequest {
  readonly driver?: Setting<string>;
  /** -1 is all of them. */
  readonly count?: Setting<number>;
  readonly deviceIds?: readonly Setting<string>[];
  /** Alternatives of sets, as the engine has it. */
  readonly capabilities?: readonly (readonly Setting<string>[])[];
  readonly options?: readonly Entry[];
  readonly place: Place;
}

/** An element of `HostConfig.Ulimits`. */
export interface Ulimit {
  readonly name: Setting<string>;
  readonly soft?: Setting<number>;
  readonly hard?: Setting<number>;
  readonly place: Place;
}

export interface RestartPolicy {
  /** `no`, `always`, `unless-stopped`, `on-failure`. */
  readonly name: Setting<string>;
  readonly maximumRetryCount?: Setting<number>;
  readonly place: Place;
}

export interface LogConfig {
  readonly type?: Setting<string>;
  readonly config?: readonly Entry[];
  readonly place: Place;
}

export interface WeightDevice {
  readonly path: Setting<string>;
  readonly weight: Setting<number>;
  readonly place: Place;
}

/** `rate` is bytes or operations in a second. */
export interface ThrottleDevice {
  readonly path: Setting<string>;
  readonly rate: Setting<number>;
  readonly place: Place;
}

/** What `POST /containers/create` calls the host's part of a container (moby `api/types/container.HostConfig`). Sizes are bytes. */
export interface HostConfig {
  readonly binds?: readonly Bind[];
  readonly containerIdFile?: Setting<string>;
  readonly logConfig?: LogConfig;
  /** `default`, `bridge`, `host`, `none`, `container:<name>`, or a network's name. Absent where the client sends `default` unasked. */
  readonly networkMode?: Setting<string>;
  readonly portBindings?: readonly PortBinding[];
  readonly restartPolicy?: RestartPolicy;
  readonly autoRemove?: Setting<boolean>;
  readonly volumeDriver?: Setting<string>;
  readonly volumesFrom?: readonly Setting<string>[];
  readonly annotations?: readonly Entry[];
  readonly capAdd?: readonly Setting<string>[];
  readonly capDrop?: readonly Setting<string>[];
  readonly cgroupnsMode?: Setting<string>;
  readonly dns?: readonly Setting<string>[];
  readonly dnsOptions?: readonly Setting<string>[];
  readonly dnsSearch?: readonly Setting<string>[];
  readonly extraHosts?: readonly Setting<string>[];
  readonly groupAdd?: readonly Setting<string>[];
  readonly ipcMode?: Setting<string>;
  readonly links?: readonly Setting<string>[];
  readonly oomScoreAdj?: Setting<number>;
  readonly pidMode?: Setting<string>;
  readonly privileged?: Setting<boolean>;
  readonly publishAllPorts?: Setting<boolean>;
  readonly readonlyRootfs?: Setting<boolean>;
  /** `apparmor=…`, `label=…`, `seccomp=…`, `no-new-privileges[=…]`, as the client sends them. */
  readonly securityOpt?: readonly Setting<string>[];
  readonly storageOpt?: readonly Entry[];
  /** Container path → mount options. */
  readonly tmpfs?: readonly Entry[];
  readonly utsMode?: Setting<string>;
  readonly usernsMode?: Setting<string>;
  readonly shmSize?: Setting<number>;
  readonly sysctls?: readonly Entry[];
  readonly runtime?: Setting<string>;
  readonly isolation?: Setting<string>;
  readonly cpuShares?: Setting<number>;
  readonly memory?: Setting<number>;
  /** CPUs in units of 10^-9. */
  readonly nanoCpus?: Setting<number>;
  readonly cgroupParent?: Setting<string>;
  readonly blkioWeight?: Setting<number>;
  readonly blkioWeightDevice?: readonly WeightDevice[];
  readonly blkioDeviceReadBps?: readonly ThrottleDevice[];
  readonly blkioDeviceWriteBps?: readonly ThrottleDevice[];
  readonly blkioDeviceReadIOps?: readonly ThrottleDevice[];
  readonly blkioDeviceWriteIOps?: readonly ThrottleDevice[];
  /** Microseconds, as are the other CPU times. */
  readonly cpuPeriod?: Setting<number>;
  readonly cpuQuota?: Setting<number>;
  readonly cpuRealtimePeriod?: Setting<number>;
  readonly cpuRealtimeRuntime?: Setting<number>;
  readonly cpusetCpus?: Setting<string>;
  readonly cpusetMems?: Setting<string>;
  readonly devices?: readonly DeviceMapping[];
  readonly deviceCgroupRules?: readonly Setting<string>[];
  readonly deviceRequests?: readonly DeviceRequest[];
  readonly kernelMemory?: Setting<number>;
  readonly kernelMemoryTcp?: Setting<number>;
  readonly memoryReservation?: Setting<number>;
  /** -1: swap without a limit. */
  readonly memorySwap?: Setting<number>;
  readonly memorySwappiness?: Setting<number>;
  readonly oomKillDisable?: Setting<boolean>;
  readonly init?: Setting<boolean>;
  /** 0 and -1: without a limit. */
  readonly pidsLimit?: Setting<number>;
  readonly ulimits?: readonly Ulimit[];
  readonly cpuCount?: Setting<number>;
  readonly cpuPercent?: Setting<number>;
  readonly ioMaximumIOps?: Setting<number>;
  readonly ioMaximumBandwidth?: Setting<number>;
  readonly mounts?: readonly Mount[];
  /** Present and empty: nothing is masked (`systempaths=unconfined`). */
  readonly maskedPaths?: Located<readonly Setting<string>[]>;
  readonly readonlyPaths?: Located<readonly Setting<string>[]>;
}
