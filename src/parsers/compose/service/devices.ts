import type { DeviceMapping, DeviceRequest } from '../../../model/host-config.ts';
import { displayText, known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { defined, present } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { isCdiDeviceName } from '../../syntax/device.ts';
import {
  field,
  fieldAt,
  isScalar,
  itemsOf,
  placeOf,
  printedText,
  type Ref,
  stringSetting,
  textPlace,
} from '../../yaml/tree.ts';
import { isFraction, readEntries, readString, readStrings, readWith, unique } from '../values/values.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

const PERMISSIONS = 'rwm';

/**
 * `devices`: `host[:container[:permissions]]` or the long form; CDI names become device requests,
 * as do `gpus` and the devices in `deploy.resources`.
 */
export function readDevices(scope: ServiceScope): Given {
  const list = get(scope, 'devices');
  const mappings = unique(
    itemsOf(list).flatMap((item) => readDevice(item, scope)),
    ({ pathInContainer, pathOnHost }) => displayText(pathInContainer ?? pathOnHost),
  );
  const isCdi = ({ pathOnHost }: DeviceMapping): boolean => isCdiDeviceName(valueOf(pathOnHost) ?? '');
  const cdi = mappings.filter(isCdi);
  const requests = cdi.slice(0, 1).map(
    ({ place }): DeviceRequest => ({
      driver: known('cdi', place),
      deviceIds: cdi.map(({ pathOnHost }) => pathOnHost),
      place,
    }),
  );
  const reserved = itemsOf(fieldAt(get(scope, 'deploy'), 'resources', 'reservations', 'devices'));
  const all = [...reserved.map((device) => toRequest(device, scope, false)), ...requests, ...gpuRequests(scope)];
  return {
    hostConfig: {
      ...defined({ devices: list && mappings.filter((device) => !isCdi(device)) }),
      ...present('deviceRequests', all),
    },
  };
}

function readDevice(item: Ref, { report }: ServiceScope): readonly DeviceMapping[] {
  if (isScalar(item)) {
    const text = printedText(item);
    const parts = text.split(':');
    const [host = text, container, permissions] = parts;
    if (parts.length > 3) {
      const remedy =
        'Write `/dev/host[:/dev/container[:rwm]]`, or use the long form with `source`, `target` and `permissions`.';
      const what = `\`${text.shown}\` has too many colons for a device.`;
      report(problem('syntax/invalid-value', text.place, what, remedy));
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

const ALL = -1;

/** Requests for `gpus`; each gets the capability `gpu`. */
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
  if (!isScalar(ref) || !isFraction(ref.node)) return readWith(ref, parse, report, 'a device count', remedy);
  report(problem('syntax/invalid-value', textPlace(ref), `\`${ref.node.string}\` is not a whole number.`, remedy));
  return undefined;
}
