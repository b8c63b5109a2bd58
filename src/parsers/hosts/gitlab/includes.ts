import type { FileReader } from '../../../files/file-reader.ts';
import { joinPath } from '../../../util/paths.ts';
import { field, fieldsOf, isMapping, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';

/** The included files of the repository: `include: a.yml`, `include: [{ local: '/ci/*.yml' }]`. */
export function includedPaths(root: Ref | undefined): readonly string[] {
  const include = field(root, 'include');
  const items = include === undefined || isScalar(include) || isMapping(include) ? [include] : itemsOf(include);
  return items.flatMap((item) => {
    const local = isMapping(item) ? field(item, 'local') : item;
    const path = isScalar(local) ? textOf(local).value : undefined;
    return path === undefined || path === '' || /^\w+:\/\/|\$/.test(path) ? [] : [path];
  });
}

/** The child pipelines that jobs start: `trigger: { include: a.yml }`. */
export function startedPaths(root: Ref): readonly string[] {
  return fieldsOf(root).flatMap((job) => includedPaths(field(job, 'trigger')));
}

/** The maximum number of directories and files searched for one wildcard name. */
const MAX_ENTRIES = 10_000;

/**
 * The files that match a wildcard name, sorted: `*` in a name, `**` in a path (GitLab
 * `app/models/repository.rb`, `search_files_by_wildcard_path`).
 */
export function filesNamed(pattern: string, root: string, files: FileReader): readonly string[] {
  const found: string[] = [];
  const name = pattern.replace(/^\/+/, '');
  const star = name.indexOf('*');
  const start = name.slice(0, name.lastIndexOf('/', star) + 1);
  // Subdirectories matter only if the pattern has parts after the wildcard.
  const isDeep = name.slice(start.length).includes('/') || name.includes('**');
  const folders = [start];
  let left = MAX_ENTRIES;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const listing = files.list?.(joinPath(root, folder));
    if (listing === undefined || !('entries' in listing)) continue;
    for (const entry of listing.entries) {
      left -= 1;
      if (left < 0) return found;
      const path = folder + entry.name;
      if (entry.kind === 'directory' && isDeep && entry.name !== '.git') folders.push(`${path}/`);
      if (entry.kind === 'file' && isNamedBy(path, name)) found.push(path);
    }
  }
  return found.sort();
}

/**
 * Whether a pattern matches a path, by tracking all possible positions: linear in the path's
 * length.
 */
export function isNamedBy(path: string, pattern: string): boolean {
  const parts = pattern.match(/\*\*|\*|[^*]/gs) ?? [];
  // A wildcard may match nothing.
  const closed = (states: Iterable<number>): Set<number> => {
    const all = new Set(states);
    for (const state of all) if (parts[state]?.startsWith('*') === true) all.add(state + 1);
    return all;
  };
  let states = closed([0]);
  for (const character of path) {
    const next: number[] = [];
    for (const state of states) {
      const part = parts[state];
      if (part === '**' || (part === '*' && character !== '/')) next.push(state);
      else if (part === character) next.push(state + 1);
    }
    states = closed(next);
  }
  return states.has(parts.length);
}
