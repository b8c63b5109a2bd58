/**
 * The absolute path in a `file:` URI (on Windows `C:/repo/a.yaml` or `//server/share/a.yaml`).
 * `undefined` for other URIs. Invalid escapes are literal.
 */
export function pathOfUri(uri: string): string | undefined {
  const [, server = '', rest = ''] = /^file:(?:\/\/([^/]*))?(\/.*)$/i.exec(uri) ?? [];
  if (rest === '') return undefined;
  const path = rest.split('/').map(decodeEscapes).join('/');
  if (server !== '' && server.toLowerCase() !== 'localhost') return `//${server}${path}`;
  // Clients use upper or lower case for the drive.
  return /^\/[a-z]:(?:\/|$)/i.test(path) ? path.charAt(1).toUpperCase() + path.slice(2) : path;
}

export function uriOfPath(path: string): string {
  const encoded = path.split('/').map(encode).join('/');
  if (path.startsWith('//')) return `file:${encoded}`;
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded}`;
}

/** Decodes `%` escapes. Text with an invalid escape stays as it is. */
export function decodeEscapes(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function encode(part: string): string {
  // A lone surrogate has no UTF-8 form.
  const whole = part.replace(/\p{Cs}/gu, '\uFFFD');
  return encodeURIComponent(whole).replace(/^([A-Za-z])%3A$/, '$1:');
}
