/**
 * Paths in plimsoll on all systems: `/` is the separator; absolute paths begin with `/`, a drive
 * (`C:/`), or a server and share (`//server/share/`).
 */

/** The root of an absolute path with its final slash; '' for a relative one. */
function rootOf(path: string): string {
  // A fast path: called several times for each path.
  if (!path.startsWith('/')) return path.charAt(1) === ':' ? (/^[a-z]:\//i.exec(path)?.[0] ?? '') : '';
  if (!path.startsWith('//')) return '/';
  const [, server, share] = /^\/\/([^/]+)\/([^/]+)(?:\/|$)/.exec(path) ?? [];
  return server !== undefined && share !== undefined ? `//${server}/${share}/` : '/';
}

/** True for a path independent of the working directory. */
export function isAbsolutePath(path: string): boolean {
  return rootOf(path) !== '';
}

/** True for a Windows directory, where `\` is also a separator and names ignore case. */
export function isWindowsFolder(folder: string): boolean {
  return !['', '/'].includes(rootOf(folder));
}

/**
 * Normalizes a user's path: on Windows `\` becomes `/`, and `/name` is on the working directory's
 * drive.
 */
export function toPlainPath(written: string, workingDirectory: string): string {
  // Elsewhere two slashes at the start are one.
  if (!isWindowsFolder(workingDirectory)) return written.startsWith('//') ? written.replace(/^\/+/, '/') : written;
  const plain = written.replaceAll('\\', '/');
  return rootOf(plain) === '/' ? rootOf(workingDirectory) + plain.slice(1) : plain;
}

/** `./a//b/../c/` becomes `a/c`, an empty path `.`; a leading `..` stays in relative paths only. */
export function normalizePath(path: string): string {
  return isNormal(path) ? path : normalizeBelow(rootOf(path), path);
}

/** An empty part, `.` or `..`, or a final slash. */
const NEEDLESS = /\/\.{0,2}(?:\/|$)|^\.{1,2}(?:\/|$)/;

/** A fast test, true for most normalized paths. */
function isNormal(path: string): boolean {
  return path !== '' && !NEEDLESS.test(path);
}

/** A cleaned Linux path (Go's `path.Clean`), without drives and servers. */
export function cleanPath(path: string): string {
  return isNormal(path) ? path : normalizeBelow(path.startsWith('/') ? '/' : '', path);
}

function normalizeBelow(root: string, path: string): string {
  const parts: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part);
  }
  return root + parts.join('/') || '.';
}

/**
 * A name in a directory (relative or absolute, `.` is the working directory), normalized; an
 * absolute name stays.
 */
export function joinPath(folder: string, name: string): string {
  const root = rootOf(name);
  // On Windows `/name` is at the root of the directory's drive.
  if (root === '/' && isWindowsFolder(folder)) return normalizePath(rootOf(folder) + name);
  if (root !== '' || folder === '.' || folder === '') return normalizePath(name);
  // An additional slash would make it a Windows server.
  return normalizePath(folder.endsWith('/') ? folder + name : `${folder}/${name}`);
}

/** The directory and the last part of a path; a root is its own directory and has no last part. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const root = rootOf(path);
  const at = path.lastIndexOf('/');
  if (at < root.length) return [root === '' ? '.' : root, path.slice(root.length)];
  return [path.slice(0, at), path.slice(at + 1)];
}

/**
 * The path from a directory to a path, both absolute; the path itself if the roots differ, '' if
 * they are equal.
 */
export function relativePath(folder: string, path: string): string {
  const [from, to] = [normalizePath(folder), normalizePath(path)];
  const [fromRoot, toRoot] = [rootOf(from), rootOf(to)];
  const isSame = (one: string | undefined, other: string | undefined): boolean =>
    one === other || (isWindowsFolder(from) && one?.toLowerCase() === other?.toLowerCase());
  if (!isSame(fromRoot, toRoot)) return to;
  const toParts = (whole: string, root: string): readonly string[] =>
    whole
      .slice(root.length)
      .split('/')
      .filter((part) => part !== '');
  const [fromParts, parts] = [toParts(from, fromRoot), toParts(to, toRoot)];
  const differing = fromParts.findIndex((part, index) => !isSame(part, parts[index]));
  const shared = differing < 0 ? fromParts.length : differing;
  return [...fromParts.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

/** A path relative to a directory that contains it, as named in a walk. */
export function pathBelow(folder: string, path: string): string {
  return folder === '.' ? path : path.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

/**
 * The absolute path of an absolute name, or of a relative one from an absolute directory through
 * the root directory; otherwise `undefined`.
 */
export function pathFromRoot(folder: string, name: string): string | undefined {
  if (name.startsWith('/')) return normalizePath(name);
  if (!folder.startsWith('/') || folder.startsWith('//')) return undefined;
  const way = normalizePath(name).split('/');
  const up = way.findIndex((part) => part !== '..');
  const depth = folder.split('/').filter((part) => part !== '').length;
  const steps = up < 0 ? way.length : up;
  return steps === 0 || steps < depth ? undefined : `/${way.slice(steps).join('/')}`;
}
