/**
 * Paths as plimsoll has them, whatever the system: `/` parts their folders, and an absolute one begins with `/`, with a
 * drive (`C:/`) or with a server and what it shares (`//server/share/`).
 */

/** The root of an absolute path, with the slash that ends it; '' for a relative one. */
function rootOf(path: string): string {
  // Asked for each path several times, so that most are answered without an expression.
  if (!path.startsWith('/')) return path.charAt(1) === ':' ? (/^[a-z]:\//i.exec(path)?.[0] ?? '') : '';
  if (!path.startsWith('//')) return '/';
  const [, server, share] = /^\/\/([^/]+)\/([^/]+)(?:\/|$)/.exec(path) ?? [];
  return server !== undefined && share !== undefined ? `//${server}/${share}/` : '/';
}

/** True for a path that does not depend on a working folder. */
export function isAbsolutePath(path: string): boolean {
  return rootOf(path) !== '';
}

/** True for a folder of Windows, where `\` parts folders too, and where names may be written in either case. */
export function isWindowsFolder(folder: string): boolean {
  return !['', '/'].includes(rootOf(folder));
}

/** A path as its user writes it where this is the working folder: on Windows `\` is `/`, and `/name` stands at the root of the folder's drive. */
export function toPlainPath(written: string, workingDirectory: string): string {
  // Elsewhere two slashes at the start are one.
  if (!isWindowsFolder(workingDirectory)) return written.startsWith('//') ? written.replace(/^\/+/, '/') : written;
  const plain = written.replaceAll('\\', '/');
  return rootOf(plain) === '/' ? rootOf(workingDirectory) + plain.slice(1) : plain;
}

/** `./a//b/../c/` as `a/c`, nothing as `.`; a `..` at the start stays in a relative path only. */
export function normalizePath(path: string): string {
  return isNormal(path) ? path : normalizeBelow(rootOf(path), path);
}

/** An empty part, `.` or `..`, or a slash at the end. */
const NEEDLESS = /\/\.{0,2}(?:\/|$)|^\.{1,2}(?:\/|$)/;

/** True for most paths that are as they are to be: it is asked for each several times. */
function isNormal(path: string): boolean {
  return path !== '' && !NEEDLESS.test(path);
}

/** A path of Linux without needless parts (Go's `path.Clean`): no drive and no server is a root there. */
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

/** A name in a relative (`.` is the working folder) or absolute folder, normalized; an absolute name stays. */
export function joinPath(folder: string, name: string): string {
  const root = rootOf(name);
  // On Windows `/name` stands at the root of the folder's drive.
  if (root === '/' && isWindowsFolder(folder)) return normalizePath(rootOf(folder) + name);
  if (root !== '' || folder === '.' || folder === '') return normalizePath(name);
  // With a slash more, what is below the root would be a server of Windows.
  return normalizePath(folder.endsWith('/') ? folder + name : `${folder}/${name}`);
}

/** The folder of a path, and its last part; a root is its own folder and has no last part. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const root = rootOf(path);
  const at = path.lastIndexOf('/');
  if (at < root.length) return [root === '' ? '.' : root, path.slice(root.length)];
  return [path.slice(0, at), path.slice(at + 1)];
}

/** The way from a folder to a path, both absolute; the path itself where the roots differ, '' where they are equal. */
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

/** What a path is below a folder that holds it, as a walk from the folder makes it. */
export function pathBelow(folder: string, path: string): string {
  return folder === '.' ? path : path.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

/** The absolute path that a name is, or leads to from an absolute folder by way of the root directory; `undefined` for any other. */
export function pathFromRoot(folder: string, name: string): string | undefined {
  if (name.startsWith('/')) return normalizePath(name);
  if (!folder.startsWith('/') || folder.startsWith('//')) return undefined;
  const way = normalizePath(name).split('/');
  const up = way.findIndex((part) => part !== '..');
  const depth = folder.split('/').filter((part) => part !== '').length;
  const steps = up < 0 ? way.length : up;
  return steps === 0 || steps < depth ? undefined : `/${way.slice(steps).join('/')}`;
}
