import { words } from '../../util/words.ts';

/**
 * How a module's parameter maps to a flag of `docker run` or `podman run`:
 * - `value`: the value
 * - `boolean`: the flag with true or false
 * - `list`: the flag for each element, also of a comma-separated text
 * - `pairs`: the flag for each mapping entry, as `name=value`; `hosts` as `name:value`
 * - `rates`: the flag for each mapping in a list, as `path:rate`
 */
export type ParameterForm = 'value' | 'boolean' | 'list' | 'pairs' | 'hosts' | 'rates';

export interface AnsibleParameter {
  /** Remedies show the first one. */
  readonly names: readonly string[];
  /** Without dashes. */
  readonly flag: string;
  readonly form: ParameterForm;
}

/** The parameters of one form. Each has a flag, followed by its names if they differ from it. */
export function ansibleParameters(form: ParameterForm, table: string): readonly AnsibleParameter[] {
  return table.split(',').map((row) => {
    const [flag = '', ...names] = words(row);
    return { flag, form, names: names.length === 0 ? [flag.replaceAll('-', '_')] : names };
  });
}

/**
 * Parameters of `community.docker.docker_container`, from its source: flag, then names. Other
 * parameters are in the front end's `docker-container.ts`.
 */
export const DOCKER_PARAMETERS: readonly AnsibleParameter[] = [
  ...ansibleParameters(
    'value',
    `blkio-weight, cgroup-parent, cgroupns cgroupns_mode, cpu-period, cpu-quota, cpu-shares, cpus, cpuset-cpus,
    cpuset-mems, domainname, env-file, hostname, ipc ipc_mode, log-driver, memory, memory-reservation,
    memory-swappiness, oom-score-adj, pid pid_mode, pids-limit, platform, runtime, shm-size, stop-signal, stop-timeout,
    user, userns userns_mode, uts, volume-driver, workdir working_dir`,
  ),
  ...ansibleParameters(
    'boolean',
    `init, interactive, oom-kill-disable oom_killer, privileged, publish-all publish_all_ports, read-only,
    rm auto_remove, tty`,
  ),
  ...ansibleParameters(
    'list',
    `cap-add capabilities, cap-drop, device devices, device-cgroup-rule device_cgroup_rules, dns dns_servers,
    dns-option dns_opts, dns-search dns_search_domains, expose exposed_ports exposed expose, group-add groups,
    link links, security-opt security_opts, tmpfs, volume volumes, volumes-from`,
  ),
  ...ansibleParameters(
    'pairs',
    'env, label labels, log-opt log_options log_opt, storage-opt storage_opts, sysctl sysctls',
  ),
  ...ansibleParameters('hosts', 'add-host etc_hosts'),
  ...ansibleParameters('rates', 'device-read-bps, device-write-bps, device-read-iops, device-write-iops'),
];

/** Parameters that front ends parse separately, to name a flag's parameter. */
const OTHER_DOCKER_PARAMETERS: readonly AnsibleParameter[] = [
  ...ansibleParameters('value', 'memory-swap, network network_mode, restart restart_policy'),
  ...ansibleParameters('list', 'publish published_ports ports, ulimit ulimits'),
];

/** Parameters of `community.docker.docker_swarm_service`, and flags of `docker service create`. */
export const SERVICE_PARAMETERS: readonly AnsibleParameter[] = [
  ...ansibleParameters('value', 'hostname, mode, name, stop-signal, user, workdir working_dir'),
  ...ansibleParameters('boolean', 'init, read-only, tty'),
  ...ansibleParameters(
    'list',
    'cap-add, cap-drop, dns, dns-option dns_options, dns-search, env-file env_files, group groups',
  ),
  ...ansibleParameters('pairs', 'container-label container_labels, env, label labels, sysctl sysctls'),
  ...ansibleParameters('hosts', 'host hosts'),
];

/** Parameters of `containers.podman.podman_container`, which calls podman with these flags. */
export const PODMAN_PARAMETERS: readonly AnsibleParameter[] = [
  ...ansibleParameters(
    'value',
    `blkio-weight, cgroup-parent, cgroupns, cgroups, cpu-period, cpu-quota, cpu-shares, cpus, cpuset-cpus, cpuset-mems,
    device-cgroup-rule, dns-option dns_option dns_opts, entrypoint, gpus, health-cmd healthcheck health_cmd,
    health-interval healthcheck_interval health_interval, health-retries healthcheck_retries health_retries,
    health-start-period healthcheck_start_period health_start_period,
    health-timeout healthcheck_timeout health_timeout, hostname, image-volume, ip, ip6, ipc ipc ipc_mode, label-file,
    log-driver, mac-address, memory, memory-reservation, memory-swap, memory-swappiness, oom-score-adj,
    pid pid pid_mode, pids-limit, platform, pod, restart restart_policy, seccomp-policy, shm-size, stop-signal,
    stop-timeout, systemd, user, userns userns userns_mode, uts, workdir workdir working_dir`,
  ),
  ...ansibleParameters(
    'boolean',
    `env-host, init, interactive, no-healthcheck, oom-kill-disable, privileged, publish-all, read-only, read-only-tmpfs,
    rm rm remove auto_remove, tty`,
  ),
  ...ansibleParameters(
    'list',
    `cap-add cap_add capabilities, cap-drop, device, device-read-bps, device-read-iops, device-write-bps,
    device-write-iops, dns dns dns_servers, dns-search dns_search dns_search_domains, env-file env_file env_files,
    expose expose exposed exposed_ports, gidmap, group-add group_add groups, mount mount mounts,
    network network net network_mode, network-alias network_aliases network_alias,
    publish publish ports published published_ports, secret secrets, security-opt, uidmap, ulimit ulimit ulimits,
    volume volume volumes, volumes-from`,
  ),
  ...ansibleParameters('pairs', 'annotation, env, label label labels, sysctl'),
  ...ansibleParameters('hosts', 'add-host etc_hosts add_hosts, blkio-weight-device, tmpfs'),
];

const OTHER_PODMAN_PARAMETERS: readonly AnsibleParameter[] = ansibleParameters('pairs', 'log-opt log_opt log_options');

/** The parameter for a flag; the flag is given without dashes. */
export function ansibleParameter(
  flag: string,
  isPodman: boolean,
): { readonly name: string; readonly form: ParameterForm } | undefined {
  const rows = isPodman
    ? [...PODMAN_PARAMETERS, ...OTHER_PODMAN_PARAMETERS]
    : [...DOCKER_PARAMETERS, ...OTHER_DOCKER_PARAMETERS];
  const found = rows.find((one) => one.flag === flag);
  const [name] = found?.names ?? [];
  return found === undefined || name === undefined ? undefined : { name, form: found.form };
}
