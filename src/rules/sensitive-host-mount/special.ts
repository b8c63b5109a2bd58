import type { Voice } from '../shared/voice.ts';

const NO_DEVICES = /^\/dev\/(?:shm|pts|mqueue|hugepages)(?:\/|$)/;

const SOCKET = /sock(?:et)?$/;

/** True for a socket or a device, for which a read-only mount makes no difference. */
export function isSpecial(path: string): boolean {
  return SOCKET.test(path) || (/^\/dev(?:\/|$)/.test(path) && !NO_DEVICES.test(path));
}

const NOT_READ_ONLY = "a read-only mount doesn't prevent writing to devices.";

/** The remedy for a mount of a socket or a device; `undefined` for other paths. */
export function specialRemedy(voice: Voice, path: string): string | undefined {
  if (/^\/dev\/shm(?:\/|$)/.test(path))
    return voice.remedy({
      compose: 'Give it its own: `shm_size` for its `/dev/shm`, or `tmpfs` for another directory in memory.',
      docker: 'Give it its own: `--shm-size` for its `/dev/shm`, or `--tmpfs` for another directory in memory.',
    });
  if (!isSpecial(path)) return undefined;
  if (SOCKET.test(path))
    return "Remove the mount unless the container needs this socket; a read-only mount doesn't prevent connections.";
  if (path === '/dev')
    return voice.remedy({
      compose: `Remove the mount and list the devices it needs under \`devices\`: ${NOT_READ_ONLY}`,
      docker: `Remove the mount and pass the devices it needs with \`--device\`: ${NOT_READ_ONLY}`,
      service: `Remove the mount, or run the container outside the swarm with the devices it needs: ${NOT_READ_ONLY}`,
    });
  return voice.remedy({
    compose: 'Remove the mount and list the one device it needs under `devices`, with at most `r` or `rw`.',
    docker: 'Remove the mount and pass the one device it needs with `--device`, with at most `r` or `rw`.',
    service: "Remove the mount: swarm services can't use devices, so run this outside the swarm.",
  });
}
