import type {
  DeviceMapping,
  DeviceRequest,
  HostConfig,
  LogConfig,
  Mount,
  MountType,
  RestartPolicy,
  ThrottleDevice,
  Ulimit,
  WeightDevice,
} from '../../model/host-config.ts';
import type { Bind } from '../../model/values.ts';
import { type Known, known, type Setting } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import { readVolumeSpec, toBind } from '../syntax/volume-spec.ts';
import { type Fields } from './fields.ts';
import { readPortBindings } from './ports.ts';

/** `HostConfig` as an engine prints it (moby `api/types/container.HostConfig`), in the terms of the request that asked for it. */
export function readHostConfig(host: Fields): HostConfig {
  return defined({
    binds: nonEmpty(host.texts('Binds')?.flatMap(readBind)),
    containerIdFile: host.string('ContainerIDFile'),
    logConfig: readLogConfig(host),
    networkMode: host.string('NetworkMode'),
    portBindings: readPortBindings(host),
    restartPolicy: readRestartPolicy(host),
    autoRemove: host.flag('AutoRemove'),
    volumeDriver: host.string('VolumeDriver'),
    volumesFrom: host.strings('VolumesFrom'),
    annotations: host.entries('Annotations'),
    capAdd: host.strings('CapAdd'),
    capDrop: host.strings('CapDrop'),
    cgroupnsMode: host.string('CgroupnsMode'),
    dns: host.strings('Dns'),
    dnsOptions: host.strings('DnsOptions'),
    dnsSearch: host.strings('DnsSearch'),
    extraHosts: host.strings('ExtraHosts'),
    groupAdd: host.strings('GroupAdd'),
    ipcMode: host.string('IpcMode'),
    links: host.strings('Links'),
    oomScoreAdj: host.number('OomScoreAdj'),
    pidMode: host.string('PidMode'),
    privileged: host.flag('Privileged'),
    publishAllPorts: host.flag('PublishAllPorts'),
    readonlyRootfs: host.flag('ReadonlyRootfs'),
    securityOpt: readSecurityOpt(host),
    storageOpt: host.entries('StorageOpt'),
    tmpfs: host.entries('Tmpfs'),
    utsMode: host.string('UTSMode'),
    usernsMode: host.string('UsernsMode'),
    shmSize: host.number('ShmSize'),
    sysctls: host.entries('Sysctls'),
    runtime: host.string('Runtime'),
    isolation: host.string('Isolation'),
    cpuShares: host.number('CpuShares'),
    memory: host.number('Memory'),
    nanoCpus: host.number('NanoCpus'),
    cgroupParent: host.string('CgroupParent'),
    blkioWeight: host.number('BlkioWeight'),
    blkioWeightDevice: nonEmpty(host.list('BlkioWeightDevice')?.flatMap(readWeightDevice)),
    blkioDeviceReadBps: readThrottles(host, 'BlkioDeviceReadBps'),
    blkioDeviceWriteBps: readThrottles(host, 'BlkioDeviceWriteBps'),
    blkioDeviceReadIOps: readThrottles(host, 'BlkioDeviceReadIOps'),
    blkioDeviceWriteIOps: readThrottles(host, 'BlkioDeviceWriteIOps'),
    cpuPeriod: host.number('CpuPeriod'),
    cpuQuota: host.number('CpuQuota'),
    cpuRealtimePeriod: host.number('CpuRealtimePeriod'),
    cpuRealtimeRuntime: host.number('CpuRealtimeRuntime'),
    cpusetCpus: host.string('CpusetCpus'),
    cpusetMems: host.string('CpusetMems'),
    devices: nonEmpty(host.list('Devices')?.flatMap(readDevice)),
    deviceCgroupRules: host.strings('DeviceCgroupRules'),
    deviceRequests: host.list('DeviceRequests')?.map(readDeviceRequest),
    kernelMemory: host.number('KernelMemory'),
    kernelMemoryTcp: host.number('KernelMemoryTCP'),
    memoryReservation: host.number('MemoryReservation'),
    memorySwap: host.number('MemorySwap'),
    memorySwappiness: host.number('MemorySwappiness'),
    oomKillDisable: host.flag('OomKillDisable'),
    init: host.flag('Init'),
    pidsLimit: host.number('PidsLimit'),
    ulimits: nonEmpty(host.list('Ulimits')?.flatMap(readUlimit)),
    cpuCount: host.number('CpuCount'),
    cpuPercent: host.number('CpuPercent'),
    ioMaximumIOps: host.number('IOMaximumIOps'),
    ioMaximumBandwidth: host.number('IOMaximumBandwidth'),
    mounts: nonEmpty(host.list('Mounts')?.flatMap(readMount)),
    maskedPaths: readPaths(host, 'MaskedPaths'),
    readonlyPaths: readPaths(host, 'ReadonlyPaths'),
  });
}

/** A volume without a source is anonymous and binds nothing. */
function readBind(text: Text): readonly Bind[] {
  const reading = readVolumeSpec(text);
  if (reading.failure !== undefined) return [];
  const { source, ...spec } = reading.value;
  return source === undefined ? [] : [toBind({ ...spec, source })];
}

const LABELS_OFF = 'label=disable';

/**
 * The engine turns SELinux labels off by itself for a container that is privileged or shares the host's processes or IPC, and prints that
 * as one more option, the last, unless the request names a label (moby `daemon/create.go`, `generateSecurityOpt`). It was not asked for.
 */
function readSecurityOpt(host: Fields): readonly Known<string>[] | undefined {
  const options = host.texts('SecurityOpt')?.map((text) => known(text.skeleton, text.place)) ?? [];
  const turnsLabelsOff =
    host.flag('Privileged') !== undefined || ['PidMode', 'IpcMode'].some((name) => host.string(name)?.value === 'host');
  const isAdded =
    turnsLabelsOff &&
    options.at(-1)?.value === LABELS_OFF &&
    options.filter(({ value }) => value.startsWith('label')).length === 1;
  return nonEmpty(isAdded ? options.slice(0, -1) : options);
}

function readLogConfig(host: Fields): LogConfig | undefined {
  const config = host.fields('LogConfig');
  const type = config?.string('Type');
  if (config === undefined || type === undefined) return undefined;
  return { ...defined({ type, config: config.entries('Config') }), place: type.place };
}

function readRestartPolicy(host: Fields): RestartPolicy | undefined {
  const policy = host.fields('RestartPolicy');
  const name = policy?.string('Name');
  if (policy === undefined || name === undefined) return undefined;
  return { ...defined({ name, maximumRetryCount: policy.number('MaximumRetryCount') }), place: name.place };
}

function readDevice(device: Fields): readonly DeviceMapping[] {
  const pathOnHost = device.string('PathOnHost');
  if (pathOnHost === undefined) return [];
  return [
    {
      ...defined({
        pathOnHost,
        pathInContainer: device.string('PathInContainer'),
        cgroupPermissions: device.string('CgroupPermissions'),
      }),
      place: pathOnHost.place,
    },
  ];
}

function readDeviceRequest(request: Fields): DeviceRequest {
  const [driver, count, deviceIds] = [request.string('Driver'), request.number('Count'), request.strings('DeviceIDs')];
  return {
    ...defined({
      driver,
      count,
      deviceIds,
      capabilities: request.stringLists('Capabilities'),
      options: request.entries('Options'),
    }),
    place: (deviceIds?.[0] ?? count ?? driver)?.place ?? request.place,
  };
}

function readUlimit(ulimit: Fields): readonly Ulimit[] {
  const name = ulimit.string('Name');
  return name === undefined
    ? []
    : [{ ...defined({ name, soft: ulimit.number('Soft'), hard: ulimit.number('Hard') }), place: name.place }];
}

function readWeightDevice(device: Fields): readonly WeightDevice[] {
  const [path, weight] = [device.string('Path'), device.number('Weight')];
  return path === undefined || weight === undefined ? [] : [{ path, weight, place: path.place }];
}

function readThrottles(host: Fields, name: string): readonly ThrottleDevice[] | undefined {
  return nonEmpty(
    host.list(name)?.flatMap((device) => {
      const [path, rate] = [device.string('Path'), device.number('Rate')];
      return path === undefined || rate === undefined ? [] : [{ path, rate, place: path.place }];
    }),
  );
}

/** A list that is there counts, an empty one too: nothing is masked then. */
function readPaths(host: Fields, name: 'MaskedPaths' | 'ReadonlyPaths'): HostConfig['maskedPaths'] {
  const paths = host.textsOrNone(name);
  return paths && { value: paths.map((path) => path.toStringSetting()), place: host.placeOfName(name) };
}

const MOUNT_TYPES: readonly MountType[] = ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'];

function readMount(mount: Fields): readonly Mount[] {
  const type = readMountType(mount);
  if (type === undefined) return [];
  const [source, target] = [mount.string('Source'), mount.string('Target')];
  const [bind, volume, image, tmpfs] = [
    mount.fields('BindOptions'),
    mount.fields('VolumeOptions'),
    mount.fields('ImageOptions'),
    mount.fields('TmpfsOptions'),
  ];
  const driver = volume?.fields('DriverConfig');
  return [
    {
      ...defined({
        type,
        source,
        target,
        readOnly: mount.flag('ReadOnly'),
        consistency: mount.string('Consistency'),
        bindOptions:
          bind &&
          defined({
            propagation: bind.string('Propagation'),
            nonRecursive: bind.flag('NonRecursive'),
            createMountpoint: bind.flag('CreateMountpoint'),
            readOnlyNonRecursive: bind.flag('ReadOnlyNonRecursive'),
            readOnlyForceRecursive: bind.flag('ReadOnlyForceRecursive'),
          }),
        volumeOptions:
          volume &&
          defined({
            noCopy: volume.flag('NoCopy'),
            labels: volume.entries('Labels'),
            subpath: volume.string('Subpath'),
            driverConfig: driver && defined({ name: driver.string('Name'), options: driver.entries('Options') }),
          }),
        imageOptions: image && defined({ subpath: image.string('Subpath') }),
        tmpfsOptions:
          tmpfs &&
          defined({
            sizeBytes: tmpfs.number('SizeBytes'),
            mode: tmpfs.number('Mode'),
            options: readTmpfsOptions(tmpfs),
          }),
      }),
      place: (source ?? target ?? type).place,
    },
  ];
}

function readMountType(mount: Fields): Setting<MountType> | undefined {
  const text = mount.string('Type');
  const type = MOUNT_TYPES.find((name) => name === text?.value);
  return text === undefined || type === undefined ? undefined : known(type, text.place);
}

/** Pairs of a name and a value, or a name alone. */
function readTmpfsOptions(tmpfs: Fields): readonly Setting<string>[] | undefined {
  return tmpfs.stringLists('Options')?.flatMap(([name, value]) => {
    if (name?.known !== true) return [];
    return [value?.known === true ? known(`${name.value}=${value.value}`, name.place) : name];
  });
}

function nonEmpty<T>(items: readonly T[] | undefined): readonly T[] | undefined {
  return items?.length === 0 ? undefined : items;
}
