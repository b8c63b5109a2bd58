import { type Container, dialectOf, isUpdate } from '../../model/container.ts';
import { valueOf } from '../../text/setting.ts';
import { quote } from '../shared/wording.ts';
import { type EngineCheck, type EngineRefusal, pair, type Row, toRefusal, type Values, value } from './check.ts';

const MEBIBYTE = 1024 * 1024;
const LEAST_MEMORY = 6 * MEBIBYTE;
/** swarmkit `manager/controlapi/service.go`, `validateResources`. */
const LEAST_SWARM_MEMORY = 4 * MEBIBYTE;
const KEEP_ONE = 'Keep either the CPU count or the period and quota.';

const bytesText = (bytes: number): string => (bytes % MEBIBYTE === 0 ? `${bytes / MEBIBYTE}m` : String(bytes));
const isLess = (one: number, other: number): boolean => one > 0 && other > 0 && one < other;
const areBoth = (one: number, other: number): boolean => one > 0 && other > 0;

const SOFT_ABOVE_HARD: Row = {
  says: 'error setting rlimit type: invalid argument',
  remedy: 'Raise the hard limit or lower the soft one.',
  when: 'start',
};

const MEMORY_FIELDS = ['memory', 'memoryReservation', 'memorySwap'] as const;
const CPU_FIELDS = ['nanoCpus', 'cpuPeriod', 'cpuQuota', 'cpuShares'] as const;
/** The fields that these checks use. */
export const LIMIT_FIELDS = [...MEMORY_FIELDS, ...CPU_FIELDS, 'oomScoreAdj', 'ulimits'] as const;

function limit(
  what: string,
  field: Exclude<(typeof LIMIT_FIELDS)[number], 'ulimits'>,
  toText?: (value: number) => string,
): Values<number> {
  return { what, of: ({ hostConfig }) => hostConfig[field], toText };
}

const MEMORY = limit('a memory limit of', 'memory', bytesText);
const ANY_RESERVATION = limit('a memory reservation of', 'memoryReservation', bytesText);
/** Swarms reserve memory on a node, without telling its engine. */
const RESERVATION: Values<number> = {
  ...ANY_RESERVATION,
  of: (container) => (isOfSwarm(container) ? undefined : ANY_RESERVATION.of(container)),
};
const SWAP = limit('a memory-plus-swap limit of', 'memorySwap', bytesText);
const CPUS = limit('a CPU count of', 'nanoCpus', (nanoCpus) => String(nanoCpus / 1e9));
const PERIOD = limit('a CPU period of', 'cpuPeriod');
const QUOTA = limit('a CPU quota of', 'cpuQuota');
const SHARES = limit('CPU shares of', 'cpuShares');
const SCORE = limit('an OOM score adjustment of', 'oomScoreAdj');

/** moby `daemon/daemon_unix.go`, `verifyPlatformContainerResources` and surrounding code. */
export const LIMITS: readonly EngineCheck[] = [
  ...[MEMORY, ANY_RESERVATION].map((memory) =>
    value({
      ...memory,
      isRefused: (bytes) => bytes !== 0 && bytes < LEAST_SWARM_MEMORY,
      except: (container) => !isOfSwarm(container),
      says: 'Must be at least 4MiB',
      remedy: 'Raise it to at least 4 MiB; the engine requires 6 MB for a limit.',
    }),
  ),
  value({
    ...MEMORY,
    isRefused: (bytes) => bytes !== 0 && bytes < LEAST_MEMORY,
    says: 'Minimum memory limit allowed is 6MB',
    remedy: 'Raise the limit to at least 6 MB.',
  }),
  pair(SWAP, MEMORY, {
    areRefused: isLess,
    says: 'Minimum memoryswap limit should be larger than memory limit',
    remedy: 'This is memory plus swap: raise it to at least the memory limit.',
  }),
  value({
    ...SWAP,
    isRefused: (bytes) => bytes > 0,
    // An updated container may have a limit already.
    except: ({ hostConfig: { memory }, origin }) => (memory !== undefined && valueOf(memory) !== 0) || isUpdate(origin),
    lacks: true,
    says: 'You should always set the Memory limit when using Memoryswap limit',
    remedy: 'Set a memory limit too, or remove this one.',
  }),
  value({
    ...RESERVATION,
    isRefused: (bytes) => bytes > 0 && bytes < LEAST_MEMORY,
    says: 'Minimum memory reservation allowed is 6MB',
    remedy: 'Raise the reservation or remove it.',
  }),
  pair(MEMORY, RESERVATION, {
    areRefused: isLess,
    says: 'Minimum memory limit can not be less than memory reservation limit',
    remedy: 'Raise the memory limit or lower the reservation.',
  }),
  pair(CPUS, PERIOD, {
    areRefused: areBoth,
    says: 'Conflicting options: Nano CPUs and CPU Period cannot both be set',
    remedy: KEEP_ONE,
  }),
  pair(CPUS, QUOTA, {
    areRefused: areBoth,
    says: 'Conflicting options: Nano CPUs and CPU Quota cannot both be set',
    remedy: KEEP_ONE,
  }),
  value({
    ...CPUS,
    isRefused: (nanoCpus) => nanoCpus < 0,
    says: 'range of CPUs is from 0.01',
    remedy: 'Use 0.01 or more.',
  }),
  value({
    ...CPUS,
    // The kernel rejects quotas below a millisecond; below a microsecond, no quota is set.
    isRefused: (nanoCpus) => nanoCpus >= 1e4 && nanoCpus < 1e7,
    says: 'cfs_quota_us: invalid argument',
    remedy: 'Use 0.01 or more.',
    when: 'start',
  }),
  value({
    ...SHARES,
    isRefused: (shares) => shares < 0,
    says: 'invalid CPU shares ({}): value must be a positive integer',
    remedy: 'Use 2 or more; the default is 1024.',
  }),
  value({
    ...PERIOD,
    isRefused: (period) => period !== 0 && (period < 1000 || period > 1_000_000),
    says: 'CPU cfs period can not be less than 1ms or larger than 1s',
    remedy: 'Use a value from 1000 to 1000000.',
  }),
  value({
    ...QUOTA,
    isRefused: (quota) => quota > 0 && quota < 1000,
    says: 'CPU cfs quota can not be less than 1ms',
    remedy: 'Use 1000 or more.',
  }),
  value({
    ...SCORE,
    isRefused: (score) => score < -1000 || score > 1000,
    except: ({ origin }) => dialectOf(origin) === 'compose',
    says: 'oom score adj must be between -1000 and 1000',
    remedy: 'Use a value from -1000 to 1000.',
  }),
  ulimits,
];

function isOfSwarm({ orchestrator }: Container): boolean {
  return orchestrator === 'swarm';
}

function ulimits({ hostConfig }: Container): readonly EngineRefusal[] {
  return (hostConfig.ulimits ?? []).flatMap(({ name, soft, hard }) => {
    if (soft?.known !== true || hard?.known !== true || hard.value === -1) return [];
    if (soft.value !== -1 && soft.value <= hard.value) return [];
    const asked = `a soft limit of \`${quote(soft)}\` above the hard limit of \`${quote(hard)}\`${name.known ? ` for \`${quote(name)}\`` : ''}`;
    return [{ ...toRefusal(SOFT_ABOVE_HARD, soft, asked), beside: hard }];
  });
}
