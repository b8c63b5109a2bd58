import type { HostConfig } from '../../model/host-config.ts';
import { known, mapSetting, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import type { Members } from './members.ts';

/** Where podman puts a container unasked (containers/podman `libpod/define.go`; `user.slice` without root). */
const DEFAULT_CGROUP_PARENTS: readonly string[] = ['machine.slice', 'user.slice', '/libpod_parent'];

/** Podman's own notation of a limit's name, `RLIMIT_NOFILE`. */
const RLIMIT = /^RLIMIT_/;

/**
 * The host configuration that was asked for. Podman prints what is in force, whether asked for or not
 * (containers/podman `libpod/container_inspect.go`): the default ulimits and cgroup, and capabilities one by one in the
 * place of `ALL`. The command that made the container, where it is given, says what was asked for.
 */
export function asAsked(host: HostConfig, members: Members, config: Members | undefined): HostConfig {
  const asked = defined({ ...host, securityOpt: withoutAddedLabel(host) });
  if (!members.has('CgroupManager')) return asked;
  const command = config?.texts('CreateCommand') ?? [];
  const hasLimits = optionValues(command, '--ulimit').length > 0;
  const dropped = optionValues(command, '--cap-drop').find((text) => text.skeleton.toUpperCase() === 'ALL');
  return defined({
    ...asked,
    cgroupParent: DEFAULT_CGROUP_PARENTS.includes(valueOf(host.cgroupParent) ?? '') ? undefined : host.cgroupParent,
    capDrop: dropped === undefined ? host.capDrop : [known('ALL', dropped.place)],
    ulimits: hasLimits
      ? host.ulimits?.map((limit) => ({
          ...limit,
          name: mapSetting(limit.name, (name) => name.replace(RLIMIT, '').toLowerCase()),
        }))
      : undefined,
  });
}

const LABELS_OFF = 'label=disable';

/**
 * The engine turns SELinux labels off by itself for a container that is privileged or shares the host's processes or
 * IPC, and prints that as one more option, the last, unless the request names a label (moby `daemon/create.go`,
 * `generateSecurityOpt`). It was not asked for.
 */
function withoutAddedLabel({ securityOpt = [], privileged, pidMode, ipcMode }: HostConfig): HostConfig['securityOpt'] {
  const turnsLabelsOff = privileged !== undefined || [pidMode, ipcMode].some((mode) => valueOf(mode) === 'host');
  const options = securityOpt.map((option) => valueOf(option) ?? '');
  const isAdded =
    turnsLabelsOff &&
    options.at(-1) === LABELS_OFF &&
    options.filter((option) => option.startsWith('label=')).length === 1;
  const asked = isAdded ? securityOpt.slice(0, -1) : securityOpt;
  return asked.length === 0 ? undefined : asked;
}

/** The values of an option of `podman run` in either of its forms. */
function optionValues(command: readonly Text[], option: string): readonly Text[] {
  return command.flatMap((word, index) => {
    if (word.skeleton.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    const next = command[index + 1];
    return word.skeleton === option && next !== undefined ? [next] : [];
  });
}
