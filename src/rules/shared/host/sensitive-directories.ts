import { words } from '../../../util/words.ts';

/** The benchmark's directories, with those in a merged `/usr`. */
const BENCHMARK: readonly string[] = words('/ /boot /dev /etc /lib /proc /sys /usr /bin /sbin /lib64');

const OWN: readonly string[] = words(
  '/root /home /var /var/lib/docker /run /var/run /var/lib/kubelet /var/lib/containerd',
);

export const SENSITIVE_DIRECTORIES: readonly string[] = [...BENCHMARK, ...OWN];

/** Host files that containers read for good reasons, and that are harmless read-only. */
export const HARMLESS_PATHS: readonly string[] = words(
  `/etc/localtime /etc/timezone /usr/share/zoneinfo /etc/ssl/certs /etc/ca-certificates /etc/hostname /etc/hosts
  /lib/modules /etc/machine-id /etc/os-release`,
);

/** Devices of every container (moby `oci/defaults.go`, runc `specconv`). */
export const PSEUDO_DEVICES: readonly string[] = words(
  '/dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty',
);

/** The components of a path: `*` matches any characters in one, `**` any components. */
export type PathGlob = readonly string[];

/**
 * Files that the host runs or trusts: writing them means control of the host. In
 * {@link canonicalPath} form.
 */
export const TRUSTED_PATHS: readonly PathGlob[] = toGlobs(
  words(
    `/etc/cron* /etc/systemd /etc/sudoers* /etc/pam.d /etc/passwd /etc/shadow /etc/ld.so.* /etc/profile* /etc/docker
  /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /usr/**/bin /usr/lib /usr/lib32 /usr/lib64 /usr/libx32 /boot
  /root /home/*/.ssh /proc/sys /sys /var/lib/docker /var/lib/containerd /var/lib/kubelet /var/spool/cron`,
  ),
);

const HOMES: readonly string[] = ['/root', '/home/*'];
const KEYS_IN_HOME: readonly string[] = ['.ssh', '.aws', '.kube', '.docker', '.gnupg', '.config/gcloud'];

/** The host's secrets. A home directory contains its keys. */
export const SECRET_PATHS: readonly PathGlob[] = toGlobs([
  '/etc/shadow',
  '/etc/gshadow',
  '/etc/ssl/private',
  '/etc/kubernetes',
  ...HOMES.flatMap((home) => KEYS_IN_HOME.flatMap((keys) => [`${home}/${keys}`, `${home}/**/${keys}`])),
]);

/** Sockets that control the host's service manager. */
export const HOST_SOCKETS: readonly PathGlob[] = toGlobs(['/run/systemd/private', '/run/dbus/system_bus_socket']);

/** A normalized path with a merged `/usr`: `/bin` is `/usr/bin`, `/var/run` is `/run`. */
export function canonicalPath(path: string): string {
  return path.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/^\/(?=(?:s?bin|lib(?:32|64|x32)?)(?:\/|$))/, '/usr/');
}

/** Whether a canonical path is in a glob's match or contains it; `**` matches only content. */
export function relationToGlob(names: readonly string[], glob: PathGlob): 'inside' | 'holds' | undefined {
  const deep = glob.indexOf('**');
  if (deep >= 0) {
    const [start, end] = [glob.slice(0, deep), glob.slice(deep + 1)];
    const isInside = beginsWith(names, start) && names.some((_, at) => at >= deep && beginsWith(names.slice(at), end));
    return isInside ? 'inside' : undefined;
  }
  if (beginsWith(names, glob)) return 'inside';
  return names.length < glob.length && beginsWith(names, glob.slice(0, names.length)) ? 'holds' : undefined;
}

function toGlobs(paths: readonly string[]): readonly PathGlob[] {
  return paths.map(componentsOf);
}

/** A path's nonempty components. */
export function componentsOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}

function beginsWith(names: readonly string[], wanted: PathGlob): boolean {
  return wanted.every((glob, index) => {
    const name = names[index];
    if (name === undefined || !glob.includes('*')) return name === glob;
    const [start = '', end = ''] = glob.split('*');
    return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
  });
}
