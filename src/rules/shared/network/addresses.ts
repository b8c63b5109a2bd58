import type { Pattern } from '../../../text/setting.ts';

/** True for an address that means all host addresses, in any spelling: `0.0.0.0`, `::`, `[0:0::0]`, `::0.0.0.0`, and IPv4's `::ffff:0.0.0.0`. */
export function isWildcardAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  if (!bare.includes(':')) return address === '*' || /^0{1,3}(?:\.0{1,3}){3}$/.test(bare);
  const url = `http://[${bare}]/`;
  // The URL parser accepts exactly these in brackets, and normalizes them.
  return /^[\da-f:.]+$/i.test(bare) && URL.canParse(url) && EVERY_ADDRESS.includes(new URL(url).hostname);
}

const EVERY_ADDRESS: readonly string[] = ['[::]', '[::ffff:0:0]'];

/** False if no text for the unknown parts makes it a wildcard address. */
export function couldBeWildcardAddress(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part !== 'string' || /^[[\]0:.f*]*$/i.test(part));
}
