import { normalizePath } from '../../util/paths.ts';

/**
 * A path as a percent-encoded URI (RFC 3986): relative for a relative path; otherwise a `file` URI,
 * with a path's server as host (RFC 8089, E.3.1).
 */
export function toUri(path: string): string {
  const encoded = normalizePath(path)
    .split('/')
    // A lone surrogate has no UTF-8 form.
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')))
    .join('/');
  if (encoded.startsWith('//')) return `file:${encoded}`;
  if (encoded.startsWith('/')) return `file://${encoded}`;
  const drive = /^([A-Za-z])%3A\//.exec(encoded);
  return drive === null ? encoded : `file:///${drive[1] ?? ''}:${encoded.slice(4)}`;
}
