/**
 * plimsoll's paths on all systems use `/` as separator. Absolute paths begin with `/`, a drive
 * (`C:/`), or server and share (`//server/share/`).
 */

/** The root of an absolute path, ending with a slash; '' for a relative path. */
function rootOf(path: string): string {
  // A fast path, because this runs several times for each path.
  if (!path.startsWith('/')) return path.charAt(1) === ':' ? (/^[a-z]:\//i.exec(path)?.[0] ?? '') : '';
  if (!path.startsWith('//')) return '/';
  const [, server, share] = /^\/\/([^/]+)\/([^/]+)(?:\/|$)/.exec(path) ?? [];
  return server !== undefined && share !== undefined ? `//${server}/${share}/` : '/';
}

export function isAbsolutePath(path: string): boolean {
  return rootOf(path) !== '';
}

/** True for a Windows directory, where `\` is also a separator and case doesn't matter. */
export function isWindowsFolder(folder: string): boolean {
  return !['', '/'].includes(rootOf(folder));
}

/**
 * Converts a path that a user wrote. On Windows `\` becomes `/`, and `/name` is on the drive of the
 * working directory.
 */
export function toPlainPath(written: string, workingDirectory: string): string {
  // Except on Windows, leading slashes count as one.
  if (!isWindowsFolder(workingDirectory)) return written.startsWith('//') ? written.replace(/^\/+/, '/') : written;
  const plain = written.replaceAll('\\', '/');
  return rootOf(plain) === '/' ? rootOf(workingDirectory) + plain.slice(1) : plain;
}

/**
 * Normalizes a path: `./a//b/../c/` becomes `a/c`, and an empty path `.`. Leading `..` stay only in
 * relative paths.
 */
export function normalizePath(path: string): string {
  return isNormal(path) ? path : normalizeBelow(rootOf(path), path);
}

/** Matches an empty part, `.`, `..`, or a slash at the end. */
const NEEDLESS = /\/\.{0,2}(?:\/|$)|^\.{1,2}(?:\/|$)/;

/** A fast test; true for most normalized paths. */
function isNormal(path: string): boolean {
  return path !== '' && !NEEDLESS.test(path);
}

/** Cleans a Linux path like Go's `path.Clean`, which knows no drives and servers. */
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
 * The normalized path of a name in a directory, which may be relative (`.` is the working
 * directory). An absolute name replaces the directory.
 */
export function joinPath(folder: string, name: string): string {
  const root = rootOf(name);
  // On Windows, `/name` is relative to the root of the directory's drive.
  if (root === '/' && isWindowsFolder(folder)) return normalizePath(rootOf(folder) + name);
  if (root !== '' || folder === '.' || folder === '') return normalizePath(name);
  // Don't add a second slash, which would start a server name on Windows.
  return normalizePath(folder.endsWith('/') ? folder + name : `${folder}/${name}`);
}

/**
 * The directory and the last part of a path. A root is its own directory, and its last part is
 * empty.
 */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const root = rootOf(path);
  const at = path.lastIndexOf('/');
  if (at < root.length) return [root === '' ? '.' : root, path.slice(root.length)];
  return [path.slice(0, at), path.slice(at + 1)];
}

/**
 * The path from a directory to a path, both absolute. If their roots differ, the path itself; if
 * they are equal, ''.
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

/** The path in a directory relative to it, like those from a walk. */
export function pathBelow(folder: string, path: string): string {
  return folder === '.' ? path : path.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

/**
 * The absolute path of an absolute name, or of a relative name that leads from an absolute
 * directory through the root directory; `undefined` for other names.
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
