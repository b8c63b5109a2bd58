import type { Entry } from '../../../model/entry.ts';
import type { Place } from '../../../text/location.ts';
import {
  displayText,
  known,
  mapSetting,
  type Pattern,
  patternText,
  type Setting,
  type Unknown,
  unknown,
  valueOf,
} from '../../../text/setting.ts';
import { words } from '../../../util/words.ts';
import { normalizeHostPath } from './paths.ts';

/**
 * The form of a host mount, which decides how to make it read-only: a bind with options gets one
 * more, and a writable bind already has `rw`.
 */
export type MountForm = 'bind' | 'bind with options' | 'writable bind' | 'mount' | 'volume';

/** A host path mounted into a container. */
export interface HostMount {
  readonly form: MountForm;
  /** The model list that contains it; omitted for a driver's mount. */
  readonly list?: 'binds' | 'mounts';
  readonly source: Setting<string>;
  /** The source as written, if it leads through a symlink; `source` is the target. */
  readonly link?: string;
  readonly target: Setting<string> | undefined;
  readonly readOnly: Setting<boolean> | undefined;
  /** True for a block device, whose whole filesystem is mounted. */
  readonly isDisk?: true;
  /** Why it may not be a host path. */
  readonly doubt: Unknown<unknown> | undefined;
  /** The place of the whole bind or mount. */
  readonly place: Place;
}

/** A volume driver's options, and the container's mount of it. */
export interface DriverMount extends Pick<HostMount, 'target' | 'readOnly' | 'place'> {
  readonly driver: Setting<string> | undefined;
  readonly options: readonly Entry[] | undefined;
}

/**
 * Kernel filesystems by type, with the host path of the same content: they are the same wherever
 * they are mounted.
 */
const KERNEL_FILES: ReadonlyMap<string, string> = new Map([
  ['proc', '/proc'],
  ['sysfs', '/sys'],
  ['devtmpfs', '/dev'],
  ['cgroup', '/sys/fs/cgroup'],
  ['cgroup2', '/sys/fs/cgroup'],
  ['bpf', '/sys/fs/bpf'],
  ['debugfs', '/sys/kernel/debug'],
  ['tracefs', '/sys/kernel/tracing'],
  ['securityfs', '/sys/kernel/security'],
  ['configfs', '/sys/kernel/config'],
  ['efivarfs', '/sys/firmware/efi/efivars'],
  ['binfmt_misc', '/proc/sys/fs/binfmt_misc'],
]);

/** Filesystems on block devices. */
const DISK_TYPES = new Set(
  words('ext2 ext3 ext4 xfs btrfs f2fs jfs reiserfs vfat msdos exfat ntfs ntfs3 iso9660 udf squashfs erofs hfsplus'),
);

/** Types of mounts that use no block device. */
const NO_DISK_TYPES = new Set(words('none bind nfs nfs4 cifs smb3 smbfs tmpfs ramfs 9p virtiofs ceph glusterfs'));

/** A block device, also in the notation of mount(8), which Podman runs. */
const DISK = /^(?:\/dev\/.|(?:PART)?(?:UUID|LABEL)=)/;

/**
 * The host path that the `local` driver mounts: its `device`, if `o` contains `bind`; otherwise,
 * the type decides, as in mount(2).
 */
export function driverMounts(given: DriverMount): readonly HostMount[] {
  const { driver, options = [], target, readOnly, place } = given;
  if (driver?.known === true && !['', 'local'].includes(driver.value)) return [];
  const [device, o, type] = ['device', 'o', 'type'].map((name) => optionOf(options, name));
  const tokens = o === undefined ? [] : split(o, ',');
  const has = (word: string): boolean => tokens.some((token) => valueOf(token)?.trim() === word);
  const unsure = driver?.known === false ? driver : undefined;
  const mount = (source: Setting<string>, doubt: Unknown<unknown> | undefined = unsure): HostMount => {
    const isReadOnly = o !== undefined && has('ro') ? known(true, o.place) : readOnly;
    return { form: 'volume', source, target, readOnly: isReadOnly, doubt, place };
  };
  const isBind = has('bind') || has('rbind');
  if (isBind) return device === undefined ? [] : [mount(device)];
  const doubt = type?.known === false ? type : unsure;
  const overlaid = type?.known === true && type.value !== 'overlay' ? [] : tokens.flatMap(overlaidBy);
  if (overlaid.length > 0)
    return overlaid.map(({ source, isLower }) => {
      const found = mount(source, doubt);
      return isLower && o !== undefined ? { ...found, readOnly: known(true, o.place) } : found;
    });
  const ofKernel = KERNEL_FILES.get(valueOf(type) ?? '');
  if (ofKernel !== undefined && type !== undefined) return [mount(mapSetting(type, () => ofKernel))];
  if (device !== undefined && type !== undefined && isDisk(device, valueOf(type)))
    return [{ ...mount(device, doubt), isDisk: true }];
  return device === undefined || o === undefined || o.known ? [] : [mount(device, o)];
}

function isDisk(device: Setting<string>, type: string | undefined): boolean {
  const [first] = device.known ? [device.value] : device.pattern;
  const start = typeof first === 'string' ? first : undefined;
  return start === undefined
    ? type !== undefined && DISK_TYPES.has(type)
    : !NO_DISK_TYPES.has(type ?? '') && DISK.test(start.startsWith('/') ? normalizeHostPath(start) : start);
}

/** The directories in an overlay's option; if it is wholly unknown, any directory. */
function overlaidBy(
  token: Setting<string>,
): readonly { readonly source: Setting<string>; readonly isLower: boolean }[] {
  const [name] = /^\s*(?:(?:lower|data|upper|work)dir\+?)=/.exec(displayText(token)) ?? [];
  if (name === undefined) {
    const isOpen = !token.known && token.candidates.length === 0 && typeof token.pattern[0] !== 'string';
    return isOpen ? [{ source: token, isLower: false }] : [];
  }
  const isLower = /lower|data/.test(name);
  const paths = cut(token, name.length);
  return (isLower ? split(paths, ':') : [paths]).map((source) => ({ source, isLower }));
}

/** Drops known first characters of a setting. */
function cut(setting: Setting<string>, length: number): Setting<string> {
  if (setting.known || setting.candidates.length > 0) return mapSetting(setting, (value) => value.slice(length));
  const [first, ...others] = setting.pattern;
  return typeof first === 'string' ? unknown([first.slice(length), ...others], setting.place) : setting;
}

/** Splits a setting; an unknown part keeps its pattern. */
function split(setting: Setting<string>, separator: ',' | ':'): readonly Setting<string>[] {
  if (setting.known) return setting.value.split(separator).map((part) => known(part, setting.place));
  const { pattern, candidates, place } = setting;
  if (candidates.length > 0)
    return candidates.flatMap((candidate) =>
      candidate.value
        .split(separator)
        .map((part) => unknown([{ unknown: patternText(pattern) }], place, [known(part, candidate.place)], true)),
    );
  const parts: Pattern[number][][] = [[]];
  for (const piece of pattern) {
    const [first = '', ...others] = typeof piece === 'string' ? piece.split(separator) : [piece];
    parts.at(-1)?.push(first);
    for (const other of others) parts.push([other]);
  }
  return parts.map((part) => {
    const filled = part.filter((piece) => piece !== '');
    return filled.every((piece) => typeof piece === 'string') ? known(filled.join(''), place) : unknown(filled, place);
  });
}

export function optionOf(options: readonly Entry[], name: string): Setting<string> | undefined {
  return options.find(({ key }) => key.known && key.value === name)?.value;
}
