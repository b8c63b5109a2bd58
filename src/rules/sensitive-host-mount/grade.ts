import { SEVERITIES, type Severity } from '../../model/finding.ts';
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

/** What is known of how a path is mounted. */
export type Mode = 'writable' | 'read-only' | 'unknown';

/** What a mount of a path gives away. */
export interface Grade {
  readonly severity: Severity;
  readonly kind: 'root' | 'socket' | 'trusted' | 'knownHosts' | 'secret' | 'writable' | 'data' | 'readOnly';
  /** The innermost sensitive directory that the path is or lies in. */
  readonly directory: string;
}

/** The paths of the options, all absolute and normalized. */
export interface Lists {
  readonly directories: readonly string[];
  readonly harmless: readonly string[];
  readonly allow: readonly string[];
}

/** Grades a normalized path, in which a component may be unknown; `undefined` for what gives nothing away. */
export function gradeOf(path: string, mode: Mode, { directories, harmless, allow }: Lists): Grade | undefined {
  const directory = innermost(path, directories);
  if (directory === undefined || isIn(path, allow) || PSEUDO_DEVICES.includes(path)) return undefined;
  // An engine's socket, and the directory that holds it, have a rule of their own.
  if (path !== '/' && engineAccess(path) !== undefined) return undefined;
  if (mode === 'read-only' && isIn(path, harmless)) return undefined;
  if (path === '/') return { severity: 'error', kind: 'root', directory };
  if (touches(path, HOST_SOCKETS)) return { severity: 'error', kind: 'socket', directory };

  const isListed = directories.some((listed) => liesIn(listed, path));
  if (mode === 'writable') {
    if (path.endsWith(KNOWN_HOSTS)) return { severity: 'warning', kind: 'knownHosts', directory };
    if (path === directory) return { severity: 'error', kind: 'writable', directory };
    if (isListed || touches(path, TRUSTED_PATHS)) return { severity: 'error', kind: 'trusted', directory };
    if (isData(path)) return { severity: 'info', kind: 'data', directory };
    return { severity: 'warning', kind: 'writable', directory };
  }
  // Where it is not known whether it is writable, the milder of the two certainly holds.
  if (path !== directory && touches(path, SECRET_PATHS) && !PUBLIC_KEYS.test(path))
    return { severity: 'warning', kind: 'secret', directory };
  return { severity: isListed ? 'warning' : 'info', kind: 'readOnly', directory };
}

const KNOWN_HOSTS = '/known_hosts';
const PUBLIC_KEYS = /\/\.ssh\/(?:known_hosts|authorized_keys|[^/]*\.pub)$/;

/** Where `/var` has directories of its own for each program. */
const PER_PROGRAM: readonly string[] = ['cache', 'lib', 'log', 'opt', 'spool'];
/** What the system itself keeps in `/var` or in one of those. */
const OF_SYSTEM: readonly string[] = words(
  `adm backups crash db empty lock mail run yp accountsservice alternatives apt dbus dpkg initramfs-tools NetworkManager pam
  polkit-1 private rpm selinux shim-signed sudo systemd ubuntu-advantage ucf udisks2 update-manager upower journal audit`,
);
/** Caches in a home: what is lost there is made again. */
const CACHES: readonly string[] = words(
  '.cache .ccache .composer .conan .conan2 .gradle .ivy2 .m2 .npm .nuget .pnpm-store .pub-cache .sbt .yarn',
);

/** True where a path is in a directory that programs or users keep data in, and that the host neither runs nor trusts. */
function isData(path: string): boolean {
  const [first, second = '', third, ...rest] = componentsOf(canonicalPath(path));
  if (first === 'var') {
    const name = PER_PROGRAM.includes(second) ? third : second;
    return name !== undefined && !OF_SYSTEM.includes(name) && !OF_SYSTEM.includes(second);
  }
  if (first !== 'home' || third === undefined) return false;
  return third.startsWith('.') ? CACHES.includes(third) : third !== 'bin' && !rest.includes('bin');
}

/** The first of the gravest; `undefined` where none is graded. */
export function gravest<T extends { readonly grade: Grade | undefined }>(graded: readonly T[]): T | undefined {
  const rank = ({ grade }: T): number => (grade === undefined ? -1 : SEVERITIES.indexOf(grade.severity));
  const [first] = graded.toSorted((a, b) => rank(b) - rank(a));
  return first?.grade === undefined ? undefined : first;
}

/** The innermost directory that a path is or lies in; `/` counts as itself only. */
function innermost(path: string, directories: readonly string[]): string | undefined {
  return directories
    .filter((directory) => (directory === '/' ? path === '/' : liesIn(path, directory)))
    .toSorted((a, b) => b.length - a.length)[0];
}

function isIn(path: string, list: readonly string[]): boolean {
  return list.some((entry) => liesIn(path, entry));
}

/** Whether a path is in one of these or holds one. */
function touches(path: string, globs: readonly PathGlob[]): boolean {
  const names = componentsOf(canonicalPath(path));
  return globs.some((glob) => relationToGlob(names, glob) !== undefined);
}
