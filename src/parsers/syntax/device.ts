import type { DeviceMapping } from '../../model/host-config.ts';
import { known } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { failure, quoted, type Reading, success } from './reading.ts';

const DEFAULT_PERMISSIONS = 'rwm';

const REMEDY = 'Write `/dev/host[:/dev/container][:rwm]`.';

/**
 * True for device permissions: `r`, `w` and `m`, each at most once (docker/cli `validDeviceMode`).
 */
function isDevicePermissions(value: string): boolean {
  return /^[rwm]{1,3}$/.test(value) && new Set(value).size === value.length;
}

/** True for a device name of the Container Device Interface, `vendor/class=device`. */
export function isCdiDeviceName(value: string): boolean {
  const match = /^([^/=]+)\/([^/=]+)=(.+)$/s.exec(value);
  if (match === null) return false;
  const [, vendor = '', deviceClass = '', device = ''] = match;
  return (
    /^[a-z][\w.-]*$/i.test(vendor) &&
    /[a-z\d]$/i.test(vendor) &&
    /^[a-z][\w-]*$/i.test(deviceClass) &&
    /[a-z\d]$/i.test(deviceClass) &&
    /^[a-z\d](?:[\w.:-]*[a-z\d])?$/i.test(device)
  );
}

/**
 * A device in docker's short syntax, `host[:container][:permissions]` (docker/cli
 * `validateLinuxPath`, `parseLinuxDevice`). Defaults: the host path, and `rwm`.
 */
export function readDevice(text: Text): Reading<DeviceMapping> {
  const parts = text.split(':');
  const [host = text, second] = parts;
  if (parts.length > 3 || host.length === 0)
    return failure(text.place, `${quoted(text)} is not a valid device.`, REMEDY);
  const permissions = devicePermissions(text);
  const container = parts.length === 2 && permissions !== undefined ? undefined : second;
  if (permissions?.value !== undefined && !isDevicePermissions(permissions.value)) {
    return failure(
      permissions.place,
      `${quoted(permissions)} are not valid device permissions.`,
      'Use `r`, `w` and `m`, each at most once.',
    );
  }
  const target = container ?? host;
  if (isCertainlyRelative(target)) return failure(text.place, `${quoted(target)} is not an absolute path.`, REMEDY);
  return success({
    pathOnHost: host.toStringSetting(),
    pathInContainer: target.toStringSetting(),
    cgroupPermissions: permissions?.toStringSetting() ?? known(DEFAULT_PERMISSIONS, text.place),
    place: text.place,
  });
}

/** The permissions in a device's short syntax, as written, or `undefined`. */
export function devicePermissions(text: Text): Text | undefined {
  const [, second, third] = text.split(':');
  return third ?? (second?.value !== undefined && isDevicePermissions(second.value) ? second : undefined);
}

function isCertainlyRelative(path: Text): boolean {
  const [first] = path.segments;
  return first === undefined || (first.kind === 'literal' && !first.text.startsWith('/'));
}
