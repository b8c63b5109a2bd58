import type { Span } from '../text/location.ts';

/** The scheme before `://`. One character longer than needed, to recognize longer words. */
const SCHEME = /\b[a-z][a-z\d+.-]{0,30}$/i;
const MAX_SCHEME = 31;
const SEPARATOR = /[\s"'`<>|\\]/g;
/** The maximum length before the last `@`. */
const MAX_AUTHORITY = 2000;
/** The end of `user:password` in addresses for Go's database drivers. */
const GO_HOST = /@(?:tcp|unix)\(/g;
const GO_SEPARATOR = /[\s"'`]/g;
const MAX_GO_PASSWORD = 500;
/**
 * A password before a host, without a scheme: in the image name `user:S@registry.example/image`.
 */
const BARE =
  /(?<![/\w.%+-])[\w.%+-]{1,100}:([^\s"'`<>|\\/@:{}$]{1,500})@[a-z\d-]+(?:(?:\.[a-z\d-]+)+(?::\d+)?|:\d+)\//gi;
/** Stands for an unknown part of an image's name. */
export const UNKNOWN = '\uFFFF';
/**
 * A password in an image's name, before any host. It ends at the last `@` that doesn't precede a
 * digest, which may be unknown.
 */
const IN_IMAGE = /^([^:@]*:)(.+)@(?!\w+:[a-f\d\uFFFF]|\uFFFF$)/s;
/** User names in HTTP URLs that aren't tokens. */
const USERS: readonly string[] = ['git', 'oauth2', 'x-access-token', 'x-token-auth', 'gitlab-ci-token'];

/** User and password in a URL. */
interface Credentials {
  /** The longest text that may be secret, because programs read URLs in different ways. */
  readonly secret: Span | undefined;
  /** The password by URL syntax (RFC 3986, 3.2), which ends before the first `/`, `?` or `#`. */
  readonly password: Span | undefined;
}

/** The credentials in all URLs of a text. Takes linear time. */
export function credentialsIn(text: string): readonly Credentials[] {
  if (!text.includes('@')) return [];
  const found: Credentials[] = [];
  if (text.includes('://'))
    for (const { scheme, start, end } of addressesIn(text)) {
      const authority = text.slice(start, end);
      found.push({ secret: secretOf(scheme, authority, start), password: passwordOf(authority, start) });
    }
  for (const { 0: whole, 1: password = '', index } of text.matchAll(BARE)) {
    const end = index + whole.lastIndexOf('@');
    const span = { start: end - password.length, end };
    found.push({ secret: span, password: undefined });
  }
  if (text.includes('@tcp(') || text.includes('@unix('))
    for (const password of goPasswordsIn(text)) found.push({ secret: password, password });
  return found;
}

export function passwordInImage(image: string): Span | undefined {
  const [, user = '', password = ''] = IN_IMAGE.exec(image) ?? [];
  return password === '' ? undefined : { start: user.length, end: user.length + password.length };
}

interface Address extends Span {
  readonly scheme: string;
}

/** The passwords in `user:password@tcp(host)`; each ends at the last possible host. */
function* goPasswordsIn(text: string): Generator<Span> {
  const hosts = Array.from(text.matchAll(GO_HOST), ({ 0: host, index }) => ({
    start: index,
    end: index + host.length,
  }));
  let from = 0;
  let separator = -1;
  let next = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon, from) + 1)) {
    if (colon === from || !/[\w.-]/.test(text.charAt(colon - 1))) continue;
    const start = colon + 1;
    if (separator < start) separator = separatorFrom(text, start, GO_SEPARATOR);
    const limit = Math.min(separator, start + MAX_GO_PASSWORD);
    while ((hosts[next]?.start ?? Number.POSITIVE_INFINITY) <= limit) next += 1;
    const host = hosts[next - 1];
    if (next === hosts.length && (host === undefined || host.start <= start)) return;
    if (host === undefined || host.start <= start) continue;
    yield { start, end: host.start };
    from = host.end;
  }
}

/** URLs that contain `@`; each span is from `//` to the last possible `@`. */
function* addressesIn(text: string): Generator<Address> {
  let from = 0;
  let separator = 0;
  let last = -1;
  let next = text.indexOf('@');
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', Math.max(at + 1, from))) {
    const start = at + 3;
    if (separator < start) separator = separatorFrom(text, start, SEPARATOR);
    const limit = Math.min(separator, start + MAX_AUTHORITY + 1);
    while (next >= 0 && next < limit) {
      last = next;
      next = text.indexOf('@', next + 1);
    }
    if (last < start && next < 0) return;
    if (last <= start) continue;
    const scheme = SCHEME.exec(text.slice(Math.max(from, at - MAX_SCHEME - 1), at))?.[0];
    if (scheme === undefined) continue;
    yield { scheme, start, end: last + 1 };
    from = last + 1;
  }
}

function separatorFrom(text: string, start: number, separators: RegExp): number {
  separators.lastIndex = start;
  return separators.exec(text)?.index ?? text.length;
}

/**
 * `authority` ends with the last `@`. In an HTTP URL, a user without a password is a token, except
 * for a few names.
 */
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
