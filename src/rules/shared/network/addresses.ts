import type { Pattern } from '../../../text/setting.ts';

/**
 * True for an address that stands for every address of the host, in whichever spelling: `0.0.0.0`, `::`, `[0:0::0]`,
 * `::0.0.0.0`, and `::ffff:0.0.0.0`, which is IPv4's.
 */
export function isWildcardAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  if (!bare.includes(':')) return address === '*' || /^0{1,3}(?:\.0{1,3}){3}$/.test(bare);
  const url = `http://[${bare}]/`;
  // The parser of URLs reads just these in brackets, and writes each in one way.
  return /^[\da-f:.]+$/i.test(bare) && URL.canParse(url) && EVERY_ADDRESS.includes(new URL(url).hostname);
}

const EVERY_ADDRESS: readonly string[] = ['[::]', '[::ffff:0:0]'];

/** False where no text for the unknown parts makes a wildcard address of it. */
export function couldBeWildcardAddress(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part !== 'string' || /^[[\]0:.f*]*$/i.test(part));
}
