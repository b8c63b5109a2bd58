import type { ThrottleDevice, WeightDevice } from '../../../model/host-config.ts';
import { defined } from '../../../util/objects.ts';
import { field, isMapping, itemsOf, placeOf, type Ref } from '../../yaml/tree.ts';
import { readBytes, readString, readUncastInteger } from '../values/values.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

export function readBlkio(scope: ServiceScope): Given {
  const blkio = get(scope, 'blkio_config');
  if (!isMapping(blkio)) return {};
  const throttle = (key: string): readonly ThrottleDevice[] | undefined => throttles(field(blkio, key), scope);
  const hostConfig = defined({
    blkioWeight: readUncastInteger(field(blkio, 'weight'), 16, scope.report),
    blkioWeightDevice: field(blkio, 'weight_device') && weights(field(blkio, 'weight_device'), scope),
    blkioDeviceReadBps: throttle('device_read_bps'),
    blkioDeviceWriteBps: throttle('device_write_bps'),
    blkioDeviceReadIOps: throttle('device_read_iops'),
    blkioDeviceWriteIOps: throttle('device_write_iops'),
  });
  return { hostConfig };
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
