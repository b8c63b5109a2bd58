import type { HostConfig } from '../../model/host-config.ts';
import { valueOf } from '../../text/setting.ts';

const LABELS_OFF = 'label=disable';

/** Removes the engine's last SELinux option for privileged containers or host namespaces without requested label (moby `generateSecurityOpt`). */
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
