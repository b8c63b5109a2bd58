import { nearestWord } from '../util/nearest-word.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';

/**
 * The file that a missing path probably means: one with a similar name in the same directory, or
 * the path with `/` instead of backslashes.
 */
function similarFile(path: string, files: Pick<FileSystem, 'list' | 'kindOf'>): string | undefined {
  const forward = path.replaceAll('\\', '/');
  if (forward !== path && files.kindOf(forward) !== undefined) return forward;
  const [folder, name] = splitPath(forward);
  const listing = files.list(folder);
  if ('failure' in listing) return undefined;
  const stem = (each: string): string => each.replace(/^\.|\.(?:ya?ml|json)$/gi, '').replace(/^docker-(?=compose)/, '');
  const all = listing.entries.map((entry) => entry.name);
  const names = all.filter((each) => !each.startsWith('.') || name.startsWith('.'));
  const found = all.find((each) => stem(each) === stem(name)) ?? nearestWord(name, names);
  return found === undefined || found === name ? undefined : joinPath(folder, found);
}

/**
 * A hint to append to a message about a missing path, such as ` Did you mean compose.yaml?`. Empty
 * if no file is similar.
 */
export function similarHint(path: string, files: Pick<FileSystem, 'list' | 'kindOf'>): string {
  const similar = similarFile(path, files);
  return similar === undefined ? '' : ` Did you mean ${similar}?`;
}
