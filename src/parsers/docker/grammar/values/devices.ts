import type { DeviceMapping, DeviceRequest, ThrottleDevice, WeightDevice } from '../../../../model/host-config.ts';
import { known, mapSetting, type Setting, unknown } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { cleanPath } from '../../../../util/paths.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { isCdiDeviceName, readDevice } from '../../../syntax/device.ts';
import { parseInteger, UINT64 } from '../../../syntax/number.ts';
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

/** `path:weight`. */
export function readWeightDevice(text: Text): Reading<WeightDevice> {
  return success(deviceNumber(text, (path, weight) => ({ path, weight, place: text.place }), parseInteger));
}

/** `path:rate` in bytes per second. */
export function readByteRate(text: Text): Reading<ThrottleDevice> {
  return success(deviceNumber(text, (path, rate) => ({ path, rate, place: text.place }), parseSize));
}

/** `path:rate` in operations per second. */
export function readOperationRate(text: Text): Reading<ThrottleDevice> {
  return success(
    deviceNumber(
      text,
      (path, rate) => ({ path, rate, place: text.place }),
      (value) => parseInteger(value, UINT64),
    ),
  );
}

function deviceNumber<T>(
  text: Text,
  build: (path: Setting<string>, number: Setting<number>) => T,
  parse: (value: string) => number | undefined,
): T {
  const { key, value = text } = splitKeyValue(text, ':');
  return build(key.toStringSetting(), value.toSetting(parse) ?? unknown(value.pattern, value.place));
}
