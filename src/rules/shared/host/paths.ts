import type { Pattern } from '../../../text/setting.ts';

/** Resolves `//`, `/./`, `/../` and a trailing slash; `..` at the start stays, and `/..` is `/`. */
export function normalizeHostPath(path: string): string {
  // Most paths are normal, and thousands of containers may need this.
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
 * The Linux path with the same exposure as a Windows path: `/` for a whole drive, `/home/me` for
 * `C:\Users\me`, `/home` for all users; else `undefined`.
 */
export function ofWindows(path: string): string | undefined {
  const [, rest] = /^[A-Za-z]:[\\/](.*)$/s.exec(path) ?? [];
  if (rest === undefined) return undefined;
  const [first = '', ...others] = rest.split(/[\\/]+/).filter((name) => name !== '' && name !== '.');
  if (first === '') return '/';
  return first.toLowerCase() === 'users' ? ['/home', ...others].join('/') : undefined;
}

function isNormal(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && !path.includes('//') && !path.includes('/.');
}

/**
 * True if a path is the directory or in it; both must be absolute and normalized. `/` contains all.
 */
export function liesIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/**
 * The user's home directory: `~`, `~user`, `$HOME`, `${HOME:?}`, systemd's `%h`,
 * `${localEnv:HOME}`.
 */
const HOME =
  /^(?:~[\w.-]*|%h|\$HOME|\$\{HOME(?:%\/|:?\?.*)?\}|\$\{(?:localEnv|env):HOME\}(?:\$\{(?:localEnv|env):USERPROFILE\})?)$/s;

export function isInHome([first]: Pattern): boolean {
  return typeof first === 'object' && HOME.test(first.unknown);
}

/** Replaces a home directory by one in `/home`: all are equally sensitive. */
export function placeHome(pattern: Pattern): Pattern {
  return isInHome(pattern) ? ['/home/', ...pattern] : pattern;
}

/** The known parts of a partly unknown path. */
export interface PathPattern {
  /**
   * The normalized directory that certainly contains it; `undefined` if it may be anywhere, even
   * relative.
   */
  readonly directory: string | undefined;
  /** The known start of the next component, possibly empty. */
  readonly next: string;
  /** The last component, if it is wholly known. */
  readonly last: string | undefined;
  /** The known end of the last component. */
  readonly ending: string;
}

/** Ignores that an unknown part may contain `..`. */
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
    directory: isRooted ? normalizeHostPath(head.slice(0, at + 1)) : undefined,
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

/** Whether a partly unknown path is in a directory: certainly, possibly, or not. */
export function relationTo(directory: string, pattern: Pattern): 'inside' | 'possible' | 'outside' {
  const path = toPathPattern(pattern);
  if (path.directory === undefined) return path.next === '' || path.next.startsWith('/') ? 'possible' : 'outside';
  if (directory !== '/' && liesIn(path.directory, directory)) return 'inside';
  const start = (path.directory === '/' ? '/' : `${path.directory}/`) + path.next;
  return directory.startsWith(start) ? 'possible' : 'outside';
}
