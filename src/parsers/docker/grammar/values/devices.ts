import type { DeviceMapping, DeviceRequest, ThrottleDevice, WeightDevice } from '../../../../model/host-config.ts';
import { known, mapSetting, type Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { cleanPath } from '../../../../util/paths.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { isCdiDeviceName, readDevice } from '../../../syntax/device.ts';
import { parseInteger, UINT16, UINT64 } from '../../../syntax/number.ts';
import {
  failure,
  quoted,
  type Reading,
  readSetting,
  splitKeyValue,
  success,
  toEntry,
} from '../../../syntax/reading.ts';
import { parseSize } from '../../../syntax/size.ts';
import { stringThat } from './value-reader.ts';

/** A host device file, or a Container Device Interface name. */
export type DeviceValue =
  | { readonly kind: 'file'; readonly mapping: DeviceMapping }
  | { readonly kind: 'cdi'; readonly name: Setting<string>; readonly place: Text['place'] };

/** `--device`: the client cleans paths of one or two parts (docker/cli `validateLinuxPath`). */
export function readDeviceFlag(text: Text): Reading<DeviceValue> {
  if (text.value !== undefined && isCdiDeviceName(text.value))
    return success({ kind: 'cdi', name: text.toStringSetting(), place: text.place });
  const reading = readDevice(text);
  if (reading.failure !== undefined) return reading;
  const { pathOnHost, pathInContainer, ...mapping } = reading.value;
  const parts = text.split(':');
  const namesContainer = parts.length === 3 || parts[1]?.value?.startsWith('/') === true;
  const host = namesContainer ? pathOnHost : mapSetting(pathOnHost, cleanPath);
  const container =
    pathInContainer === undefined || parts.length === 3 ? pathInContainer : mapSetting(pathInContainer, cleanPath);
  return success({
    kind: 'file',
    mapping: { ...mapping, pathOnHost: host, ...(container === undefined ? {} : { pathInContainer: container }) },
  });
}

export const readDeviceCgroupRule = stringThat(
  (value) => /^[acb] (?:\d+|\*):(?:\d+|\*) [rwm]{1,3}$/.test(value),
  'is not a device cgroup rule',
  'Write `type major:minor permissions`, such as `c 1:3 rwm`.',
);

/** `--gpus`: a count, `all`, or CSV fields (docker/cli `opts.GpuOpts`). */
export function readGpus(text: Text): Reading<DeviceRequest> {
  const fields = readCsv(text);
  if (fields.failure !== undefined) return fields;
  const seen = new Set<string>();
  let request: Omit<DeviceRequest, 'place'> = {};
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    if (seen.has(key.skeleton))
      return failure(field.place, `${quoted(key)} is specified twice.`, 'Specify each key once.');
    const name = value === undefined ? 'count' : key.skeleton;
    seen.add(key.skeleton).add(name);
    const part = readGpuField(name, value ?? field, field);
    if (part.failure !== undefined) return part;
    request = { ...request, ...part.value };
  }
  return success({
    ...(seen.has('count') || seen.has('device') ? {} : { count: known(1, text.place) }),
    capabilities: [[known('gpu', text.place)]],
    ...request,
    place: text.place,
  });
}

function readGpuField(name: string, value: Text, field: Text): Reading<Omit<DeviceRequest, 'place'>> {
  switch (name) {
    case 'count': {
      const parse = (text: string): number | undefined => (text === 'all' ? -1 : parseInteger(text));
      const count = readSetting(
        value,
        parse,
        'is not a GPU count',
        'Use `all`, a number, or `device=…` with device IDs.',
      );
      return count.failure === undefined ? success({ count: count.value }) : count;
    }
    case 'driver':
      return success({ driver: value.toStringSetting() });
    case 'device':
      return success({ deviceIds: value.split(',').map((id) => id.toStringSetting()) });
    case 'capabilities':
      return success({
        capabilities: [
          [...value.split(',').map((capability) => capability.toStringSetting()), known('gpu', value.place)],
        ],
      });
    case 'options': {
      const options = readCsv(value);
      return options.failure === undefined
        ? success({ options: options.value.map((option) => toEntry(option)) })
        : options;
    }
    default:
      return failure(
        field.place,
        `Unknown GPU request key \`${name}\`.`,
        'Use `count`, `device`, `driver`, `capabilities` or `options`.',
      );
  }
}

/** `path:weight` (docker/cli `opts.ValidateWeightDevice`). */
export function readWeightDevice(text: Text): Reading<WeightDevice> {
  const parse = (value: string): number | undefined => {
    const weight = parseInteger(value, UINT16);
    return weight !== undefined && (weight === 0 || (weight >= 10 && weight <= 1000)) ? weight : undefined;
  };
  const reading = readDeviceNumber(text, parse, 'Write `/dev/name:weight`, with a weight from 10 to 1000.');
  return reading.failure === undefined
    ? success({ path: reading.value.path, weight: reading.value.number, place: text.place })
    : reading;
}

/** `path:rate` in bytes per second (docker/cli `opts.ValidateThrottleBpsDevice`). */
export function readByteRate(text: Text): Reading<ThrottleDevice> {
  const parse = (value: string): number | undefined => {
    const rate = parseSize(value);
    return rate !== undefined && rate >= 0 ? rate : undefined;
  };
  return readRate(text, parse, 'Write `/dev/name:rate`, such as `/dev/sda:1mb`.');
}

/** `path:rate` in operations per second (docker/cli `opts.ValidateThrottleIOpsDevice`). */
export function readOperationRate(text: Text): Reading<ThrottleDevice> {
  return readRate(text, (value) => parseInteger(value, UINT64), 'Write `/dev/name:rate`, such as `/dev/sda:1000`.');
}

function readRate(text: Text, parse: (value: string) => number | undefined, remedy: string): Reading<ThrottleDevice> {
  const reading = readDeviceNumber(text, parse, remedy);
  return reading.failure === undefined
    ? success({ path: reading.value.path, rate: reading.value.number, place: text.place })
    : reading;
}

function readDeviceNumber(
  text: Text,
  parse: (value: string) => number | undefined,
  remedy: string,
): Reading<{ readonly path: Setting<string>; readonly number: Setting<number> }> {
  const { key, value } = splitKeyValue(text, ':');
  if (value === undefined || key.length === 0) {
    if (text.isKnown) return failure(text.place, `${quoted(text)} is not a device with a number.`, remedy);
    return success({
      path: text.toStringSetting(),
      number: { known: false, pattern: text.pattern, candidates: [], place: text.place },
    });
  }
  const path = readSetting(
    key,
    (device) => (device.startsWith('/dev/') ? device : undefined),
    'is not a device path',
    remedy,
  );
  if (path.failure !== undefined) return path;
  const number = readSetting(value, parse, 'is not a valid number for a device', remedy);
  return number.failure === undefined ? success({ path: path.value, number: number.value }) : number;
}
