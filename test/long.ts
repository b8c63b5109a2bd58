/** Whether all is tried, as in CI, that otherwise is tried in part: `PLIMSOLL_LONG=1`. */
export const isLong = process.env['PLIMSOLL_LONG'] === '1';

/** How often something random is tried: so often where all is tried, a quarter as often otherwise. */
export function runs(count: number): number {
  return Math.ceil(isLong ? count : count / 4);
}
