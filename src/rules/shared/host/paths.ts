import type { Pattern } from '../../../text/setting.ts';

/** A path without `//`, `/./`, `/../` and a slash at its end; a leading `..` stays, nothing is above `/`. */
export function normalizePath(path: string): string {
  // Nearly all are, and thousands of containers may ask for one.
  if (isNormal(path)) return path;
  const isAbsolute = path.startsWith('/');
  const components: string[] = [];
  for (const component of path.split('/')) {
    if (component === '' || component === '.') continue;
    if (component === '..' && components.length > 0 && components.at(-1) !== '..') components.pop();
    else if (component !== '..' || !isAbsolute) components.push(component);
  }
  const joined = components.join('/');
  return isAbsolute ? `/${joined}` : joined === '' ? '.' : joined;
}

/**
 * The path of Linux that gives away as much as one of Windows does: `/` for a whole drive, `/home/me` for
 * `C:\Users\me`, `/home` for all of them; `undefined` for any other.
 */
export function ofWindows(path: string): string | undefined {
  const [, rest] = /^[A-Za-z]:[\\/](.*)$/s.exec(path) ?? [];
  if (rest === undefined) return undefined;
  const [first = '', ...others] = rest.split(/[\\/]+/).filter((name) => name !== '' && name !== '.');
  if (first === '') return '/';
  return first.toLowerCase() === 'users' ? ['/home', ...others].join('/') : undefined;
}

/** True for an absolute path with no empty component and none that begins with a dot. */
function isNormal(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && !path.includes('//') && !path.includes('/.');
}

/** True where a path is the directory or is in it; both are absolute and normalized. All are in `/`. */
export function liesIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** The home of who runs the client: `~`, `~user`, `$HOME`, `${HOME:?}`, `%h` of systemd, `${localEnv:HOME}`. */
const HOME =
  /^(?:~[\w.-]*|%h|\$HOME|\$\{HOME(?:%\/|:?\?.*)?\}|\$\{(?:localEnv|env):HOME\}(?:\$\{(?:localEnv|env):USERPROFILE\})?)$/s;

/** True where a path begins with the home of a user. */
export function isInHome([first]: Pattern): boolean {
  return typeof first === 'object' && HOME.test(first.unknown);
}

/** The pattern with a home in `/home`, wherever it is: every home is as good as another one. */
export function placeHome(pattern: Pattern): Pattern {
  return isInHome(pattern) ? ['/home/', ...pattern] : pattern;
}

/** What is known of a path of which parts are unknown. */
export interface PathPattern {
  /** The directory that it certainly lies in, normalized; `undefined` where it can be anywhere, even relative. */
  readonly directory: string | undefined;
  /** How its next component begins; empty where nothing of it is known. */
  readonly next: string;
  /** Its last component where that is known whole. */
  readonly last: string | undefined;
  /** How its last component ends, as far as it is known. */
  readonly ending: string;
}

/** What a pattern says of the path. An unknown part that climbs (`..`) is left out of account. */
export function toPathPattern(pattern: Pattern): PathPattern {
  const [first] = pattern;
  const head = typeof first === 'string' ? first : '';
  const trimmed = trimSlashes(pattern.at(-1));
  const ending = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  const last = trimmed.includes('/') ? ending : undefined;
  const climbs = pattern.slice(1).some((part) => typeof part === 'string' && part.split('/').includes('..'));
  const at = head.lastIndexOf('/');
  const isRooted = head.startsWith('/') && !climbs;
  return {
    directory: isRooted ? normalizePath(head.slice(0, at + 1)) : undefined,
    next: isRooted ? head.slice(at + 1) : head,
    last,
    ending,
  };
}

function trimSlashes(part: Pattern[number] | undefined): string {
  let text = typeof part === 'string' ? part : '';
  while (text.endsWith('/')) text = text.slice(0, -1);
  return text;
}

/** How a partly unknown path stands to a directory: in it whatever the parts are, possibly, or not. */
export function relationTo(directory: string, pattern: Pattern): 'inside' | 'possible' | 'outside' {
  const path = toPathPattern(pattern);
  if (path.directory === undefined) return path.next === '' || path.next.startsWith('/') ? 'possible' : 'outside';
  if (directory !== '/' && liesIn(path.directory, directory)) return 'inside';
  const start = (path.directory === '/' ? '/' : `${path.directory}/`) + path.next;
  return directory.startsWith(start) ? 'possible' : 'outside';
}
