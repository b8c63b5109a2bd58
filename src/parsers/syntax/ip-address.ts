/** True for an IPv4 or IPv6 address without brackets and zone (Go's `net.ParseIP`). */
export function isIpAddress(value: string): boolean {
  return isIPv4(value) || isIPv6(value);
}

/** By the URL standard's parser, which reads just these in brackets, and drops line ends and tabs before it does. */
function isIPv6(value: string): boolean {
  return value.includes(':') && /^[\da-f:.]+$/i.test(value) && URL.canParse(`http://[${value}]/`);
}

/** Four numbers up to 255, without leading zeros. */
function isIPv4(value: string): boolean {
  const octets = value.split('.', 5);
  return (
    octets.length === 4 &&
    octets.every((octet) => String(Number(octet)) === octet && Number(octet) >= 0 && Number(octet) <= 255)
  );
}

/**
 * The address in Go's canonical form (`net.IP.String`): IPv6 in lower case with its longest run of zeros compressed, an
 * IPv4-mapped address as IPv4; `undefined` for what is not an address.
 */
export function canonicalIpAddress(value: string): string | undefined {
  if (isIPv4(value)) return value;
  if (!isIpAddress(value)) return undefined;
  // The URL standard serializes IPv6 hosts as RFC 5952 has it, except that it keeps mapped addresses in hexadecimal.
  const canonical = new URL(`http://[${value}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * The address in the form in which the clients send it since docker 29 and Compose 5.0 (Go's `netip.ParseAddr` and
 * `netip.Addr.String`): IPv6 as {@link canonicalIpAddress} has it, but an IPv4-mapped address keeps its prefix, and a
 * zone stays. `undefined` for what is not an address.
 */
export function sentIpAddress(value: string): string | undefined {
  const [address = '', zone] = splitZone(value);
  const canonical = canonicalIpAddress(address);
  if (canonical === undefined || !address.includes(':')) return zone === undefined ? canonical : undefined;
  return `${isIPv4(canonical) ? '::ffff:' : ''}${canonical}${zone ?? ''}`;
}

/** The address, and its zone with the mark before it; a mark alone belongs to the address, which is none then. */
function splitZone(value: string): readonly string[] {
  const at = value.indexOf('%');
  return at < 0 || at === value.length - 1 ? [value] : [value.slice(0, at), value.slice(at)];
}

/** True for a 48-, 64- or 160-bit hardware address in one of the three notations of Go's `net.ParseMAC`. */
export function isMacAddress(value: string): boolean {
  const pairs = /^[\da-f]{2}([:-])[\da-f]{2}(?:\1[\da-f]{2}){4}(?:(?:\1[\da-f]{2}){2}(?:(?:\1[\da-f]{2}){12})?)?$/i;
  const quads = /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?:\.[\da-f]{4}(?:(?:\.[\da-f]{4}){6})?)?$/i;
  return pairs.test(value) || quads.test(value);
}
