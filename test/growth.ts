/** The larger input is this many times the smaller one: work that grows with the square takes 64 times as long. */
const FACTOR = 8;
const MOST = 30;
const ATTEMPTS = 5;
/** Milliseconds; less than this is noise. */
const FLOOR = 3;

/**
 * True where the work on an input grows with its size, not with its square: a ratio of two measurements of the same
 * run, in processor time. Other work on the machine can make either look slower than it is, so that one good attempt of
 * a few is enough; what grows with the square fails them all.
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
 * As {@link growsLinearly}, for work that is waited for, with a fourth of the size: what grows with the square takes 16
 * times as long where that is most of it, which the size must be large enough for.
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
