const DECIMAL = /^[+-]?\d+$/;
const PREFIXED = /^([+-]?)(?:0[xX](_?[\da-fA-F])+|0[bB](_?[01])+|0[oO]?(_?[0-7])+|0|[1-9](_?\d)*)$/;
const FLOAT = /^[+-]?(?:\d(?:_?\d)*\.?|\d(?:_?\d)*\.\d(?:_?\d)*|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;

/** In characters: longer than any number that people write, and safe for a pattern. */
const MAX_LENGTH = 1_000;

/** The range of a Go integer type. */
export interface IntegerType {
  readonly bits: 16 | 32 | 64;
  readonly isSigned: boolean;
}

export const INT: IntegerType = { bits: 64, isSigned: true };
export const UINT16: IntegerType = { bits: 16, isSigned: false };
export const UINT64: IntegerType = { bits: 64, isSigned: false };

/**
 * A decimal integer, like Go's `strconv.ParseInt` and `ParseUint`; above 2^53 the nearest number.
 */
export function parseInteger(value: string, type: IntegerType = INT): number | undefined {
  if (value.length > MAX_LENGTH || !DECIMAL.test(value) || (!type.isSigned && /^[+-]/.test(value))) return undefined;
  return fit(BigInt(value), type);
}

/**
 * An integer with Go's prefixes (`0x`, `0b`, `0o`, `0`) and underscores:
 * `strconv.ParseInt(value, 0, …)`, pflag.
 */
export function parseGoInteger(value: string, type: IntegerType = INT): number | undefined {
  if (!type.isSigned && /^[+-]/.test(value)) return undefined;
  const integer = toBigInt(value);
  return integer === undefined ? undefined : fit(integer, type);
}

/** {@link parseGoInteger} for integers of any size. */
function toBigInt(value: string): bigint | undefined {
  if (value.length > MAX_LENGTH || !PREFIXED.test(value)) return undefined;
  const digits = value.replace(/^[+-]/, '').replaceAll('_', '');
  const magnitude = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  return value.startsWith('-') ? -magnitude : magnitude;
}

/**
 * A decimal number, like Go's `strconv.ParseFloat`, but not hexadecimal numbers, `inf` and `nan`.
 */
export function parseFloatingPoint(value: string): number | undefined {
  if (value.length > MAX_LENGTH || !FLOAT.test(value)) return undefined;
  const number = Number(value.replaceAll('_', ''));
  return Number.isFinite(number) ? number : undefined;
}

/** A Go boolean (`strconv.ParseBool`). */
export function parseBoolean(value: string): boolean | undefined {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(value)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(value) ? false : undefined;
}

function fit(value: bigint, { bits, isSigned }: IntegerType): number | undefined {
  const limit = 2n ** BigInt(isSigned ? bits - 1 : bits);
  const isInRange = value < limit && value >= (isSigned ? -limit : 0n);
  return isInRange ? Number(value) : undefined;
}
