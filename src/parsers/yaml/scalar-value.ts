import type { ScalarStyle } from './nodes.ts';

const INTEGER = /^[-+]?(?:0[oO][0-7]+|0[xX][\da-fA-F]+|0[bB][01]+|\d+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * A plain scalar's value in Go's yaml.v3 (`resolve.go`): null, boolean, integer (`_`, prefixes,
 * octal `0`) or float; else a string, also `yes`, `22:22`.
 */
export function resolvePlain(source: string): string | number | boolean | null {
  switch (source.charCodeAt(0)) {
    case 0x74: // t
    case 0x54: // T
      return source === 'true' || source === 'True' || source === 'TRUE' ? true : source;
    case 0x66: // f
    case 0x46: // F
      return source === 'false' || source === 'False' || source === 'FALSE' ? false : source;
    case 0x6e: // n
    case 0x4e: // N
      return source === 'null' || source === 'Null' || source === 'NULL' ? null : source;
    case 0x7e: // ~
      return source === '~' ? null : source;
    default:
      return source === '' ? null : resolveNumber(source);
  }
}

/**
 * A scalar's value: with a YAML type tag other than string like {@link resolvePlain}; with another
 * tag, text; without tag, by style.
 */
export function resolveTagged(
  string: string,
  style: ScalarStyle,
  tag: string | undefined,
): ReturnType<typeof resolvePlain> {
  if (tag === undefined) return style === 'plain' ? resolvePlain(string) : string;
  return /^tag:yaml\.org,2002:(?:int|float|bool|null)$/.test(tag) ? resolvePlain(string) : string;
}

const BINARY = 'tag:yaml.org,2002:binary';
const BASE64 = /^[a-z\d+/]*={0,2}$/i;

/**
 * Decodes `!!binary` as Go's `base64.StdEncoding` does; `undefined` if it isn't base64. Other
 * strings stay.
 */
export function decodeTagged(string: string, tag: string | undefined): string | undefined {
  if (tag !== BINARY) return string;
  const digits = string.replaceAll(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !BASE64.test(digits)) return undefined;
  const bytes = Uint8Array.from(atob(digits), (byte) => byte.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** True for a YAML integer in any base; false for `1.0`, `1e3` and `089` (invalid octal). */
export function isWholeNumber(source: string): boolean {
  const plain = withoutUnderscores(source);
  return INTEGER.test(plain) && !/^[-+]?0\d*[89]/.test(plain);
}

/**
 * Prints a number like Go's `%v`: 64-bit integers in full, others in shortest form, with an
 * exponent from 10^6 and below 10^-4.
 */
export function printNumber(source: string, value: number): string {
  const whole = isWholeNumber(source) ? toBigInt(source) : undefined;
  if (whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n) return String(whole);
  if (!Number.isFinite(value)) return source;
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const isShort = value === 0 || (Number(exponent) >= -4 && Number(exponent) < 6);
  return isShort
    ? String(value)
    : `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
}

/**
 * `undefined` for `0` followed by digits that aren't octal, which Go doesn't parse as an integer.
 */
function toBigInt(source: string): bigint | undefined {
  const digits = withoutUnderscores(source)
    .replace(/^[-+]/, '')
    .replace(/^0(?=\d)/, '0o')
    .replace(/^0o0*(?=.)/i, '0o');
  if (/^0o.*[89]/.test(digits)) return undefined;
  return source.startsWith('-') ? -BigInt(digits) : BigInt(digits);
}

function resolveNumber(source: string): string | number {
  const first = source.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  if (!isDigit) {
    const isSignOrPoint = first === 0x2b || first === 0x2d || first === 0x2e;
    if (!isSignOrPoint) return source;
    if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source))
      return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (/^\.(?:nan|NaN|NAN)$/.test(source)) return Number.NaN;
  }
  const plain = withoutUnderscores(source);
  const integer = resolveInteger(plain);
  if (integer !== undefined) return integer;
  const float = FLOAT.test(plain) ? Number(plain) : source;
  // In Go, a number too large for a float is a string.
  return typeof float === 'number' && !Number.isFinite(float) ? source : float;
}

function resolveInteger(plain: string): number | undefined {
  if (!INTEGER.test(plain)) return undefined;
  const sign = plain.startsWith('-') ? -1 : 1;
  const digits = plain.replace(/^[-+]/, '');
  const isOctal = /^0\d/.test(digits);
  if (isOctal && /[89]/.test(digits)) return sign * Number(digits);
  return sign * Number(isOctal ? `0o${digits.slice(1)}` : digits);
}

/** Go's yaml.v3 ignores underscores anywhere in a number. */
function withoutUnderscores(source: string): string {
  return source.replaceAll('_', '');
}
