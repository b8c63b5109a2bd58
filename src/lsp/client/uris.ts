/**
 * The absolute path of a `file:` URI, as plimsoll has paths: `C:/repo/compose.yaml` and `//server/share/compose.yaml`
 * on Windows. `undefined` for any other URI. Percent signs that begin no escape are taken as they are.
 */
export function pathOfUri(uri: string): string | undefined {
  const [, server = '', rest = ''] = /^file:(?:\/\/([^/]*))?(\/.*)$/i.exec(uri) ?? [];
  if (rest === '') return undefined;
  const path = rest.split('/').map(decode).join('/');
  if (server !== '' && server.toLowerCase() !== 'localhost') return `//${server}${path}`;
  // Clients write the drive in either case.
  return /^\/[a-z]:(?:\/|$)/i.test(path) ? path.charAt(1).toUpperCase() + path.slice(2) : path;
}

/** The `file:` URI of an absolute path. */
export function uriOfPath(path: string): string {
  const encoded = path.split('/').map(encode).join('/');
  if (path.startsWith('//')) return `file:${encoded}`;
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function encode(part: string): string {
  // Half of a surrogate pair has no bytes of its own.
  const whole = part.replace(/\p{Cs}/gu, '\uFFFD');
  return encodeURIComponent(whole).replace(/^([A-Za-z])%3A$/, '$1:');
}
