import { type Container, dialectOf, isPodman } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { quote } from '../shared/wording.ts';

const MEBIBYTE = 1024 * 1024;
/** moby `daemon/daemon_unix.go`: less than this, and no process starts. */
const LEAST_MEMORY = 6 * MEBIBYTE;

/** What the engine says of a request, and what to do about it. */
interface Refusal {
  /** The engine's own words. */
  readonly says: string;
  readonly remedy: string;
}

const REFUSALS = {
  lowMemory: { says: 'Minimum memory limit allowed is 6MB', remedy: 'Raise the limit to what it needs.' },
  lowReservation: {
    says: 'Minimum memory reservation allowed is 6MB',
    remedy: 'Raise the reservation, or remove it.',
  },
  underReservation: {
    says: 'Minimum memory limit can not be less than memory reservation limit',
    remedy: 'Raise the memory limit, or lower the reservation.',
  },
  underMemory: {
    says: 'Minimum memoryswap limit should be larger than memory limit',
    remedy: 'It is memory and swap together: raise it to the memory limit or above.',
  },
  swapAlone: {
    says: 'You should always set the Memory limit when using Memoryswap limit',
    remedy: 'Set a memory limit too, or remove it.',
  },
  cpusTwice: {
    says: 'Conflicting options: Nano CPUs and CPU Period cannot both be set',
    remedy: 'Keep the number of CPUs, or period and quota.',
  },
  period: { says: 'CPU cfs period can not be less than 1ms or larger than 1s', remedy: 'Choose 1000 to 1000000.' },
  quota: { says: 'CPU cfs quota can not be less than 1ms', remedy: 'Choose 1000 or more.' },
  score: {
    says: 'oom score adj must be between -1000 and 1000',
    remedy: 'Choose a value from -1000 to 1000.',
  },
  sharedMemory: { says: 'SHM size can not be less than 0', remedy: 'Choose how much shared memory it needs.' },
} as const satisfies Readonly<Record<string, Refusal>>;

type Values = readonly [what: string, setting: Setting<number> | undefined, toText: (value: number) => string];

/** One of the engine's checks: of a number alone, or beside another one. */
interface Check {
  readonly refusal: Refusal;
  readonly of: Values;
  readonly beside?: Values;
  /** `other` is 0 where there is none. */
  readonly isRefused: (value: number, other: number) => boolean;
}

/** The checks of moby's `verifyPlatformContainerResources` and what stands around it, in its order. */
function checksOf({ hostConfig, origin }: Container): readonly Check[] {
  const { oomScoreAdj, shmSize } = hostConfig;
  const memory: Values = ['a memory limit', hostConfig.memory, bytesText];
  const reservation: Values = ['a memory reservation', hostConfig.memoryReservation, bytesText];
  const swap: Values = ['a limit of memory and swap', hostConfig.memorySwap, bytesText];
  const cpus: Values = ['a number of CPUs', hostConfig.nanoCpus, (value) => String(value / 1e9)];
  const period: Values = ['a CPU period', hostConfig.cpuPeriod, String];
  const quota: Values = ['a CPU quota', hostConfig.cpuQuota, String];
  const isTooLittle = (bytes: number): boolean => bytes > 0 && bytes < LEAST_MEMORY;
  const areBoth = (value: number, other: number): boolean => value > 0 && other > 0;
  const isLess = (value: number, other: number): boolean => areBoth(value, other) && value < other;
  const score: Check = {
    refusal: REFUSALS.score,
    of: ['an OOM score adjustment', oomScoreAdj, String],
    isRefused: (value) => value < -1000 || value > 1000,
  };
  return [
    { refusal: REFUSALS.sharedMemory, of: ['shared memory', shmSize, bytesText], isRefused: (size) => size < 0 },
    { refusal: REFUSALS.lowMemory, of: memory, isRefused: isTooLittle },
    { refusal: REFUSALS.underMemory, of: swap, beside: memory, isRefused: isLess },
    ...(hostConfig.memory === undefined
      ? [{ refusal: REFUSALS.swapAlone, of: swap, isRefused: (value: number) => value > 0 }]
      : []),
    { refusal: REFUSALS.lowReservation, of: reservation, isRefused: isTooLittle },
    { refusal: REFUSALS.underReservation, of: memory, beside: reservation, isRefused: isLess },
    { refusal: REFUSALS.cpusTwice, of: cpus, beside: period, isRefused: areBoth },
    { refusal: REFUSALS.cpusTwice, of: cpus, beside: quota, isRefused: areBoth },
    {
      refusal: REFUSALS.period,
      of: period,
      isRefused: (value) => value !== 0 && (value < 1000 || value > 1_000_000),
    },
    // Compose itself refuses such a score.
    ...(dialectOf(origin) === 'compose' ? [] : [score]),
    { refusal: REFUSALS.quota, of: quota, isRefused: (value) => value > 0 && value < 1000 },
  ];
}

function bytesText(bytes: number): string {
  return bytes % MEBIBYTE === 0 ? `${bytes / MEBIBYTE}m` : String(bytes);
}

const NOT_DOCKER = 'It is not created by the Docker Engine, of which this is known.';

export default defineContainerRule({
  id: 'refused-request',
  references: [
    document(
      'Docker documentation, resource constraints',
      'https://docs.docker.com/engine/containers/resource_constraints/',
    ),
  ],
  severity: 'error',
  securitySeverity: 1,
  isRecommended: true,
  title: 'Engine refuses to create the container',
  recommendation: 'The engine creates the container',
  messages: {
    refused: (voice, { asked, refusal }: { asked: string; refusal: Refusal }) => ({
      what: `${voice.name} ${voice.does('asks', 'ask')} for ${asked}, and the engine refuses that: “${refusal.says}”.`,
      remedy: refusal.remedy,
    }),
  },
  exempt: ({ origin }) => (isPodman(origin) || origin.startsWith('nerdctl ') ? NOT_DOCKER : undefined),
  *check(container, { fail, unknownValue }) {
    const reported = new Set<Refusal>();
    for (const { refusal, of, beside, isRefused } of checksOf(container)) {
      const [, value] = of;
      const other = beside?.[1];
      if (value === undefined || (beside !== undefined && other === undefined) || reported.has(refusal)) continue;
      const open = value.known ? other : value;
      if (open?.known === false) {
        // One value alone is right nearly always.
        if (beside !== undefined && !reported.has(UNKNOWN)) {
          reported.add(UNKNOWN);
          yield unknownValue('Whether the engine takes both values', open);
        }
        continue;
      }
      if (!value.known) continue;
      if (!isRefused(value.value, other?.known === true ? other.value : 0)) continue;
      reported.add(refusal);
      const asked = beside === undefined ? textOf(of) : `${textOf(of)} beside ${textOf(beside)}`;
      const related = other === undefined ? [] : [{ location: other.place.location, message: 'the other value' }];
      yield fail(value, 'refused', { asked, refusal }, { related });
    }
  },
});

/** Stands for what can't be said. */
const UNKNOWN: Refusal = { says: '', remedy: '' };

function textOf([what, setting, toText]: Values): string {
  return setting?.known === true ? `${what} of \`${quote(setting, toText)}\`` : what;
}
