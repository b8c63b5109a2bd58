/** The larger input is this many times the smaller one: work that grows with the square takes 64 times as long. */
const FACTOR = 8;
const MOST = 30;
const ATTEMPTS = 5;
/** Milliseconds; less than this is noise. */
const FLOOR = 3;

/**
 * True where the work on an input grows with its size, not with its square: a ratio of two measurements of the same run, in processor
 * time. Other work on the machine can make either look slower than it is, so that one good attempt of a few is enough; what grows with
 * the square fails them all.
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

function timeOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
