import type { FileReader } from '../../../files/file-reader.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { readHostDocument } from '../ci/document.ts';
import { includedPaths, isNamedBy, startedPaths } from './includes.ts';

const MAIN_NAMES = ['.gitlab-ci.yml', '.gitlab-ci.yaml'];
/** The maximum number of parent directories, and of including files. */
const MAX_FOLDERS = 20;
const MAX_FILES = 50;

/** Possible names of included files. */
const NAME = /^[\w.*@+/-]{1,200}\.ya?ml$/;

/**
 * True for a YAML file that the nearest pipeline in a parent directory includes, directly or not,
 * by name or wildcard. Names with variables don't count.
 */
export function isIncluded(path: string, files: FileReader): boolean {
  const [folder, name] = splitPath(path);
  let below = name;
  let at = folder;
  for (let count = 0; count < MAX_FOLDERS; count += 1) {
    const main = MAIN_NAMES.map((one) => joinPath(at, one)).find((one) => one !== path && 'text' in files.read(one));
    if (main !== undefined) return includes(main, at, below, files);
    const [parent, own] = [joinPath(at, '..'), splitPath(at)[1]];
    if (parent === at) return false;
    // Above the working directory, the names of directories are unknown.
    if (own !== '' && own !== '.' && own !== '..' && at !== '.') below = `${own}/${below}`;
    at = parent;
  }
  return false;
}

function includes(main: string, root: string, below: string, files: FileReader): boolean {
  const isWhole = !/(?:^|\/)\.\.$/.test(root);
  const seen = new Set([main]);
  const left = [main];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const result = files.read(path);
    if (!('text' in result) || !result.text.includes('include')) continue;
    const { roots } = readHostDocument({ path, text: result.text });
    for (const found of roots.flatMap((root) => [...includedPaths(root), ...startedPaths(root)])) {
      if (!NAME.test(found)) continue;
      const named = found.replace(/^(?:\.?\/)+/, '');
      if (isNamedBy(below, named) || (!isWhole && named.endsWith(`/${below}`))) return true;
      const other = joinPath(root, named);
      if (named.includes('*') || seen.has(other) || seen.size >= MAX_FILES) continue;
      seen.add(other);
      left.push(other);
    }
  }
  return false;
}
