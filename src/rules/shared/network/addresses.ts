import type { Pattern } from '../../../text/setting.ts';

/**
 * True for an address that stands for every address of the host, in whichever spelling: `0.0.0.0`, `::`, `[0:0::0]`,
 * `::0.0.0.0`, and `::ffff:0.0.0.0`, which is IPv4's.
 */
export function isWildcardAddress(address: string): boolean {
  if (address === '*') return true;
  const groups = groupsOf(address.replace(/^\[(.*)\]$/, '$1'));
  if (groups === undefined) return false;
  const mapped = groups.length === 8 && groups[5] === 0xff_ff;
  return groups.every((group, index) => group === 0 || (mapped && index === 5));
}

/** False where no text for the unknown parts makes a wildcard address of it. */
export function couldBeWildcardAddress(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part !== 'string' || /^[[\]0:.f*]*$/i.test(part));
}

/** The numbers of which an address is made: four of IPv4, eight of IPv6; `undefined` for what is no address. */
function groupsOf(address: string): readonly number[] | undefined {
  if (!address.includes(':')) return octetsOf(address);
  const [head, tail, ...more] = address.split('::');
  if (head === undefined || more.length > 0) return undefined;
  const [start, end] = [head, tail].map(halfOf);
  if (start === undefined || end === undefined) return undefined;
  const missing = 8 - start.length - end.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...start, ...Array.from({ length: missing }, () => 0), ...end];
}

/** The groups of one side of `::`; the last may be written as IPv4. */
function halfOf(half: string | undefined): readonly number[] | undefined {
  if (half === undefined || half === '') return [];
  const groups: number[] = [];
  for (const part of half.split(':')) {
    const octets = part.includes('.') ? octetsOf(part) : undefined;
    if (octets !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = octets;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function octetsOf(text: string): readonly number[] | undefined {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)
    ? octets.map(Number)
    : undefined;
}
