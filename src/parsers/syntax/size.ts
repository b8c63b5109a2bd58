import type { Setting } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { parseFloatingPoint } from './number.ts';
import { type Reading, readSetting } from './reading.ts';

/** The first number beyond Go's `int64`. */
const LARGEST = 2 ** 63;
const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/**
 * Bytes, from a number and an optional unit `b`, `k`, `m`, `g`, `t`, `p` in any case, optionally
 * with `b` or `ib`, in powers of 1024 (go-units `RAMInBytes`).
 * `undefined` for invalid and negative sizes. Overflow gives the lowest 64-bit number, like Go on
 * amd64.
 */
export function parseSize(value: string): number | undefined {
  let unitAt = value.length;
  while (unitAt > 0 && !'0123456789. '.includes(value.charAt(unitAt - 1))) unitAt -= 1;
  const hasSpace = value.charAt(unitAt - 1) === ' ';
  const size = parseFloatingPoint(value.slice(0, hasSpace ? unitAt - 1 : unitAt));
  const factor = unitFactor(value.slice(unitAt).toLowerCase());
  if (size === undefined || size < 0 || factor === undefined) return undefined;
  const bytes = Math.trunc(size * factor);
  return bytes < LARGEST ? bytes : -LARGEST;
}

/** {@link parseSize}, and `-1` for no limit (docker/cli `opts.MemSwapBytes`). */
export function parseSizeOrUnlimited(value: string): number | undefined {
  return value === '-1' ? -1 : parseSize(value);
}

/** A size in bytes. */
export function readSize(text: Text): Reading<Setting<number>> {
  return readSetting(text, parseSize, 'is not a size', SIZE_REMEDY);
}

/** A size in bytes, or -1 for no limit. */
export function readSizeOrUnlimited(text: Text): Reading<Setting<number>> {
  return readSetting(text, parseSizeOrUnlimited, 'is not a size', `${SIZE_REMEDY} \`-1\` means no limit.`);
}

/** A size, in the largest unit in which it is a whole number. */
export function sizeText(bytes: number): string {
  const units = ['b', 'k', 'm', 'g'];
  let [value, unit] = [bytes, 0];
  while (unit < units.length - 1 && value % 1024 === 0) [value, unit] = [value / 1024, unit + 1];
  return `${value}${units[unit] ?? 'b'}`;
}

const SIZE_REMEDY = 'Write a number with a unit, such as `512m` or `2g`.';

function unitFactor(unit: string): number | undefined {
  if (unit === '' || unit === 'b') return 1;
  const power = POWERS[unit.charAt(0)];
  const isSpelled = ['', 'b', 'ib'].includes(unit.slice(1));
  return power === undefined || !isSpelled ? undefined : 1024 ** power;
}
