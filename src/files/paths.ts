/** A name in a folder; both have `/` between their parts, and `.` is the working folder. `..` and `.` in the name are resolved. */
export function joinPath(folder: string, name: string): string {
  if (name.startsWith('/')) return normalizePath(name);
  return normalizePath(folder === '.' ? name : `${folder}/${name}`);
}

/** The folder of a path, and its last part. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return at < 0 ? ['.', path] : [at === 0 ? '/' : path.slice(0, at), path.slice(at + 1)];
}

/** `./a//b/../c/` as `a/c`; a `..` at the start of a relative path stays. Backslashes are the caller's to deal with. */
export function normalizePath(path: string): string {
  const root = path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part);
  }
  return root + parts.join('/') || '.';
}
