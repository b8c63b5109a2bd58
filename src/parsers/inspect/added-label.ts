import type { HostConfig } from '../../model/host-config.ts';
import { valueOf } from '../../text/setting.ts';

const LABELS_OFF = 'label=disable';

/**
 * The engine turns SELinux labels off by itself for a container that is privileged or shares the host's processes or
 * IPC, and prints that as one more option, the last, unless the request names a label (moby `daemon/create.go`,
 * `generateSecurityOpt`). It was not asked for.
 */
export function withoutAddedLabel({
  securityOpt = [],
  privileged,
  pidMode,
  ipcMode,
}: HostConfig): HostConfig['securityOpt'] {
  const turnsLabelsOff = privileged !== undefined || [pidMode, ipcMode].some((mode) => valueOf(mode) === 'host');
  const options = securityOpt.map((option) => valueOf(option) ?? '');
  const isAdded =
    turnsLabelsOff &&
    options.at(-1) === LABELS_OFF &&
    options.filter((option) => option.startsWith('label=')).length === 1;
  const asked = isAdded ? securityOpt.slice(0, -1) : securityOpt;
  return asked.length === 0 ? undefined : asked;
}
