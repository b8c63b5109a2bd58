import type { HostConfig } from '../../model/host-config.ts';
import { known, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import { type Fields } from './fields.ts';

/** What podman puts a container into when nothing is asked for (containers/podman `libpod/define.go`; `user.slice` without root). */
const DEFAULT_CGROUP_PARENTS: readonly string[] = ['machine.slice', 'user.slice', '/libpod_parent'];

/** Podman's own notation of a limit's name, `RLIMIT_NOFILE`. */
const RLIMIT = /^RLIMIT_/;

/**
 * The host configuration that was asked of podman. Podman prints what is in force, whether asked for or not (containers/podman
 * `libpod/container_inspect.go`): the default ulimits and cgroup, and capabilities one by one in the place of `ALL`. The command that
 * made the container, where it is given, says what was asked for. Another engine's is returned as it is.
 */
export function fromPodman(host: HostConfig, hostFields: Fields, config: Fields | undefined): HostConfig {
  if (!hostFields.has('CgroupManager')) return host;
  const command = config?.texts('CreateCommand') ?? [];
  const limits = optionValues(command, '--ulimit');
  const dropped = optionValues(command, '--cap-drop').find((text) => text.skeleton.toUpperCase() === 'ALL');
  return defined({
    ...host,
    cgroupParent: DEFAULT_CGROUP_PARENTS.includes(valueOf(host.cgroupParent) ?? '') ? undefined : host.cgroupParent,
    capDrop: dropped === undefined ? host.capDrop : [known('ALL', dropped.place)],
    ulimits:
      limits.length === 0
        ? undefined
        : host.ulimits?.map((limit) => ({
            ...limit,
            name: limit.name.known
              ? known(limit.name.value.replace(RLIMIT, '').toLowerCase(), limit.name.place)
              : limit.name,
          })),
  });
}

/** The values of an option of `podman run` in either of its forms. */
function optionValues(command: readonly Text[], option: string): readonly Text[] {
  return command.flatMap((word, index) => {
    if (word.skeleton.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    const next = command[index + 1];
    return word.skeleton === option && next !== undefined ? [next] : [];
  });
}
