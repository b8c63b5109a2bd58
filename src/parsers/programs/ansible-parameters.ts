import { words } from '../../util/words.ts';

/**
 * How a parameter of a module becomes a flag of `docker run` or `podman run`.
 *
 * - `value`: the value
 * - `boolean`: the flag with true or false
 * - `list`: the flag for each element, which may be one text with commas
 * - `pairs`: the flag for each entry of a mapping, as `name=value`; `hosts` as `name:value`
 */
export type ParameterForm = 'value' | 'boolean' | 'list' | 'pairs' | 'hosts';

/** A parameter, and the flag that says the same. */
export interface AnsibleParameter {
  /** The first one is that which a remedy names. */
  readonly names: readonly string[];
  /** Without its dashes. */
  readonly flag: string;
  readonly form: ParameterForm;
}

function rows(form: ParameterForm, lines: readonly string[]): readonly AnsibleParameter[] {
  return lines.map((line) => {
    const [flag = '', ...names] = words(line);
    return { flag, form, names: names.length === 0 ? [flag.replaceAll('-', '_')] : names };
  });
}

/** Parameters of `community.docker.docker_container`, after its documentation: first the flag, then the names. */
export const DOCKER_PARAMETERS: readonly AnsibleParameter[] = [
  ...rows('value', [
    'blkio-weight',
    'cgroup-parent',
    'cgroupns cgroupns_mode',
    'cpu-period',
    'cpu-quota',
    'cpu-shares',
    'cpus',
    'cpuset-cpus',
    'cpuset-mems',
    'domainname',
    'env-file',
    'hostname',
    'ipc ipc_mode',
    'log-driver',
    'memory',
    'memory-reservation',
    'memory-swap',
    'memory-swappiness',
    'network network_mode',
    'oom-score-adj',
    'pid pid_mode',
    'pids-limit',
    'platform',
    'runtime',
    'shm-size',
    'stop-signal',
    'stop-timeout',
    'user',
    'userns userns_mode',
    'uts',
    'volume-driver',
    'workdir working_dir',
  ]),
  ...rows('boolean', [
    'init',
    'interactive',
    'oom-kill-disable oom_killer',
    'privileged',
    'publish-all publish_all_ports',
    'read-only',
    'rm auto_remove cleanup',
    'tty',
  ]),
  ...rows('list', [
    'cap-add capabilities',
    'cap-drop',
    'device devices',
    'device-cgroup-rule device_cgroup_rules',
    'dns dns_servers',
    'expose exposed_ports exposed expose',
    'group-add groups',
    'link links',
    'publish published_ports ports',
    'security-opt security_opts',
    'tmpfs',
    'ulimit ulimits',
    'volume volumes',
    'volumes-from',
  ]),
  ...rows('pairs', ['env', 'label labels', 'log-opt log_options log_opt', 'sysctl sysctls']),
  ...rows('hosts', ['add-host etc_hosts']),
];

/** Parameters of `containers.podman.podman_container`, after its documentation. */
export const PODMAN_PARAMETERS: readonly AnsibleParameter[] = [
  ...rows('value', [
    'blkio-weight',
    'cgroup-parent',
    'cgroupns',
    'cgroups',
    'cpu-period',
    'cpu-quota',
    'cpu-shares',
    'cpus',
    'cpuset-cpus',
    'cpuset-mems',
    'health-cmd healthcheck health_cmd',
    'hostname',
    'ipc ipc ipc_mode',
    'log-driver',
    'memory',
    'memory-reservation',
    'memory-swap',
    'memory-swappiness',
    'oom-score-adj',
    'pid pid pid_mode',
    'pids-limit',
    'platform',
    'pod',
    'seccomp-policy',
    'shm-size',
    'stop-signal',
    'stop-timeout',
    'user',
    'userns userns userns_mode',
    'uts',
    'workdir workdir working_dir',
  ]),
  ...rows('boolean', [
    'init',
    'interactive',
    'no-healthcheck',
    'oom-kill-disable',
    'privileged',
    'publish-all',
    'read-only',
    'rm rm remove auto_remove',
    'tty',
  ]),
  ...rows('list', [
    'cap-add cap_add capabilities',
    'cap-drop',
    'device',
    'device-cgroup-rule',
    'dns dns dns_servers',
    'env-file env_file env_files',
    'expose expose exposed exposed_ports',
    'group-add group_add groups',
    'network network net network_mode',
    'publish publish ports published published_ports',
    'secret secrets',
    'security-opt',
    'ulimit ulimit ulimits',
    'volume volume volumes',
    'volumes-from',
  ]),
  ...rows('pairs', ['env', 'label label labels', 'log-opt log_opt log_options', 'sysctl', 'annotation']),
  ...rows('hosts', ['add-host etc_hosts add_hosts']),
];

/** The parameter that says what a flag does, without its dashes. */
export function ansibleParameter(
  flag: string,
  isPodman: boolean,
): { readonly name: string; readonly form: ParameterForm } | undefined {
  if (flag === 'restart') return { name: 'restart_policy', form: 'value' };
  const found = (isPodman ? PODMAN_PARAMETERS : DOCKER_PARAMETERS).find((one) => one.flag === flag);
  const [name] = found?.names ?? [];
  return found === undefined || name === undefined ? undefined : { name, form: found.form };
}
