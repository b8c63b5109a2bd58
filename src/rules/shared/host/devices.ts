import type { Container } from '../../../model/container.ts';
import type { Pattern } from '../../../text/setting.ts';
import { normalizePath } from './paths.ts';
import { PSEUDO_DEVICES } from './sensitive-directories.ts';

/** Raw memory and the ports of the machine; `/dev` as a whole has them. */
const MEMORY: readonly string[] = ['/dev', '/dev/mem', '/dev/kmem', '/dev/port'];

/** Disks and what is made of them (Linux `Documentation/admin-guide/devices.txt`). */
const DISK =
  /^\/dev\/(?:(?:s|h|v|xv)d[a-z]{1,3}\d{0,3}|nvme\d{1,3}(?:n\d{1,3}(?:p\d{1,3})?)?|mmcblk\d{1,3}(?:p\d{1,3}|boot\d|rpmb)?|md\d{1,3}(?:p\d{1,3})?|dm-\d{1,3}|(?:mapper|disk|block|md|zvol)\/.{1,255})$/;

/** Major numbers of block devices that are no disks: RAM disks, floppies, loop, CD-ROMs, network devices. */
const NO_DISK_MAJORS: readonly string[] = ['1', '2', '7', '11', '43'];

/** Minor numbers of memory devices, under the major number 1 of character devices: `mem`, `kmem`, `port`. */
const MEMORY_MINORS: readonly string[] = ['*', '1', '2', '4'];

/** The numbers of the devices that every container has anyway: `null`, `zero`, `full`, `random`, `urandom`, `tty`. */
const PSEUDO_NUMBERS: readonly string[] = ['1:3', '1:5', '1:7', '1:8', '1:9', '5:0'];

/** True for a device that every container has anyway. */
export function isPseudoDevice(device: string): boolean {
  return PSEUDO_DEVICES.includes(normalizePath(device));
}

/** True for a container that gets the device with which programs mount file systems of their own (FUSE). */
export function usesFuse({ hostConfig: { devices = [] } }: Container): boolean {
  return devices.some(({ pathOnHost }) => pathOnHost.known && normalizePath(pathOnHost.value) === '/dev/fuse');
}

/** True for a device that gives all of the memory, or all files of a disk. */
export function isMemoryOrDisk(device: string): boolean {
  const path = normalizePath(device);
  return MEMORY.includes(path) || DISK.test(path);
}

/** The same for a partly unknown name: true where it is one however it goes on (`/dev/sd${LETTER}`). */
export function isMemoryOrDiskPattern(pattern: Pattern): boolean {
  return ['a', '0'].some((part) =>
    isMemoryOrDisk(pattern.map((piece) => (typeof piece === 'string' ? piece : part)).join('')),
  );
}

/** A rule of the devices cgroup: `c 189:* rmw`. */
export interface DeviceCgroupRule {
  readonly permissions: string;
  /** It opens the memory or the disks. */
  readonly isMemoryOrDisk: boolean;
  /** It opens a device that every container has anyway. */
  readonly isPseudo: boolean;
}

/** Reads a rule of the devices cgroup; `undefined` for what the client refuses (`cli/command/container/opts.go`). */
export function parseDeviceCgroupRule(rule: string): DeviceCgroupRule | undefined {
  const match = /^([acb]) (\d{1,9}|\*):(\d{1,9}|\*) ([rwm]{1,3})$/.exec(rule);
  if (match === null) return undefined;
  const [, type = '', major = '', minor = '', permissions = ''] = match;
  const opensMemory = type !== 'b' && (major === '*' || (major === '1' && MEMORY_MINORS.includes(minor)));
  const opensDisks = type !== 'c' && !NO_DISK_MAJORS.includes(major);
  const isPseudo = type === 'c' && PSEUDO_NUMBERS.includes(`${major}:${minor}`);
  return { permissions, isMemoryOrDisk: opensMemory || opensDisks, isPseudo };
}

/** True where something less than reading, writing and making nodes is allowed; nothing said allows all three. */
export function isNarrow(permissions: string): boolean {
  return permissions !== '' && !['r', 'w', 'm'].every((letter) => permissions.includes(letter));
}

/** True where the contents of a device can be got at. */
export function isReadOrWrite(permissions: string): boolean {
  return permissions === '' || permissions.includes('r') || permissions.includes('w');
}
