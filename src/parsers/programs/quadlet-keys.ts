import { words } from '../../util/words.ts';

/**
 * How a key of Quadlet's `[Container]` maps to a flag of `podman run`:
 * - `string`: the last value, unless empty
 * - `given`: the last value, even if empty
 * - `strings`: each value
 * - `words`: each word of each value; backslashes are literal
 * - `arguments`: each word of each value, with escapes
 * - `pairs`: each `NAME=value` of each value, sorted; the last of each name counts
 * - `boolean`: the flag, or the flag with `=false`
 * - `switch`: the flag with a fixed value if the key is true
 * - `networks`, `volumes`, `mounts`, `devices`: each value, with names of other units replaced
 */
export type QuadletForm =
  | 'string'
  | 'given'
  | 'strings'
  | 'words'
  | 'arguments'
  | 'pairs'
  | 'boolean'
  | 'switch'
  | 'networks'
  | 'volumes'
  | 'mounts'
  | 'devices';

export interface QuadletKey {
  readonly key: string;
  /** Without dashes. */
  readonly flag: string;
  readonly form: QuadletForm;
  /** The start of the flag's value; all of it for a `switch`. */
  readonly prefix?: string;
  /** True if newer than podman 5.4; older versions need `PodmanArgs=`. */
  readonly isNew: boolean;
}

const NEW_KEYS: ReadonlySet<string> = new Set(words('Memory Retry RetryDelay HttpProxy AppArmor'));

/** Keys of one form: each key, its flag, and the prefix if it has one. */
function rows(form: QuadletForm, table: string): readonly QuadletKey[] {
  return table.split(',').map((row) => {
    const [key = '', flag = '', prefix] = words(row);
    return { key, flag, form, ...(prefix === undefined ? {} : { prefix }), isNew: NEW_KEYS.has(key) };
  });
}

/** The keys with flags, in Quadlet's order (containers/podman `quadlet.go`, `ConvertContainer`). */
export const QUADLET_KEYS: readonly QuadletKey[] = [
  ...rows('given', 'LogDriver log-driver'),
  ...rows('words', 'LogOpt log-opt'),
  ...rows(
    'string',
    `CgroupsMode cgroups, Timezone tz, Memory memory, PidsLimit pids-limit, ShmSize shm-size, Entrypoint entrypoint,
    WorkingDir workdir, IP ip, IP6 ip6, HostName hostname, StopSignal stop-signal, StopTimeout stop-timeout, Pull pull,
    Retry retry, RetryDelay retry-delay`,
  ),
  ...rows(
    'strings',
    `NetworkAlias network-alias, Ulimit ulimit, DNS dns, DNSOption dns-option, DNSSearch dns-search, GroupAdd group-add,
    AddHost add-host, Tmpfs tmpfs`,
  ),
  ...rows('boolean', 'RunInit init, EnvironmentHost env-host, ReadOnlyTmpfs read-only-tmpfs, HttpProxy http-proxy'),
  ...rows('networks', 'Network network'),
  ...rows(
    'switch',
    `NoNewPrivileges security-opt no-new-privileges, SecurityLabelDisable security-opt label=disable,
    SecurityLabelNested security-opt label=nested`,
  ),
  ...rows(
    'string',
    `SecurityLabelType security-opt label=type:, SecurityLabelFileType security-opt label=filetype:,
    SecurityLabelLevel security-opt label=level:, AppArmor security-opt apparmor=`,
  ),
  ...rows('devices', 'AddDevice device'),
  ...rows('given', 'SeccompProfile security-opt seccomp='),
  ...rows('words', 'DropCapability cap-drop, AddCapability cap-add, Sysctl sysctl'),
  ...rows('boolean', 'ReadOnly read-only'),
  ...rows('string', 'UserNS userns'),
  ...rows('words', 'UIDMap uidmap, GIDMap gidmap'),
  ...rows('string', 'SubUIDMap subuidname, SubGIDMap subgidname'),
  ...rows('volumes', 'Volume volume'),
  ...rows('string', 'AutoUpdate label io.containers.autoupdate='),
  ...rows('strings', 'ExposeHostPort expose, PublishPort publish'),
  ...rows('pairs', 'Environment env, Label label, Annotation annotation'),
  ...rows('arguments', `Mask security-opt mask=, Unmask security-opt unmask=, EnvironmentFile env-file, Secret secret`),
  ...rows('mounts', 'Mount mount'),
  ...rows(
    'string',
    `HealthCmd health-cmd, HealthInterval health-interval, HealthOnFailure health-on-failure,
    HealthLogDestination health-log-destination, HealthMaxLogCount health-max-log-count,
    HealthMaxLogSize health-max-log-size, HealthRetries health-retries, HealthStartPeriod health-start-period,
    HealthTimeout health-timeout, HealthStartupCmd health-startup-cmd, HealthStartupInterval health-startup-interval,
    HealthStartupRetries health-startup-retries, HealthStartupSuccess health-startup-success,
    HealthStartupTimeout health-startup-timeout`,
  ),
];

/** The other keys of `[Container]`, without flags of their own. */
export const OTHER_QUADLET_KEYS: readonly string[] = words(
  `ContainerName ContainersConfModule Exec GlobalArgs Group Image Notify PodmanArgs Pod ReloadCmd ReloadSignal
  RemapGid RemapUid RemapUidSize RemapUsers Rootfs ServiceName StartWithPod User VolatileTmp`,
);

export interface QuadletSetting {
  readonly key: string;
  readonly value: string;
}

/**
 * The setting for a flag of `podman run` with a value: the flag's own key, or `PodmanArgs=`. A key
 * newer than podman 5.4 is used only if `isUsed` accepts it.
 */
export function quadletSetting(
  flag: string,
  value: string | undefined,
  isUsed: (key: string) => boolean = () => false,
): QuadletSetting {
  if (flag === 'user' && value !== undefined) return { key: 'User', value };
  for (const { key, form, prefix, isNew, flag: own } of QUADLET_KEYS) {
    if (own !== flag || (isNew && !isUsed(key))) continue;
    if (form === 'switch') {
      // The engine accepts `no-new-privileges`, `=true` and `:true`.
      if (value !== undefined && value.replace(/[=:]true$/, '') === prefix) return { key, value: 'true' };
    } else if (form === 'boolean') return { key, value: value ?? 'true' };
    else if (prefix === undefined) return { key, value: value ?? '' };
    else if (value?.startsWith(prefix) === true) return { key, value: value.slice(prefix.length) };
  }
  return { key: 'PodmanArgs', value: value === undefined ? `--${flag}` : `--${flag}=${value}` };
}
