import type { Span } from '../text/location.ts';

/** What stands before the `://` of an address, and one character more, so that no word is cut. */
const SCHEME = /\b[a-z][a-z\d+.-]{0,30}$/i;
const MAX_SCHEME = 31;
/** What no address has in it. */
const SEPARATOR = /[\s"'`<>|\\]/g;
/** Up to its last `@`. */
const MAX_AUTHORITY = 2000;
/** `user:password@tcp(host)`, as drivers of databases for Go have it. */
const GO_ADDRESS = /[\w.-]{1,100}:([^\s"'`]{1,500})@(?:tcp|unix)\(/g;
/** User names in an address over HTTP that are no token. */
const USERS: readonly string[] = ['git', 'oauth2', 'x-access-token', 'x-token-auth', 'gitlab-ci-token'];

/** What stands before the host of an address. */
interface Credentials {
  /** What may be a secret: as far as it goes for any program that reads the address. */
  readonly secret: Span | undefined;
  /** The password by the syntax of addresses (RFC 3986, 3.2), in which the first `/`, `?` or `#` ends what it may stand in. */
  readonly password: Span | undefined;
}

/** What the addresses in a text have before their hosts, in time that grows with its length. */
export function credentialsIn(text: string): readonly Credentials[] {
  if (!text.includes('@')) return [];
  const found: Credentials[] = [];
  if (text.includes('://'))
    for (const { scheme, start, end } of addressesIn(text)) {
      const authority = text.slice(start, end);
      found.push({ secret: secretOf(scheme, authority, start), password: passwordOf(authority, start) });
    }
  if (text.includes('@tcp(') || text.includes('@unix('))
    for (const { 0: whole, 1: value = '', index } of text.matchAll(GO_ADDRESS)) {
      const end = index + whole.lastIndexOf('@');
      const password = { start: end - value.length, end };
      found.push({ secret: password, password });
    }
  return found;
}

interface Address extends Span {
  readonly scheme: string;
}

/** The addresses in a text that have an `@`, each from behind its `//` to behind the last of these, as far as it can go. */
function* addressesIn(text: string): Generator<Address> {
  let from = 0;
  let separator = 0;
  let mark = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', Math.max(at + 1, from))) {
    const start = at + 3;
    if (mark >= 0 && mark < start) mark = text.indexOf('@', start);
    if (mark < 0) return;
    if (separator < start) separator = separatorFrom(text, start);
    const limit = Math.min(separator, start + MAX_AUTHORITY + 1);
    if (mark >= limit) continue;
    const last = text.lastIndexOf('@', limit - 1);
    const scheme = SCHEME.exec(text.slice(Math.max(from, at - MAX_SCHEME - 1), at))?.[0];
    if (last === start || scheme === undefined) continue;
    yield { scheme, start, end: last + 1 };
    from = last + 1;
  }
}

function separatorFrom(text: string, start: number): number {
  SEPARATOR.lastIndex = start;
  return SEPARATOR.exec(text)?.index ?? text.length;
}

/** `authority` ends with the last `@` of the address. Over HTTP a user without a password is a token, unless it is one of a few names. */
function secretOf(scheme: string, authority: string, start: number): Span | undefined {
  const colon = authority.indexOf(':');
  const slash = authority.indexOf('/');
  const at = authority.indexOf('@');
  const isHttp = /^https?$/i.test(scheme);
  const isPort = /^\d{0,5}(?:[/?#]|$)/.test(authority.slice(colon + 1));
  if (colon >= 0 && (slash < 0 || colon < slash) && !isPort && colon < at) {
    const password = authority.slice(colon + 1, -1);
    if (isHttp && (password === '' || password === 'x-oauth-basic')) return { start, end: start + colon };
    return { start: start + colon + 1, end: start + authority.length - 1 };
  }
  const isToken = isHttp && (slash < 0 || at < slash) && (colon < 0 || colon > at);
  return isToken && !USERS.includes(authority.slice(0, at)) ? { start, end: start + at } : undefined;
}

function passwordOf(whole: string, start: number): Span | undefined {
  const [authority = ''] = whole.split(/[/?#]/, 1);
  const colon = authority.indexOf(':');
  const at = authority.lastIndexOf('@');
  return colon >= 0 && colon < at ? { start: start + colon + 1, end: start + at } : undefined;
}
