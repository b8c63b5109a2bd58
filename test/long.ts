/** True if everything is tested, as in CI, instead of a sample: `PLIMSOLL_LONG=1`. */
export const isLong = process.env['PLIMSOLL_LONG'] === '1';

/** The number of random trials; a quarter unless `isLong`. */
export function runs(count: number): number {
  return Math.ceil(isLong ? count : count / 4);
}
