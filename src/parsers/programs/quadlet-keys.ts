import { words } from '../../util/words.ts';
/**
 * How a key of Quadlet's `[Container]` maps to a flag of `podman run`:
 * - `string`: the last value, unless empty
 * - `given`: the last value, even if empty
 * - `strings`: each value
 * - `words`: each word of each value; backslashes are literal
 * - `arguments`: each word of each value, with escapes
 * - `pairs`: each `NAME=value` of each value, sorted; the last one of a name wins
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

/** A key of `[Container]` with its flag. */
export interface QuadletKey {
  readonly key: string;
  /** Without dashes. */
  readonly flag: string;
  readonly form: QuadletForm;
  /** The start of the flag's value; all of it for a `switch`. */
  readonly prefix?: string;
  /** True for a key newer than podman 5.4; older versions need `PodmanArgs=`. */
  readonly isNew?: true;
}

/** The keys with flags, in Quadlet's order (containers/podman `quadlet.go`, `ConvertContainer`). */
export const QUADLET_KEYS: readonly QuadletKey[] = [
  { key: 'LogDriver', flag: 'log-driver', form: 'given' },
  { key: 'LogOpt', flag: 'log-opt', form: 'words' },
  { key: 'CgroupsMode', flag: 'cgroups', form: 'string' },

  { key: 'Timezone', flag: 'tz', form: 'string' },
  { key: 'Memory', flag: 'memory', form: 'string', isNew: true },
  { key: 'PidsLimit', flag: 'pids-limit', form: 'string' },
  { key: 'ShmSize', flag: 'shm-size', form: 'string' },
  { key: 'Entrypoint', flag: 'entrypoint', form: 'string' },
  { key: 'WorkingDir', flag: 'workdir', form: 'string' },
  { key: 'IP', flag: 'ip', form: 'string' },
  { key: 'IP6', flag: 'ip6', form: 'string' },
  { key: 'HostName', flag: 'hostname', form: 'string' },
  { key: 'StopSignal', flag: 'stop-signal', form: 'string' },
  { key: 'StopTimeout', flag: 'stop-timeout', form: 'string' },
  { key: 'Pull', flag: 'pull', form: 'string' },
  { key: 'Retry', flag: 'retry', form: 'string', isNew: true },
  { key: 'RetryDelay', flag: 'retry-delay', form: 'string', isNew: true },

  { key: 'NetworkAlias', flag: 'network-alias', form: 'strings' },
  { key: 'Ulimit', flag: 'ulimit', form: 'strings' },
  { key: 'DNS', flag: 'dns', form: 'strings' },
  { key: 'DNSOption', flag: 'dns-option', form: 'strings' },
  { key: 'DNSSearch', flag: 'dns-search', form: 'strings' },
  { key: 'GroupAdd', flag: 'group-add', form: 'strings' },
  { key: 'AddHost', flag: 'add-host', form: 'strings' },
  { key: 'Tmpfs', flag: 'tmpfs', form: 'strings' },

  { key: 'RunInit', flag: 'init', form: 'boolean' },
  { key: 'EnvironmentHost', flag: 'env-host', form: 'boolean' },
  { key: 'ReadOnlyTmpfs', flag: 'read-only-tmpfs', form: 'boolean' },
  { key: 'HttpProxy', flag: 'http-proxy', form: 'boolean', isNew: true },

  { key: 'Network', flag: 'network', form: 'networks' },

  { key: 'NoNewPrivileges', flag: 'security-opt', form: 'switch', prefix: 'no-new-privileges' },
  { key: 'SecurityLabelDisable', flag: 'security-opt', form: 'switch', prefix: 'label=disable' },
  { key: 'SecurityLabelNested', flag: 'security-opt', form: 'switch', prefix: 'label=nested' },
  { key: 'SecurityLabelType', flag: 'security-opt', form: 'string', prefix: 'label=type:' },
  { key: 'SecurityLabelFileType', flag: 'security-opt', form: 'string', prefix: 'label=filetype:' },
  { key: 'SecurityLabelLevel', flag: 'security-opt', form: 'string', prefix: 'label=level:' },
  { key: 'AppArmor', flag: 'security-opt', form: 'string', prefix: 'apparmor=', isNew: true },
  { key: 'AddDevice', flag: 'device', form: 'devices' },
  { key: 'SeccompProfile', flag: 'security-opt', form: 'given', prefix: 'seccomp=' },
  { key: 'DropCapability', flag: 'cap-drop', form: 'words' },
  { key: 'AddCapability', flag: 'cap-add', form: 'words' },
  { key: 'Sysctl', flag: 'sysctl', form: 'words' },
  { key: 'ReadOnly', flag: 'read-only', form: 'boolean' },

  { key: 'UserNS', flag: 'userns', form: 'string' },
  { key: 'UIDMap', flag: 'uidmap', form: 'words' },
  { key: 'GIDMap', flag: 'gidmap', form: 'words' },
  { key: 'SubUIDMap', flag: 'subuidname', form: 'string' },
  { key: 'SubGIDMap', flag: 'subgidname', form: 'string' },

  { key: 'Volume', flag: 'volume', form: 'volumes' },
  { key: 'AutoUpdate', flag: 'label', form: 'string', prefix: 'io.containers.autoupdate=' },
  { key: 'ExposeHostPort', flag: 'expose', form: 'strings' },
  { key: 'PublishPort', flag: 'publish', form: 'strings' },
  { key: 'Environment', flag: 'env', form: 'pairs' },
  { key: 'Label', flag: 'label', form: 'pairs' },
  { key: 'Annotation', flag: 'annotation', form: 'pairs' },
  { key: 'Mask', flag: 'security-opt', form: 'arguments', prefix: 'mask=' },
  { key: 'Unmask', flag: 'security-opt', form: 'arguments', prefix: 'unmask=' },
  { key: 'EnvironmentFile', flag: 'env-file', form: 'arguments' },
  { key: 'Secret', flag: 'secret', form: 'arguments' },
  { key: 'Mount', flag: 'mount', form: 'mounts' },

  { key: 'HealthCmd', flag: 'health-cmd', form: 'string' },
  { key: 'HealthInterval', flag: 'health-interval', form: 'string' },
  { key: 'HealthOnFailure', flag: 'health-on-failure', form: 'string' },
  { key: 'HealthLogDestination', flag: 'health-log-destination', form: 'string' },
  { key: 'HealthMaxLogCount', flag: 'health-max-log-count', form: 'string' },
  { key: 'HealthMaxLogSize', flag: 'health-max-log-size', form: 'string' },
  { key: 'HealthRetries', flag: 'health-retries', form: 'string' },
  { key: 'HealthStartPeriod', flag: 'health-start-period', form: 'string' },
  { key: 'HealthTimeout', flag: 'health-timeout', form: 'string' },
  { key: 'HealthStartupCmd', flag: 'health-startup-cmd', form: 'string' },
  { key: 'HealthStartupInterval', flag: 'health-startup-interval', form: 'string' },
  { key: 'HealthStartupRetries', flag: 'health-startup-retries', form: 'string' },
  { key: 'HealthStartupSuccess', flag: 'health-startup-success', form: 'string' },
  { key: 'HealthStartupTimeout', flag: 'health-startup-timeout', form: 'string' },
];

/** The other keys of `[Container]`, without flags of their own. */
export const OTHER_QUADLET_KEYS: readonly string[] = words(
  `ContainerName ContainersConfModule Exec GlobalArgs Group Image Notify PodmanArgs Pod ReloadCmd ReloadSignal
  RemapGid RemapUid RemapUidSize RemapUsers Rootfs ServiceName StartWithPod User VolatileTmp`,
);

/** A setting of `[Container]`, as written. */
export interface QuadletSetting {
  readonly key: string;
  readonly value: string;
}

/** The setting for a flag of `podman run` with a value: its own key, else `PodmanArgs=`. Keys newer than podman 5.4 count only if `isUsed` accepts them. */
export function quadletSetting(
  flag: string,
  value: string | undefined,
  isUsed: (key: string) => boolean = () => false,
): QuadletSetting {
  if (flag === 'user' && value !== undefined) return { key: 'User', value };
  for (const { key, form, prefix, isNew, flag: own } of QUADLET_KEYS) {
    if (own !== flag || (isNew === true && !isUsed(key))) continue;
    if (form === 'switch') {
      // The engine accepts `no-new-privileges`, `=true` and `:true`.
      if (value !== undefined && value.replace(/[=:]true$/, '') === prefix) return { key, value: 'true' };
    } else if (form === 'boolean') return { key, value: value ?? 'true' };
    else if (prefix === undefined) return { key, value: value ?? '' };
    else if (value?.startsWith(prefix) === true) return { key, value: value.slice(prefix.length) };
  }
  return { key: 'PodmanArgs', value: value === undefined ? `--${flag}` : `--${flag}=${value}` };
}
