/**
 * The absolute path of a `file:` URI (`C:/repo/a.yaml`, `//server/share/a.yaml` on Windows);
 * `undefined` for other URIs. Invalid escapes are literal.
 */
export function pathOfUri(uri: string): string | undefined {
  const [, server = '', rest = ''] = /^file:(?:\/\/([^/]*))?(\/.*)$/i.exec(uri) ?? [];
  if (rest === '') return undefined;
  const path = rest.split('/').map(decodeEscapes).join('/');
  if (server !== '' && server.toLowerCase() !== 'localhost') return `//${server}${path}`;
  // Clients use either case for the drive.
  return /^\/[a-z]:(?:\/|$)/i.test(path) ? path.charAt(1).toUpperCase() + path.slice(2) : path;
}

/** The `file:` URI of an absolute path. */
export function uriOfPath(path: string): string {
  const encoded = path.split('/').map(encode).join('/');
  if (path.startsWith('//')) return `file:${encoded}`;
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded}`;
}

/** Without `%` escapes; a text with an invalid one stays. */
export function decodeEscapes(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function encode(part: string): string {
  // Half of a surrogate pair has no UTF-8.
  const whole = part.replace(/\p{Cs}/gu, '\uFFFD');
  return encodeURIComponent(whole).replace(/^([A-Za-z])%3A$/, '$1:');
}
