import type { Container } from '../../model/container.ts';
import type { StatedFix } from '../shared/changes.ts';
import type { HostMount, MountForm } from '../shared/host/driver-mounts.ts';
import { liesIn, normalizeHostPath } from '../shared/host/paths.ts';
import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

/** The devices that a container can use: all, or those that its cgroup rules allow. */
export type DeviceAccess = 'all' | 'by rules';

const NO_DEVICES = /^\/dev\/(?:shm|pts|mqueue|hugepages)(?:\/|$)/;

const SOCKET = /sock(?:et)?$/;

/** True for a socket or a device, for which a read-only mount makes no difference. */
export function isSpecial(path: string): boolean {
  return SOCKET.test(path) || (/^\/dev(?:\/|$)/.test(path) && !NO_DEVICES.test(path));
}

const PLUGGED_IN =
  '; for devices that are plugged in later, mount only their directory, such as `/dev/bus/usb`, and allow their class with ';

/** The remedy for a mount of a socket or a device; `undefined` for others. */
export function specialRemedy(voice: Voice, path: string, isPrivileged = false): string | undefined {
  if (/^\/dev\/shm(?:\/|$)/.test(path))
    return voice.remedy({
      compose: 'Give it its own: `shm_size` for its `/dev/shm`, or `tmpfs` for another directory in memory.',
      docker: 'Give it its own: `--shm-size` for its `/dev/shm`, or `--tmpfs` for another directory in memory.',
    });
  if (/^\/sys\/fs\/cgroup(?:\/|$)/.test(path))
    return `If it runs systemd, use ${voice.remedy({ compose: '`cgroup: private`', docker: '`--cgroupns private`' })} instead of the mount (cgroup v2); if it reads statistics, mount it read-only. If it needs the mount, ${voice.suppression('sensitive-host-mount', 'runs systemd')}.`;
  if (!isSpecial(path)) return undefined;
  if (SOCKET.test(path))
    return "Remove the mount unless the container needs this socket; a read-only mount doesn't prevent connections.";
  if (path === '/dev') {
    const otherwise = `If neither works, ${voice.suppression('sensitive-host-mount', 'needs devices that are plugged in later')}.`;
    return voice.remedy({
      compose: `${isPrivileged ? 'Without `privileged: true`, list' : 'List'} the devices it needs under \`devices\` instead${PLUGGED_IN}\`device_cgroup_rules: ['c 189:* rw']\`. ${otherwise}`,
      docker: `${isPrivileged ? 'Without `--privileged`, pass' : 'Pass'} the devices it needs with \`--device\` instead${PLUGGED_IN}\`--device-cgroup-rule 'c 189:* rw'\`. ${otherwise}`,
      service: `Remove the mount, or run the container outside the swarm with the devices it needs: a read-only mount doesn't prevent writing to devices.`,
    });
  }
  return voice.remedy({
    compose: 'Remove the mount and list the one device it needs under `devices`, with at most `r` or `rw`.',
    docker: 'Remove the mount and pass the one device it needs with `--device`, with at most `r` or `rw`.',
    service: "Remove the mount: swarm services can't use devices, so run this outside the swarm.",
  });
}

/** What a writable mount allows. */
export function reachOf({
  path,
  devices,
}: {
  readonly path: string;
  readonly devices: DeviceAccess | undefined;
}): string {
  if (path !== '/dev') return 'so it can change host files';
  if (devices === 'all') return 'and can use every device, since it is privileged';
  const byRules = devices === undefined ? '' : ', and use the devices that its cgroup rules allow';
  return `so it can remove or replace device files${byRules}`;
}

export function devicesOf({ hostConfig: { privileged, deviceCgroupRules = [] } }: Container): DeviceAccess | undefined {
  if (privileged?.known === true && privileged.value) return 'all';
  return deviceCgroupRules.length > 0 ? 'by rules' : undefined;
}

/** How to make the mount read-only if `:ro` isn't valid. */
export function readOnlyWord(voice: Voice): string {
  const instead = 'instead of `:ro`';
  return voice.remedy({ compose: `\`read_only: true\` ${instead}`, docker: `\`,readonly\` ${instead}` });
}

/** How to make the mount read-only in its form. */
export function makeReadOnly(
  voice: Voice,
  { form, hasWrongMode }: { readonly form: MountForm; readonly hasWrongMode?: boolean | undefined },
): string {
  if (hasWrongMode) return `If it only reads, use ${readOnlyWord(voice)}.`;
  switch (form) {
    case 'bind':
      return 'If it only reads, add `:ro`.';
    case 'bind with options':
      return 'If it only reads, add `ro` to its options.';
    case 'writable bind':
      return 'If it only reads, change `rw` to `ro`.';
    case 'mount':
      return voice.remedy({
        compose: 'If it only reads, add `read_only: true`.',
        docker: 'If it only reads, add `,readonly`.',
      });
    case 'volume':
      return "If it only reads, add `ro` to the volume's `o` option.";
  }
}

const OFTEN_WRITTEN = ['/etc/hosts', '/sys/fs/bpf', '/sys/fs/cgroup', '/sys/kernel'];

export function toReadOnly(
  { list, place, source }: HostMount,
  isConfiguration: boolean,
): readonly StatedFix<'readOnly'>[] {
  if (list === undefined) return [];
  const change = { kind: 'set-in', field: list, place, member: 'readOnly', value: true } as const;
  const lowered = isConfiguration ? 'It is a host setting that containers only read.' : undefined;
  const path = source.known ? normalizeHostPath(source.value) : '';
  const why = `\`${short(path)}\` is often mounted so that programs such as tracers or hostname managers can write to it.`;
  const withheld = OFTEN_WRITTEN.some((each) => liesIn(path, each)) ? why : undefined;
  return [{ id: 'readOnly', lowered, withheld, changes: [change] }];
}
