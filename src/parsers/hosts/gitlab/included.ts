import { joinPath, splitPath } from '../../../util/paths.ts';
import { parseWithRecovery } from '../../compose/yaml/error-recovery.ts';
import type { SyntaxNode } from '../../compose/yaml/syntax.ts';
import type { FileReader } from '../../contract/parsed.ts';
import { isNamedBy } from './wildcards.ts';

/** The pipelines of a repository that GitLab runs by themselves. */
const MAIN_NAMES = ['.gitlab-ci.yml', '.gitlab-ci.yaml'];
/** Folders upward that are looked at, and files that include others. */
const MAX_FOLDERS = 20;
const MAX_FILES = 50;

/** What may be the name of an included file. */
const NAME = /^[\w.*@+/-]{1,200}\.ya?ml$/;

/** True for a YAML file that the nearest pipeline upward includes, by its name or a wildcard, or that one of those includes. Names with variables are none. */
export function isIncluded(path: string, files: FileReader): boolean {
  const [folder, name] = splitPath(path);
  let below = name;
  let at = folder;
  for (let count = 0; count < MAX_FOLDERS; count += 1) {
    const main = MAIN_NAMES.map((one) => joinPath(at, one)).find((one) => one !== path && 'text' in files.read(one));
    if (main !== undefined) return includes(main, at, below, files);
    const [parent, own] = [joinPath(at, '..'), splitPath(at)[1]];
    if (parent === at) return false;
    // Above the working folder the names of folders are not known.
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
    for (const found of namesIn(result.text)) {
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

/** The files of the repository that a pipeline includes, or starts as a child pipeline (`trigger: {include: …}`), by the names that it has for them. */
function namesIn(text: string): readonly string[] {
  return parseWithRecovery(text).documents.flatMap((root) => {
    const jobs = root?.kind === 'mapping' ? root.pairs.map(({ value }) => value) : [];
    return [root, ...jobs.map((job) => valueOf(job, 'trigger'))].flatMap(includedBy);
  });
}

/** `include: a.yml`, `include: {local: a.yml}`, and lists of these. */
function includedBy(node: SyntaxNode | undefined): readonly string[] {
  const include = valueOf(node, 'include');
  const items = include?.kind === 'sequence' ? include.items : [include];
  return items.flatMap((item) => {
    const named = item?.kind === 'mapping' ? valueOf(item, 'local') : item;
    return named?.kind === 'scalar' && NAME.test(named.string) ? [named.string] : [];
  });
}

function valueOf(node: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.pairs.find(({ key }) => key.kind === 'scalar' && key.string === name)?.value;
}
