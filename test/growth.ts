/** The size ratio: quadratic work takes 64 times as long. */
const FACTOR = 8;
const MOST = 30;
const ATTEMPTS = 5;
/** Milliseconds; anything less is noise. */
const FLOOR = 3;

/**
 * True if work grows linearly with size: the ratio of two processor times of the same run. Other
 * load can only slow it down, so one good attempt of several is enough; quadratic work fails them
 * all.
 */
export function growsLinearly<T>(size: number, make: (size: number) => T, work: (input: T) => unknown): boolean {
  const [small, large] = [make(size / FACTOR), make(size)];
  work(small);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = Math.max(
      timeOf(() => work(small)),
      FLOOR,
    );
    if (timeOf(() => work(large)) < MOST * before) return true;
  }
  return false;
}

/**
 * Like {@link growsLinearly} for asynchronous work at a fourth of the size, where quadratic work
 * takes 16 times as long; sizes must be large enough.
 */
export async function fourTimesTakesFourTimes<T>(
  size: number,
  make: (size: number) => T,
  work: (input: T) => Promise<unknown>,
): Promise<boolean> {
  const [small, large] = [make(size / 4), make(size)];
  await work(small);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = Math.max(await timeOfAwaited(() => work(small)), 5 * FLOOR);
    if ((await timeOfAwaited(() => work(large))) < 8 * before) return true;
  }
  return false;
}

async function timeOfAwaited(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function timeOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
