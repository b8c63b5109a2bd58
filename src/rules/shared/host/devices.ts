import type { Container } from '../../../model/container.ts';
import type { Pattern } from '../../../text/setting.ts';
import { normalizeHostPath } from './paths.ts';
import { PSEUDO_DEVICES } from './sensitive-directories.ts';

/** Raw memory and I/O ports; `/dev` contains them. */
const MEMORY: readonly string[] = ['/dev', '/dev/mem', '/dev/kmem', '/dev/port'];

/** Disks and devices on them (Linux `Documentation/admin-guide/devices.txt`). */
const DISK =
  /^\/dev\/(?:(?:s|h|v|xv)d[a-z]{1,3}\d{0,3}|nvme\d{1,3}(?:n\d{1,3}(?:p\d{1,3})?)?|mmcblk\d{1,3}(?:p\d{1,3}|boot\d|rpmb)?|md\d{1,3}(?:p\d{1,3})?|dm-\d{1,3}|(?:mapper|disk|block|md|zvol)\/.{1,255})$/;

/**
 * Major numbers of block devices other than disks: RAM disks, floppies, loop, CD-ROMs, network
 * devices.
 */
const NO_DISK_MAJORS: readonly string[] = ['1', '2', '7', '11', '43'];

/** Minor numbers of memory devices under character major 1: `mem`, `kmem`, `port`. */
const MEMORY_MINORS: readonly string[] = ['*', '1', '2', '4'];

/** Devices that every container has: `null`, `zero`, `full`, `random`, `urandom`, `tty`. */
const PSEUDO_NUMBERS: readonly string[] = ['1:3', '1:5', '1:7', '1:8', '1:9', '5:0'];

export function isPseudoDevice(device: string): boolean {
  return PSEUDO_DEVICES.includes(normalizeHostPath(device));
}

/** True for a container with the FUSE device, which programs need to mount filesystems. */
export function usesFuse({ hostConfig: { devices = [] } }: Container): boolean {
  return devices.some(({ pathOnHost }) => pathOnHost.known && normalizeHostPath(pathOnHost.value) === '/dev/fuse');
}

export function isMemoryOrDisk(device: string): boolean {
  const path = normalizeHostPath(device);
  return MEMORY.includes(path) || DISK.test(path);
}

/** The same for a partly unknown name, if true for any continuation (`/dev/sd${LETTER}`). */
export function isMemoryOrDiskPattern(pattern: Pattern): boolean {
  return ['a', '0'].some((part) =>
    isMemoryOrDisk(pattern.map((piece) => (typeof piece === 'string' ? piece : part)).join('')),
  );
}

/** A device cgroup rule: `c 189:* rmw`. */
export interface DeviceCgroupRule {
  readonly permissions: string;
  readonly isMemoryOrDisk: boolean;
  readonly isPseudo: boolean;
}

/**
 * Parses a device cgroup rule; `undefined` if the client rejects it
 * (`cli/command/container/opts.go`).
 */
export function parseDeviceCgroupRule(rule: string): DeviceCgroupRule | undefined {
  const match = /^([acb]) (\d{1,9}|\*):(\d{1,9}|\*) ([rwm]{1,3})$/.exec(rule);
  if (match === null) return undefined;
  const [, type = '', major = '', minor = '', permissions = ''] = match;
  const opensMemory = type !== 'b' && (major === '*' || (major === '1' && MEMORY_MINORS.includes(minor)));
  const opensDisks = type !== 'c' && !NO_DISK_MAJORS.includes(major);
  const isPseudo = type === 'c' && PSEUDO_NUMBERS.includes(`${major}:${minor}`);
  return { permissions, isMemoryOrDisk: opensMemory || opensDisks, isPseudo };
}

/** True if less than read, write and mknod is allowed; the default allows all three. */
export function isNarrow(permissions: string): boolean {
  return permissions !== '' && !['r', 'w', 'm'].every((letter) => permissions.includes(letter));
}

export function isReadOrWrite(permissions: string): boolean {
  return permissions === '' || permissions.includes('r') || permissions.includes('w');
}
