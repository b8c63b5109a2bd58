import { joinPath } from '../../../util/paths.ts';
import type { FileReader } from '../../contract/parsed.ts';

/** So many folders and files are looked at for one name with wildcards. */
const MAX_ENTRIES = 10_000;

/**
 * The files of a repository that a name with wildcards stands for, in the order of their names: `*` for characters of a
 * name, `**` for those of a path (GitLab `app/models/repository.rb`, `search_files_by_wildcard_path`). None where no
 * folders are read.
 */
export function filesNamed(pattern: string, root: string, files: FileReader): readonly string[] {
  const found: string[] = [];
  const name = pattern.replace(/^\/+/, '');
  const star = name.indexOf('*');
  const start = name.slice(0, name.lastIndexOf('/', star) + 1);
  // Behind the folder that the name begins with, folders matter where more of the name follows.
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

/** Whether a pattern stands for a path: which of its parts can come next is known after each character, so that no text takes long. */
export function isNamedBy(path: string, pattern: string): boolean {
  const parts = pattern.match(/\*\*|\*|[^*]/gs) ?? [];
  // What a wildcard stands for may be nothing.
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
