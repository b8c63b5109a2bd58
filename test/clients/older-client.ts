import { isIpAddress } from '../../src/parsers/syntax/ip-address.ts';
import { parseSize } from '../../src/parsers/syntax/size.ts';
import { trimSpace } from '../../src/parsers/syntax/space.ts';
import type { Use } from './docker-lines.ts';
import { isBefore } from './installed.ts';

/**
 * A way in which older clients differ from today's, which the model follows
 * (test/conformance/docker/newer.sh).
 */
interface Deviation {
  /** The first version that matches the model; Debian's clients use older libraries. */
  readonly until: string;
  readonly flags: readonly string[];
  readonly applies: (value: string) => boolean;
  /** The fields that differ. */
  readonly paths?: readonly string[];
  /** True if one may reject what the other accepts. */
  readonly isRefused?: true;
}

/**
 * Debian builds its client with go-units 0.4.0. Docker's own use 0.5.0 since 23.0, which parses any
 * float.
 */
const OLD_SIZE = /^\d+(?:\.\d+)* ?[kmgtp]?i?b?$/i;
const SIZES = ['memory', 'memory-reservation', 'memory-swap', 'shm-size', 'kernel-memory', 'io-maxbandwidth'];
const ADDRESSES = ['ip', 'ip6'];
const RATES = ['device-read-bps', 'device-write-bps', 'device-read-iops', 'device-write-iops'];
const isOldSize = (value: string): boolean => OLD_SIZE.test(value);

const DEVIATIONS: readonly Deviation[] = [
  { until: '28.0', flags: SIZES, applies: (value) => !isOldSize(value), isRefused: true },
  {
    until: '28.0',
    flags: ['device-read-bps', 'device-write-bps'],
    applies: (value) => !isOldSize(value.slice(value.indexOf(':') + 1)),
    isRefused: true,
  },
  {
    until: '28.0',
    flags: ['mount'],
    applies: (value) => Array.from(value.matchAll(/tmpfs-size=([^,"]*)/gi)).some(([, size = '']) => !isOldSize(size)),
    isRefused: true,
  },
  // 27.2, opts/throttledevice.go: 26.1 parses the limits but sends none.
  {
    until: '27.2',
    flags: RATES,
    applies: () => true,
    paths: RATES.map(
      (name) =>
        `HostConfig.${name
          .replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())
          .replace('Device', 'BlkioDevice')
          .replace('Iops', 'IOps')}`,
    ),
  },
  // 28.4, moby client/container_create.go: capabilities in the engine's spelling.
  { until: '28.4', flags: ['cap-add'], applies: () => true, paths: ['HostConfig.CapAdd'] },
  { until: '28.4', flags: ['cap-drop'], applies: () => true, paths: ['HostConfig.CapDrop'] },
  // 28.0, moby api/types/container/exec.go: sent only when the exec starts.
  { until: '28.0', flags: ['detach'], applies: () => true, paths: ['Config.Detach'] },
  // 29, opts.go parses them as addresses.
  { until: '29.0', flags: ADDRESSES, applies: (value) => !isIpAddress(value), isRefused: true },
  // 29, hijack.go rejects invalid keys; 26.1 uses the default instead.
  { until: '29.2', flags: ['detach-keys'], applies: () => true, isRefused: true },
  // Sizes beyond 64 bits differ unless they have a sign.
  {
    until: '28.0',
    flags: ['io-maxbandwidth'],
    applies: (value) => (parseSize(value) ?? 0) < 0,
    paths: ['HostConfig.IOMaximumBandwidth'],
  },
  // 28.3, opts.go: a source that starts with a dot is relative.
  { until: '28.3', flags: ['volume'], applies: (value) => value.startsWith('.'), paths: ['HostConfig.Binds'] },
  {
    until: '28.3',
    flags: ['mount'],
    applies: (value) => /(?:src|source)=\./i.test(value),
    paths: ['HostConfig.Mounts'],
  },
  // 28.0 and 29, opts/mount.go: new types and keys, surrounding spaces, empty values.
  {
    until: '29.0',
    flags: ['mount'],
    applies: (value) => value !== trimSpace(value),
    isRefused: true,
    paths: ['HostConfig.Mounts'],
  },
  {
    until: '29.0',
    flags: ['mount'],
    applies: (value) => /image|bind-create-src|=\s*(?:,|"|$)|=\s|\s(?:,|"|$)/i.test(value),
    isRefused: true,
  },
  { until: '28.0', flags: ['network'], applies: (value) => /gw-priority/i.test(value), isRefused: true },
  // 29, opts/network.go parses addresses of a network as such.
  { until: '29.0', flags: ['network'], applies: (value) => /ip6?\s*=/i.test(value), isRefused: true },
  // go-connections 0.4.0 ignores text after a second dash; 0.6.0 rejects it.
  { until: '29.0', flags: ['publish', 'expose'], applies: (value) => /-[^:]*-/.test(value), isRefused: true },
  // 29, opts.go, with go-connections 0.6.0 (nat.go): the protocol is everything after the first
  // slash; before, up to the second.
  { until: '29.0', flags: ['publish'], applies: (value) => /\/.*\//.test(value), isRefused: true },
  { until: '29.0', flags: ['expose'], applies: (value) => /\/.*\//.test(value), paths: ['Config.ExposedPorts'] },
  // 29, opts.go sends port addresses in canonical form.
  { until: '29.0', flags: ['publish'], applies: (value) => /:.*:.*:/.test(value), paths: ['HostConfig.PortBindings'] },
  // 29, with go-connections 0.6.0: IPv6 addresses without brackets, numbers with a sign.
  { until: '29.0', flags: ['publish'], applies: (value) => /^[^[]*:.*:.*:|\+/.test(value), isRefused: true },
  // 29, opts/mount.go and mount_utils.go: a removed key, and only four spellings of booleans.
  {
    until: '29.0',
    flags: ['mount'],
    applies: (value) =>
      /bind-nonrecursive|(?:readonly|ro|nocopy|create-src|READONLY|RO)=(?!(?:1|0|true|false)(?:[,"]|$))/.test(value),
    isRefused: true,
    paths: ['HostConfig.Mounts'],
  },
];

/** Passed on by every client and rejected by the engine (moby daemon/volume/mounts/validate.go). */
const LEFT_TO_ENGINE: readonly Pick<Deviation, 'flags' | 'applies'>[] = [
  { flags: ['mount'], applies: (value) => !/(?:^|[,"\s])(?:target|dst|destination)=/i.test(value) },
];

/** The fields of a line with these flags that a client's version sends differently. */
export function deviationsIn(
  uses: readonly Use[],
  version: string,
): { readonly paths: readonly string[]; readonly isRefused: boolean } {
  const found = uses.flatMap(({ flag, value }) =>
    DEVIATIONS.filter(
      ({ until, flags, applies }) => isBefore(version, until) && flags.includes(flag) && applies(value),
    ),
  );
  const isLeft = uses.some(({ flag, value }) =>
    LEFT_TO_ENGINE.some(({ flags, applies }) => flags.includes(flag) && applies(value)),
  );
  return {
    paths: found.flatMap(({ paths = [] }) => paths),
    isRefused: isLeft || found.some(({ isRefused }) => isRefused),
  };
}
