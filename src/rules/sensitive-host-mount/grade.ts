import type { Severity } from '../../model/finding.ts';
import { words } from '../../util/words.ts';
import { engineAccess } from '../shared/host/engine-sockets.ts';
import { liesIn } from '../shared/host/paths.ts';
import {
  canonicalPath,
  componentsOf,
  HOST_SOCKETS,
  type PathGlob,
  PSEUDO_DEVICES,
  relationToGlob,
  SECRET_PATHS,
  TRUSTED_PATHS,
} from '../shared/host/sensitive-directories.ts';

export type Mode = 'writable' | 'read-only' | 'unknown';

/** What a mount of a path exposes. */
export interface Grade {
  readonly severity: Severity;
  readonly kind: 'root' | 'socket' | 'trusted' | 'knownHosts' | 'secret' | 'writable' | 'data' | 'readOnly';
  /** The innermost sensitive directory that contains the path. */
  readonly directory: string;
}

/** Paths from the options, absolute and normalized. */
export interface Lists {
  readonly directories: readonly string[];
  readonly harmless: readonly string[];
  readonly allow: readonly string[];
}

/** Grades a normalized path, which may have unknown components; `undefined` if it is harmless. */
export function gradeOf(path: string, mode: Mode, { directories, harmless, allow }: Lists): Grade | undefined {
  const directory = innermost(path, directories);
  if (directory === undefined || isIn(path, allow) || PSEUDO_DEVICES.includes(path)) return undefined;
  // docker-socket-mount reports an engine's socket and its directory.
  if (path !== '/' && engineAccess(path) !== undefined) return undefined;
  if (mode === 'read-only' && isIn(path, harmless)) return undefined;
  if (path === '/') return { severity: 'error', kind: 'root', directory };
  if (touches(path, HOST_SOCKETS)) return { severity: 'error', kind: 'socket', directory };

  const isListed = directories.some((listed) => liesIn(listed, path));
  if (mode === 'writable') {
    if (path.endsWith(KNOWN_HOSTS)) return { severity: 'warning', kind: 'knownHosts', directory };
    if (path === directory) return { severity: 'error', kind: 'writable', directory };
    const isRootData = path.startsWith('/root/') && isUserData(componentsOf(path).slice(1));
    if (isRootData) return { severity: 'warning', kind: 'data', directory };
    if (OF_VOLUME.test(path)) return { severity: 'warning', kind: 'data', directory };
    if (isListed || touches(path, TRUSTED_PATHS)) return { severity: 'error', kind: 'trusted', directory };
    if (isData(path)) return { severity: 'info', kind: 'data', directory };
    return { severity: 'warning', kind: 'writable', directory };
  }
  // If the mode is unknown, only the milder grade is certain.
  if (path !== directory && touches(path, SECRET_PATHS) && !PUBLIC_KEYS.test(path))
    return { severity: 'warning', kind: 'secret', directory };
  return { severity: isListed ? 'warning' : 'info', kind: 'readOnly', directory };
}

const KNOWN_HOSTS = '/known_hosts';
const PUBLIC_KEYS = /\/\.ssh\/(?:known_hosts|authorized_keys|[^/]*\.pub)$/;

/** The data of a named volume, which the host neither runs nor trusts. */
const OF_VOLUME = /^\/var\/lib\/docker\/volumes\/[^/]+\/_data(?:\/|$)/;

/** Directories in `/var` that have a directory for each program. */
const PER_PROGRAM: readonly string[] = ['cache', 'lib', 'log', 'opt', 'spool'];
/** Directories in these that belong to the system itself. */
const OF_SYSTEM: readonly string[] = words(
  `adm backups crash db empty lock mail run yp accountsservice alternatives apt dbus dpkg initramfs-tools NetworkManager pam
  polkit-1 private rpm selinux shim-signed sudo systemd ubuntu-advantage ucf udisks2 update-manager upower journal audit`,
);
/** Caches in a home directory, which are recreated. */
const CACHES: readonly string[] = words(
  '.cache .ccache .composer .conan .conan2 .gradle .ivy2 .m2 .npm .nuget .pnpm-store .pub-cache .sbt .yarn',
);

/** True in a directory for data of programs or users, which the host neither runs nor trusts. */
function isData(path: string): boolean {
  const [first, second = '', third, ...rest] = componentsOf(canonicalPath(path));
  if (first === 'var') {
    const name = PER_PROGRAM.includes(second) ? third : second;
    return name !== undefined && !OF_SYSTEM.includes(name) && !OF_SYSTEM.includes(second);
  }
  return first === 'home' && third !== undefined && isUserData([third, ...rest]);
}

/**
 * True for a path in a home directory that the host neither runs nor trusts: not a program, and
 * hidden only if a cache.
 */
function isUserData([first = '', ...rest]: readonly string[]): boolean {
  return first.startsWith('.') ? CACHES.includes(first) : first !== 'bin' && !rest.includes('bin');
}

/** The innermost directory that contains a path; `/` contains only itself here. */
function innermost(path: string, directories: readonly string[]): string | undefined {
  return directories
    .filter((directory) => (directory === '/' ? path === '/' : liesIn(path, directory)))
    .toSorted((a, b) => b.length - a.length)[0];
}

function isIn(path: string, list: readonly string[]): boolean {
  return list.some((entry) => liesIn(path, entry));
}

/** Whether a path is in one of these or contains one. */
function touches(path: string, globs: readonly PathGlob[]): boolean {
  const names = componentsOf(canonicalPath(path));
  return globs.some((glob) => relationToGlob(names, glob) !== undefined);
}
