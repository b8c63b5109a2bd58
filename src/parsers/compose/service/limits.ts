import type {
  DeviceMapping,
  DeviceRequest,
  HostConfig,
  ThrottleDevice,
  Ulimit,
  WeightDevice,
} from '../../../model/host-config.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { isCdiDeviceName } from '../../syntax/device.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  keySetting,
  placeOf,
  printedText,
  type Ref,
  stringSetting,
  textPlace,
} from '../../yaml/tree.ts';
import {
  isFraction,
  readBoolean,
  readBytes,
  readEntries,
  readInteger,
  readNumber,
  readStrictInteger,
  readString,
  readStrings,
  readUncastInteger,
  readWith,
  unique,
} from '../values/values.ts';
import { get, type ServiceScope } from './scope.ts';

type Limits = Pick<
  HostConfig,
  | 'cgroupParent'
  | 'memory'
  | 'memorySwap'
  | 'memorySwappiness'
  | 'memoryReservation'
  | 'oomKillDisable'
  | 'oomScoreAdj'
  | 'shmSize'
  | 'pidsLimit'
  | 'nanoCpus'
  | 'cpuCount'
  | 'cpuPercent'
  | 'cpuPeriod'
  | 'cpuQuota'
  | 'cpuRealtimePeriod'
  | 'cpuRealtimeRuntime'
  | 'cpuShares'
  | 'cpusetCpus'
  | 'ulimits'
  | 'devices'
  | 'deviceCgroupRules'
  | 'deviceRequests'
  | 'blkioWeight'
  | 'blkioWeightDevice'
  | 'blkioDeviceReadBps'
  | 'blkioDeviceWriteBps'
  | 'blkioDeviceReadIOps'
  | 'blkioDeviceWriteIOps'
>;

/** What the container may use (docker/compose `getDeployResources`): `deploy.resources` goes over the service's own keys. */
export function readLimits(scope: ServiceScope): Limits {
  const { report } = scope;
  const limits = fieldAt(get(scope, 'deploy'), 'resources', 'limits');
  const reservations = fieldAt(get(scope, 'deploy'), 'resources', 'reservations');
  const devices = readDevices(scope);
  const requests = [...reservedDevices(reservations, scope), ...devices.requests, ...gpuRequests(scope)];
  return defined({
    cgroupParent: readString(get(scope, 'cgroup_parent')),
    memory: nonZero(readBytes(field(limits, 'memory'), report)) ?? readBytes(get(scope, 'mem_limit'), report),
    memorySwap: readBytes(get(scope, 'memswap_limit'), report),
    memorySwappiness: nonZero(readBytes(get(scope, 'mem_swappiness'), report)),
    memoryReservation:
      nonZero(readBytes(field(reservations, 'memory'), report)) ?? readBytes(get(scope, 'mem_reservation'), report),
    oomKillDisable: readBoolean(get(scope, 'oom_kill_disable'), report),
    oomScoreAdj: readInteger(get(scope, 'oom_score_adj'), report),
    shmSize: readBytes(get(scope, 'shm_size'), report),
    pidsLimit:
      positive(readInteger(field(limits, 'pids'), report)) ?? nonZero(readInteger(get(scope, 'pids_limit'), report)),
    nanoCpus: nonZero(readCpus(field(limits, 'cpus'), scope)) ?? readCpus(get(scope, 'cpus'), scope),
    cpuCount: readInteger(get(scope, 'cpu_count'), report),
    cpuPercent: scaled(readPercent(scope), 100),
    cpuPeriod: readMicroseconds(get(scope, 'cpu_period'), scope),
    cpuQuota: readMicroseconds(get(scope, 'cpu_quota'), scope),
    cpuRealtimePeriod: readMicroseconds(get(scope, 'cpu_rt_period'), scope),
    cpuRealtimeRuntime: readMicroseconds(get(scope, 'cpu_rt_runtime'), scope),
    cpuShares: readInteger(get(scope, 'cpu_shares'), report),
    cpusetCpus: readString(get(scope, 'cpuset')),
    ulimits: readUlimits(scope),
    devices: devices.mappings,
    deviceCgroupRules: readStrings(get(scope, 'device_cgroup_rules')),
    deviceRequests: requests.length === 0 ? undefined : requests,
    ...readBlkio(scope),
  });
}

function nonZero(setting: Setting<number> | undefined): Setting<number> | undefined {
  return valueOf(setting) === 0 ? undefined : setting;
}

function positive(setting: Setting<number> | undefined): Setting<number> | undefined {
  const value = valueOf(setting);
  return value !== undefined && value <= 0 ? undefined : setting;
}

/** CPUs in units of 10^-9, with the rounding of the 32-bit float that Compose keeps them in. */
function readCpus(ref: Ref | undefined, { report }: ServiceScope): Setting<number> | undefined {
  return scaled(readNumber(ref, report), 1e9);
}

function scaled(setting: Setting<number> | undefined, factor: number): Setting<number> | undefined {
  return setting && mapSetting(setting, (value) => Math.trunc(Math.fround(Math.fround(value) * Math.fround(factor))));
}

/** Whole, though it is kept as a fraction: the schema lets nothing else through once it is a number. */
function readPercent(scope: ServiceScope): Setting<number> | undefined {
  const ref = get(scope, 'cpu_percent');
  const percent = readNumber(ref, scope.report);
  const isText = isScalar(ref) && typeof ref.node.value === 'string';
  if (
    isText &&
    percent?.known === true &&
    !(Number.isInteger(percent.value) && percent.value >= 0 && percent.value <= 100)
  ) {
    scope.report(
      problem(
        'syntax/invalid-value',
        percent.place,
        `\`${percent.place.shown ?? String(percent.value)}\` is not a whole number from 0 to 100.`,
        { remedy: 'Write one.' },
      ),
    );
  }
  return percent;
}

function readMicroseconds(ref: Ref | undefined, { report }: ServiceScope): Setting<number> | undefined {
  return readInteger(ref, report);
}

function readUlimits(scope: ServiceScope): readonly Ulimit[] | undefined {
  const limits = get(scope, 'ulimits');
  if (!isMapping(limits)) return undefined;
  return fieldsOf(limits).map((limit) => readUlimit(limit, scope));
}

function readUlimit(limit: Field, { report }: ServiceScope): Ulimit {
  const name = keySetting(limit);
  if (isScalar(limit)) {
    const both = readStrictInteger(limit, report);
    return { name, ...(both === undefined ? {} : { soft: both, hard: both }), place: placeOf(limit.key) };
  }
  return {
    name,
    ...defined({
      soft: readStrictInteger(field(limit, 'soft'), report),
      hard: readStrictInteger(field(limit, 'hard'), report),
    }),
    place: placeOf(limit.key),
  };
}

const PERMISSIONS = 'rwm';

/** `devices`: `host[:container[:permissions]]` or its long form; names that the Container Device Interface knows become requests. */
function readDevices(scope: ServiceScope): {
  readonly mappings?: readonly DeviceMapping[];
  readonly requests: readonly DeviceRequest[];
} {
  const list = get(scope, 'devices');
  if (list === undefined) return { requests: [] };
  const all = unique(
    itemsOf(list).flatMap((item) => readDevice(item, scope)),
    ({ pathInContainer, pathOnHost }) => sourceOf(pathInContainer ?? pathOnHost),
  );
  const isCdi = ({ pathOnHost }: DeviceMapping): boolean => isCdiDeviceName(valueOf(pathOnHost) ?? '');
  const cdi = all.filter(isCdi);
  const requests: readonly DeviceRequest[] =
    cdi.length === 0
      ? []
      : cdi.slice(0, 1).map(({ place }) => ({
          driver: known('cdi', place),
          deviceIds: cdi.map(({ pathOnHost }) => pathOnHost),
          place,
        }));
  return { mappings: all.filter((device) => !isCdi(device)), requests };
}

function readDevice(item: Ref, { report }: ServiceScope): readonly DeviceMapping[] {
  if (isScalar(item)) {
    const text = printedText(item);
    const parts = text.split(':');
    const [host = text, container, permissions] = parts;
    if (parts.length > 3) {
      report(
        problem('syntax/invalid-value', text.place, `\`${text.shown}\` has too many colons for a device.`, {
          remedy:
            'Write `/dev/host[:/dev/container[:rwm]]`, or the long form with `source`, `target` and `permissions`.',
        }),
      );
      return [];
    }
    const pathOnHost = host.toStringSetting();
    return [
      {
        pathOnHost,
        pathInContainer: container === undefined || container.length === 0 ? pathOnHost : container.toStringSetting(),
        cgroupPermissions: permissions === undefined ? known(PERMISSIONS, text.place) : permissions.toStringSetting(),
        place: text.place,
      },
    ];
  }
  const source = readString(field(item, 'source'));
  if (source === undefined) return [];
  return [
    {
      pathOnHost: source,
      pathInContainer: readString(field(item, 'target')) ?? source,
      cgroupPermissions: readString(field(item, 'permissions')) ?? known(PERMISSIONS, source.place),
      isLongForm: true,
      place: source.place,
    },
  ];
}

function sourceOf(setting: Setting<string>): string {
  return setting.known ? setting.value : JSON.stringify(setting.pattern);
}

/** How many devices: all that there are. */
const ALL = -1;

function reservedDevices(reservations: Ref | undefined, scope: ServiceScope): readonly DeviceRequest[] {
  return itemsOf(field(reservations, 'devices')).map((device) => toRequest(device, scope, false));
}

/** `gpus`: `all`, or requests that have the capability `gpu` beside their own. */
function gpuRequests(scope: ServiceScope): readonly DeviceRequest[] {
  const gpus = get(scope, 'gpus');
  if (gpus === undefined) return [];
  if (isScalar(gpus)) {
    const place = textPlace(gpus);
    return [{ count: mapSetting(stringSetting(gpus), () => ALL), capabilities: [[known('gpu', place)]], place }];
  }
  return itemsOf(gpus).map((gpu) => toRequest(gpu, scope, true));
}

function toRequest(device: Ref, scope: ServiceScope, isGpu: boolean): DeviceRequest {
  const place = placeOf(device);
  const own = readStrings(field(device, 'capabilities')) ?? [];
  const deviceIds = readStrings(field(device, 'device_ids'));
  return {
    ...defined({
      driver: readString(field(device, 'driver')),
      count: readCount(field(device, 'count'), scope) ?? (deviceIds === undefined ? known(ALL, place) : undefined),
      deviceIds,
      options: readEntries(field(device, 'options')),
    }),
    capabilities: [isGpu ? [...own, known('gpu', place)] : own],
    place,
  };
}

function readCount(ref: Ref | undefined, { report }: ServiceScope): Setting<number> | undefined {
  const parse = (value: string): number | undefined =>
    value.toLowerCase() === 'all' ? ALL : /^[+-]?\d+$/.test(value) ? Number(value) : undefined;
  const remedy = 'Write a number, or `all`.';
  if (!isScalar(ref) || !isFraction(ref.node)) return readWith(ref, parse, report, 'a number of devices', remedy);
  const what = `\`${ref.node.string}\` is not a whole number of devices.`;
  report(problem('syntax/invalid-value', textPlace(ref), what, { remedy }));
  return undefined;
}

function readBlkio(scope: ServiceScope): Partial<Limits> {
  const blkio = get(scope, 'blkio_config');
  if (!isMapping(blkio)) return {};
  const throttle = (key: string): readonly ThrottleDevice[] | undefined => throttles(field(blkio, key), scope);
  return defined({
    blkioWeight: readUncastInteger(field(blkio, 'weight'), 16, scope.report),
    blkioWeightDevice: field(blkio, 'weight_device') && weights(field(blkio, 'weight_device'), scope),
    blkioDeviceReadBps: throttle('device_read_bps'),
    blkioDeviceWriteBps: throttle('device_write_bps'),
    blkioDeviceReadIOps: throttle('device_read_iops'),
    blkioDeviceWriteIOps: throttle('device_write_iops'),
  });
}

function weights(list: Ref | undefined, { report }: ServiceScope): readonly WeightDevice[] {
  return itemsOf(list).flatMap((item) => {
    const path = readString(field(item, 'path'));
    const weight = readUncastInteger(field(item, 'weight'), 16, report);
    return path === undefined || weight === undefined ? [] : [{ path, weight, place: placeOf(item) }];
  });
}

function throttles(list: Ref | undefined, { report }: ServiceScope): readonly ThrottleDevice[] | undefined {
  if (list === undefined) return undefined;
  return itemsOf(list).flatMap((item) => {
    const path = readString(field(item, 'path'));
    const rate = readBytes(field(item, 'rate'), report);
    return path === undefined || rate === undefined ? [] : [{ path, rate, place: placeOf(item) }];
  });
}
