import { toBigInt } from './number.ts';

/** The number `digits` × 2^`twos` × 5^`fives`. */
interface Product {
  readonly digits: bigint;
  readonly twos: number;
  readonly fives: number;
}

/** The prefix of a base, its digits, and the twos and fives that one fractional digit removes. */
const BASES = [
  { mark: '0[xX]', digit: '[\\da-fA-F]', prefix: '0x', twos: 4, fives: 0 },
  { mark: '0[bB]', digit: '[01]', prefix: '0b', twos: 1, fives: 0 },
  { mark: '0[oO]', digit: '[0-7]', prefix: '0o', twos: 3, fives: 0 },
  { mark: '', digit: '\\d', prefix: '', twos: 1, fives: 1 },
].map(({ mark, digit, ...base }) => ({
  ...base,
  // An underscore separates two digits, or the prefix from the first one.
  form: new RegExp(
    `^([+-]?)${mark}((?:${mark === '' ? `${digit}(?:_?${digit})*` : `(?:_?${digit})+`})?)(?:\\.((?:${digit}(?:_?${digit})*)?))?(?:([eEpP])([+-]?\\d(?:_?\\d)*))?$`,
  ),
}));

/** Go rejects larger exponents of 5 and 2. */
const MAX_FIVES = 1_000_000;
const MAX_TWOS = 10_000_000;

/** CPUs in units of 10^-9, from a number or fraction (docker/cli `opts.ParseCPUs`); `undefined` if invalid or finer. Overflow keeps the lower 64 bits. */
export function parseNanoCpus(value: string): number | undefined {
  const slash = value.indexOf('/');
  if (slash >= 0) return parseFraction(value.slice(0, slash), value.slice(slash + 1));
  const product = parseProduct(value);
  return product && toInteger({ ...product, twos: product.twos + 9, fives: product.fives + 9 });
}

function parseFraction(above: string, below: string): number | undefined {
  const [numerator, denominator] = [toBigInt(above), toBigInt(below)];
  if (numerator === undefined || denominator === undefined || denominator === 0n || /^[+-]/.test(below))
    return undefined;
  const units = numerator * 1_000_000_000n;
  return units % denominator === 0n ? Number(BigInt.asIntN(64, units / denominator)) : undefined;
}

/** Parses a number that is no fraction, like Go's `Rat.SetString`. */
function parseProduct(value: string): Product | undefined {
  for (const { form, prefix, twos: twosBehind, fives: fivesBehind } of BASES) {
    const match = form.exec(value);
    if (match === null) continue;
    const [, sign, whole = '', part = '', mark = '', power = '0'] = match;
    const [digits, places] = [`${whole}${part}`.replaceAll('_', ''), part.replaceAll('_', '').length];
    if (digits === '') return undefined;
    const exponent = Number(power.replaceAll('_', ''));
    const [twos, fives] = [exponent - places * twosBehind, (/^e$/i.test(mark) ? exponent : 0) - places * fivesBehind];
    const magnitude = BigInt(`${prefix}${digits}`);
    if (magnitude === 0n) return Math.abs(exponent) < 2 ** 63 ? { digits: 0n, twos: 0, fives: 0 } : undefined;
    return Math.abs(fives) > MAX_FIVES || Math.abs(twos) > MAX_TWOS
      ? undefined
      : { digits: sign === '-' ? -magnitude : magnitude, twos, fives };
  }
  return undefined;
}

/** The lower 64 bits, signed; `undefined` for a fraction. */
function toInteger({ digits, twos, fives }: Product): number | undefined {
  if (digits === 0n) return 0;
  const [twosBelow, fivesBelow] = [Math.max(-twos, 0), Math.max(-fives, 0)];
  // The number can't contain more factors, and large powers are slow.
  const bits = digits.toString(16).length * 4;
  if (twosBelow > bits || fivesBelow > bits) return undefined;
  const below = 2n ** BigInt(twosBelow) * 5n ** BigInt(fivesBelow);
  if (digits % below !== 0n) return undefined;
  return twos >= 64
    ? 0
    : Number(BigInt.asIntN(64, (digits / below) * powerOfFive(fives) * 2n ** BigInt(Math.max(twos, 0))));
}

/** Only the lower 64 bits, which are sufficient. */
function powerOfFive(exponent: number): bigint {
  let [result, square] = [1n, 5n];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = BigInt.asUintN(64, result * square);
    square = BigInt.asUintN(64, square * square);
  }
  return result;
}
