import type { Setting } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { type Reading, readSetting } from './reading.ts';

const HOUR = 3_600_000_000_000;
const GO_UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1_000],
  ['µs', 1_000],
  ['μs', 1_000],
  ['ms', 1_000_000],
  ['s', 1_000_000_000],
  ['m', 60_000_000_000],
  ['h', HOUR],
]);
const COMPOSE_UNITS: ReadonlyMap<string, number> = new Map([...GO_UNITS, ['d', 24 * HOUR], ['w', 7 * 24 * HOUR]]);

const PART = /(\d*)(?:\.(\d*))?([^\d.]+)/y;
const LARGEST = 2 ** 63;

/**
 * Nanoseconds of `1m30s` (Go's `time.ParseDuration`); `undefined` for other text, such as a bare
 * number.
 */
export function parseDuration(value: string): number | undefined {
  return sumOfParts(value, GO_UNITS);
}

/**
 * {@link parseDuration} with days (`d`) and weeks (`w`), as in Compose (compose-go
 * `types.Duration`).
 */
export function parseComposeDuration(value: string): number | undefined {
  return sumOfParts(value, COMPOSE_UNITS);
}

/** A duration in nanoseconds. */
export function readDuration(text: Text): Reading<Setting<number>> {
  return readSetting(text, parseDuration, 'is not a duration', 'Write numbers with units, such as `30s` or `1m30s`.');
}

function sumOfParts(value: string, units: ReadonlyMap<string, number>): number | undefined {
  const unsigned = value.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (unsigned === '') return undefined;
  let total = 0;
  let at = 0;
  while (at < unsigned.length) {
    PART.lastIndex = at;
    const match = PART.exec(unsigned);
    if (match === null) return undefined;
    const [part, whole = '', fraction = '', unit = ''] = match;
    const scale = units.get(unit);
    if (scale === undefined || (whole === '' && fraction === '')) return undefined;
    total += Number(whole) * scale + Math.trunc(Number(`0.${fraction}`) * scale);
    at += part.length;
  }
  if (total >= LARGEST) return undefined;
  return value.startsWith('-') ? -total : total;
}
