/** True for an IPv4 or IPv6 address without brackets and zone (Go's `net.ParseIP`). */
export function isIpAddress(value: string): boolean {
  return isIPv4(value) || isIPv6(value);
}

/**
 * Uses the URL parser, which accepts the same syntax in brackets, but would drop line ends and
 * tabs.
 */
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
 * Go's canonical form (`net.IP.String`): lower-case IPv6 with its longest zero run compressed,
 * IPv4-mapped addresses as IPv4; `undefined` if invalid.
 */
export function canonicalIpAddress(value: string): string | undefined {
  if (isIPv4(value)) return value;
  if (!isIpAddress(value)) return undefined;
  // URLs follow RFC 5952, but write mapped addresses in hexadecimal.
  const canonical = new URL(`http://[${value}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * The form that clients send since docker 29 and Compose 5.0 (Go's `netip.Addr.String`): unlike
 * {@link canonicalIpAddress}, keeps mapped prefixes and zones.
 */
export function sentIpAddress(value: string): string | undefined {
  const [address = '', zone] = splitZone(value);
  const canonical = canonicalIpAddress(address);
  if (canonical === undefined || !address.includes(':')) return zone === undefined ? canonical : undefined;
  return `${isIPv4(canonical) ? '::ffff:' : ''}${canonical}${zone ?? ''}`;
}

/**
 * The address, and its zone with the `%`; a `%` without a zone stays in the address, making it
 * invalid.
 */
function splitZone(value: string): readonly string[] {
  const at = value.indexOf('%');
  return at < 0 || at === value.length - 1 ? [value] : [value.slice(0, at), value.slice(at)];
}
