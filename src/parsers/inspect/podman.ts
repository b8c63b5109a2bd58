import type { Entry } from '../../model/entry.ts';
import type { HostConfig, LogConfig, Ulimit } from '../../model/host-config.ts';
import { type Known, known, mapSetting, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import type { Members } from './members.ts';

/** What only podman's output contains. */
export interface PodmanParts {
  readonly host: Members;
  readonly config: Members | undefined;
  readonly networks: readonly Text[];
}

/**
 * True for podman's own output, which has the cgroup manager; the Docker-compatible API omits that
 * (containers/podman `libpod/container_inspect.go`).
 */
export function isOfPodman(host: Members): boolean {
  return host.has('CgroupManager') || host.string('Runtime')?.value === 'oci';
}

/**
 * The host configuration requested from podman, which prints effective settings (containers/podman
 * `libpod/container_inspect.go`); the create command shows the requested ones.
 */
export function askedOfPodman(shown: HostConfig, { host, config, networks }: PodmanParts): HostConfig {
  const command = config?.texts('CreateCommand') ?? [];
  const values = (option: string): readonly Text[] => optionValues(command, option);
  const settings = (option: string, to = (word: string) => word): readonly Known<string>[] | undefined => {
    const words = values(option).flatMap((text) => text.split(','));
    const found = words.map(({ skeleton, place }) => known(to(skeleton), place));
    return found.length === 0 ? undefined : found;
  };
  const last = (option: string): Known<string> | undefined => {
    const text = values(option).at(-1);
    return text && known(text.skeleton, text.place);
  };
  const isQuota = values('--cpu-quota').length > 0 || values('--cpu-period').length > 0;
  const log = readLogConfig(host);
  return defined({
    ...shown,
    ...cpus(shown, isQuota),
    capAdd: settings('--cap-add', toCapital) ?? shown.capAdd,
    capDrop: settings('--cap-drop', toCapital) ?? shown.capDrop,
    cgroupParent: DEFAULT_CGROUP_PARENTS.includes(valueOf(shown.cgroupParent) ?? '') ? undefined : shown.cgroupParent,
    cgroupnsMode: last('--cgroupns') ?? shown.cgroupnsMode,
    deviceCgroupRules: settings('--device-cgroup-rule'),
    logConfig: shown.logConfig && { ...shown.logConfig, ...log },
    networkMode: networkMode(shown.networkMode, networks),
    sysctls: entriesOf(values('--sysctl')),
    ulimits: values('--ulimit').length > 0 ? shown.ulimits?.map(withPlainName) : undefined,
    usernsMode: last('--userns') ?? shown.usernsMode,
  });
}

function toCapital(name: string): string {
  return name.toUpperCase();
}

/** Podman's default parents (containers/podman `libpod/define.go`; `user.slice` without root). */
const DEFAULT_CGROUP_PARENTS: readonly string[] = ['machine.slice', 'user.slice', '/libpod_parent'];

/** The values of an option of `podman run`, in both forms. */
function optionValues(command: readonly Text[], option: string): readonly Text[] {
  return command.flatMap((word, index) => {
    if (word.skeleton.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    const next = command[index + 1];
    return word.skeleton === option && next !== undefined ? [next] : [];
  });
}

type Cpus = Pick<HostConfig, 'nanoCpus' | 'cpuQuota' | 'cpuPeriod'>;

/** Podman stores CPUs as quota and period and prints all three; no engine accepts them together. */
function cpus({ nanoCpus, cpuQuota }: HostConfig, isQuota: boolean): { [K in keyof Cpus]: Cpus[K] | undefined } {
  if (nanoCpus === undefined || cpuQuota === undefined) return {};
  return isQuota ? { nanoCpus: undefined } : { cpuQuota: undefined, cpuPeriod: undefined };
}

/** Podman prints the log file's settings, but never the driver's options. */
function readLogConfig(host: Members): Pick<LogConfig, 'config'> {
  const log = host.object('LogConfig');
  const size = log?.string('Size');
  const tag = log?.string('Tag');
  const options: Entry[] = [
    ...(size === undefined || size.value === NO_SIZE ? [] : [{ key: known('max-size', size.place), value: size }]),
    ...(tag === undefined ? [] : [{ key: known('tag', tag.place), value: tag }]),
  ];
  return options.length === 0 ? {} : { config: options };
}

const NO_SIZE = '0B';

/** Podman prints `bridge` for every bridge network. */
function networkMode(mode: HostConfig['networkMode'], [first]: readonly Text[]): HostConfig['networkMode'] {
  const isOwn = valueOf(mode) === 'bridge' && first !== undefined && first.skeleton !== 'podman';
  return isOwn ? known(first.skeleton, first.place) : mode;
}

function entriesOf(texts: readonly Text[]): readonly Entry[] | undefined {
  const entries = texts.map(({ skeleton, place }): Entry => {
    const [key = ''] = skeleton.split('=', 1);
    return { key: known(key, place), value: known(skeleton.slice(key.length + 1), place) };
  });
  return entries.length === 0 ? undefined : entries;
}

/** Podman's notation of limits, `RLIMIT_NOFILE`. */
const RLIMIT = /^RLIMIT_/;

function withPlainName(limit: Ulimit): Ulimit {
  return { ...limit, name: mapSetting(limit.name, (name) => name.replace(RLIMIT, '').toLowerCase()) };
}
