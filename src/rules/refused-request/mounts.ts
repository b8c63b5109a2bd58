import { type Container, dialectOf } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import { type Known, mapSetting, type Setting, valueOf } from '../../text/setting.ts';
import { cleanPath } from '../../util/paths.ts';
import { words } from '../../util/words.ts';
import { quote } from '../shared/wording.ts';
import { type EngineCheck, type EngineRefusal, toRefusal, type Values, value } from './check.ts';

const PROPAGATIONS: readonly string[] = words('private rprivate shared rshared slave rslave');
/** Bind options by what they decide: at most one of each (moby `linuxValidMountMode`). */
const MODES: readonly (readonly string[])[] = [
  ['rw', 'ro'],
  ['z', 'Z'],
  PROPAGATIONS,
  ['nocopy'],
  words('consistent cached delegated'),
];
/** Some are valid only for Windows engines, swarms or new engines. */
const MOUNT_TYPES: readonly string[] = words('bind volume tmpfs npipe cluster image');
/** moby `sys/mount`. */
const TMPFS_FLAGS: ReadonlySet<string> = new Set(
  words(
    `defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime
    nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime
    strictatime nostrictatime`,
  ),
);
const TMPFS_KEYS: ReadonlySet<string> = new Set(words('size mode uid gid nr_inodes nr_blocks mpol'));
const NUMBER = String.raw`(?:0x[\da-f]+|\d+)`;
/** Tmpfs options with a value, as the kernel parses them. */
const TMPFS_VALUE = new RegExp(
  `^(?:size=${NUMBER}[kmgtpe]?%?|nr_(?:blocks|inodes)=${NUMBER}[kmgtpe]?|mode=[0-7]+|[ug]id=${NUMBER}|mpol=.*)$`,
  'is',
);
/** Files in `/proc` that can be mounted over (runc `checkProcMount`). */
const PROC_FILES: ReadonlySet<string> = new Set(
  words(
    `cpuinfo diskstats meminfo stat swaps uptime loadavg slabinfo net/dev sys/kernel/ns_last_pid
    sys/crypto/fips_enabled`,
  ),
);
const OUT_OF_PROC = /^\/proc\/(?=.)/;

const TARGETS: Values<string> = { what: 'a mount at', of: targets };
const VOLUMES: Values<string> = { what: 'the volume', of: volumeNames };
const TMPFS: Values<string> = {
  what: 'the tmpfs option',
  of: ({ hostConfig }) => hostConfig.tmpfs?.flatMap(tmpfsOptions),
};

/** moby `daemon/volumes.go` and `volume/mounts`. */
export const MOUNTS: readonly EngineCheck[] = [
  value({
    ...TARGETS,
    isRefused: (path) => cleaned(path) === '/',
    says: "invalid specification: destination can't be '/'",
    remedy: 'Mount it at a subdirectory.',
  }),
  value({
    ...TARGETS,
    isRefused: (path) => /^\s+\//.test(path),
    says: 'mount path must be absolute',
    remedy: 'Remove the space before it.',
  }),
  value({
    ...TARGETS,
    isRefused: (path) => !/^(?:[/\\]|[a-z]:)/i.test(path),
    says: "invalid mount path: '{}' mount path must be absolute",
    remedy: 'Write an absolute container path.',
  }),
  value({
    ...TARGETS,
    isRefused: (path) => OUT_OF_PROC.test(cleaned(path)) && !PROC_FILES.has(cleaned(path).slice('/proc/'.length)),
    says: '"{}" cannot be mounted because it is inside /proc',
    remedy: 'Mount it elsewhere.',
    when: 'start',
  }),
  value<string>({
    what: 'the mount option',
    of: ({ hostConfig }) => hostConfig.binds?.flatMap(({ options }) => options),
    isRefused: (option) => !MODES.some((options) => options.includes(option)),
    says: 'invalid mode: {}',
    remedy: `Use one of ${MODES.flat().join(', ')}.`,
  }),
  value<string>({
    what: 'the mount options',
    of: ({ hostConfig }) => hostConfig.binds?.map(({ options }) => contradiction(options)),
    isRefused: () => true,
    says: 'invalid mode: {}',
    remedy: 'Keep one of them.',
  }),
  value<string>({
    what: 'a bind mount with the option',
    of: ({ hostConfig }) =>
      hostConfig.binds?.map(({ sourceKind, options }) =>
        sourceKind === 'bind' ? optionIn(options, ['nocopy']) : undefined,
      ),
    isRefused: () => true,
    says: 'field VolumeOptions must not be specified',
    remedy: 'Remove it: the engine copies nothing into a host directory.',
  }),
  value<string>({
    what: 'a volume with the option',
    of: ({ hostConfig }) =>
      hostConfig.binds?.map(({ sourceKind, options }) =>
        sourceKind === 'volume' ? optionIn(options, PROPAGATIONS) : undefined,
      ),
    isRefused: () => true,
    says: 'field BindOptions must not be specified',
    remedy: 'Remove it: only bind mounts have propagation.',
  }),
  value<string>({
    what: 'a mount of the type',
    of: ({ hostConfig }) => hostConfig.mounts?.map(({ type }) => type),
    isRefused: (type) => !MOUNT_TYPES.includes(type),
    says: 'mount type unknown',
    remedy: 'Use `bind`, `volume` or `tmpfs`.',
  }),
  value({
    ...VOLUMES,
    isRefused: (name) => name.length === 1,
    says: 'volume name is too short, names should be at least two alphanumeric characters',
    remedy: 'Use at least two characters.',
  }),
  value({
    ...VOLUMES,
    isRefused: (name) => name.length > 1 && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name),
    says: '"{}" includes invalid characters for a local volume name',
    remedy: 'Use letters, digits, `_`, `.` and `-`; start paths with `/`, `./` or `~`.',
  }),
  value<string>({
    what: 'the propagation',
    of: ({ hostConfig }) => hostConfig.mounts?.map(({ bindOptions }) => bindOptions?.propagation),
    isRefused: (propagation) => propagation !== '' && !PROPAGATIONS.includes(propagation),
    says: 'invalid propagation mode: {}',
    remedy: `Use one of ${PROPAGATIONS.join(', ')}.`,
  }),
  value<string>({
    what: 'a tmpfs with the source',
    of: ({ hostConfig }) =>
      hostConfig.mounts?.map(({ type, source }) => (valueOf(type) === 'tmpfs' ? source : undefined)),
    isRefused: (source) => source !== '',
    says: 'field Source must not be specified',
    remedy: 'Remove the source: a tmpfs has none.',
  }),
  value<string>({
    what: 'a mount without a source and with type',
    of: ({ hostConfig }) =>
      hostConfig.mounts?.map(({ type, source }) => (source === undefined || valueOf(source) === '' ? type : undefined)),
    isRefused: (type) => type === 'bind' || type === 'image',
    says: 'field Source must not be empty',
    remedy: 'Add the source.',
  }),
  value<string>({
    what: 'a bind mount of',
    of: ({ hostConfig }) =>
      hostConfig.mounts?.map(({ type, source, isRelative }) =>
        valueOf(type) === 'bind' && isRelative !== true ? source : undefined,
      ),
    isRefused: (source) => !/^(?:[/\\]|[a-z]:)/i.test(source),
    says: "invalid mount path: '{}' mount path must be absolute",
    remedy: 'Write an absolute host path, or use a volume.',
  }),
  value({
    ...TMPFS,
    isRefused: (option) => !(option.includes('=') ? TMPFS_KEYS : TMPFS_FLAGS).has(option.replace(/=.*/s, '')),
    says: 'invalid tmpfs option "{}"',
    remedy: 'Use options from mount(8) and tmpfs(5), such as `noexec,size=64m`.',
    when: 'start',
  }),
  value({
    ...TMPFS,
    isRefused: (option) => option.includes('=') && !TMPFS_VALUE.test(option),
    says: 'error mounting "tmpfs": {}: invalid argument',
    remedy: 'Write it as in tmpfs(5), such as `size=64m` or `mode=1770`.',
    when: 'start',
  }),
  duplicates,
];

function duplicates(container: Container): readonly EngineRefusal[] {
  const row = { says: 'Duplicate mount point: {}', remedy: 'Keep one of them, or use different mount points.' };
  return sameTargets(container).map(([beside, second]) => {
    const path = quote(second, cleaned);
    return { ...toRefusal(row, second, `two mounts at \`${path}\``, path), beside };
  });
}

function targets({
  hostConfig: { binds = [], mounts = [], tmpfs = [] },
}: Container): readonly (Setting<string> | undefined)[] {
  return [...[...binds, ...mounts].map(({ target }) => target), ...tmpfs.map(({ key }) => key)];
}

function optionIn(options: readonly Setting<string>[], kind: readonly string[]): Setting<string> | undefined {
  return options.find((option) => option.known && kind.includes(option.value));
}

/** Two mutually exclusive options, as written. */
function contradiction(options: readonly Setting<string>[]): Setting<string> | undefined {
  if (options.length < 2) return undefined;
  const both = MODES.map((kind) => options.filter((option) => option.known && kind.includes(option.value)));
  const [first, second] = both.find(({ length }) => length > 1) ?? [];
  if (first?.known !== true || second === undefined) return undefined;
  return mapSetting(second, (value) => `${first.value},${value}`);
}

/** Split as in the engine: a single empty text means no options. */
function tmpfsOptions({ value }: { readonly value: Setting<string> }): readonly Setting<string>[] {
  if (!value.known || value.value === '') return [];
  return value.value.split(',').map((option) => mapSetting(value, () => option));
}

/**
 * Two mounts at one target. The engine compares `tmpfs` targets as written; Compose rejects
 * duplicates itself.
 */
function sameTargets({
  hostConfig: { binds = [], mounts = [], tmpfs = [] },
  origin,
}: Container): readonly (readonly [Setting<string>, Known<string>])[] {
  const written = new Map(
    (dialectOf(origin) === 'compose' ? [] : tmpfs).flatMap(({ key }) => (key.known ? [[key.value, key]] : [])),
  );
  const seen = new Map<string, Setting<string>>();
  return [...binds, ...mounts].flatMap(({ target }, index) => {
    if (target?.known !== true) return [];
    const path = cleaned(target.value);
    const first = seen.get(path) ?? (index < binds.length ? written.get(path) : undefined);
    seen.set(path, first ?? target);
    // Two mounts on some code paths only may never occur together.
    return first !== undefined && (isCertain(first.place) || isCertain(target.place)) ? [[first, target]] : [];
  });
}

function cleaned(path: string): string {
  return cleanPath(path.replaceAll('\\', '/'));
}

/** Names of `local` volumes. Compose itself rejects undefined ones. */
function volumeNames({
  hostConfig: { binds = [], mounts = [], volumeDriver },
  origin,
}: Container): readonly (Setting<string> | undefined)[] {
  const named = [
    ...(isOfLocal(volumeDriver) ? binds : []).filter(
      ({ sourceKind, source }) => sourceKind === 'volume' || (dialectOf(origin) !== 'compose' && isHome(source)),
    ),
    ...mounts.filter(({ type, source, volumeOptions }) => {
      const isNamed = valueOf(type) === 'volume' && valueOf(source) !== '';
      return isNamed && isOfLocal(volumeOptions?.driverConfig?.name);
    }),
  ];
  return named.map(({ source, volume }) => {
    const isDefined = volume !== undefined || dialectOf(origin) !== 'compose';
    return isDefined && isOfLocal(volume?.driver) ? source : undefined;
  });
}

/** A `~` that the shell doesn't expand: quoted, or after other text. */
function isHome(source: Setting<string>): boolean {
  return source.known && source.value.startsWith('~');
}

function isOfLocal(driver: Setting<string> | undefined): boolean {
  return driver === undefined || (driver.known && ['', 'local'].includes(driver.value));
}
