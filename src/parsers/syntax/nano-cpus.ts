const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const OTHER = /^[+-]?\d[\da-f_.xop/+-]*$/i;

const DIGITS = 9;

/** CPUs in units of 10^-9 (docker/cli `opts.ParseCPUs`); `undefined` if invalid or too precise. */
export function parseNanoCpus(value: string): number | undefined {
  const [, sign, whole = '', part = ''] = DECIMAL.exec(value) ?? [];
  if (`${whole}${part}` === '' || /[1-9]/.test(part.slice(DIGITS))) return undefined;
  const units = Number(`${whole}${part.slice(0, DIGITS).padEnd(DIGITS, '0')}`);
  return sign === '-' ? -units : units;
}

/** True for Go's other notations, which are not read: `1/2`, `0x1`, `5e-1`. */
export function isOtherNumber(value: string): boolean {
  return !DECIMAL.test(value) && OTHER.test(value);
}
