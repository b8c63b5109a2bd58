import ignore, { type Ignore } from 'ignore';
import { isCandidateName } from '../../parsers/registry.ts';
import { isAbsolutePath, joinPath, pathBelow } from '../../util/paths.ts';
import { type DiscoveryNote, failureMessage } from './discovery-note.ts';
import type { FileSystem } from './file-system.ts';

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules']);

interface Gitignore {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The files below a folder that could hold something to lint, in the order of their names, with .gitignore honoured. */
export function walkFolder(folder: string, files: FileSystem, notes: DiscoveryNote[]): Iterable<string> {
  return walk(folder, files, notes, gitignoresAbove(folder, files));
}

function* walk(
  folder: string,
  files: FileSystem,
  notes: DiscoveryNote[],
  above: readonly Gitignore[],
): Iterable<string> {
  const listing = files.list(folder);
  if ('failure' in listing) {
    notes.push({
      path: folder,
      message: failureMessage(listing.failure, folder),
      severity: 'error',
      isUnreadable: true,
    });
    return;
  }
  const gitignores = [...above, ...gitignoreIn(folder, files)];
  for (const { name, kind } of listing.entries) {
    const path = joinPath(folder, name);
    if (isIgnored(path, kind === 'directory', gitignores)) continue;
    if (kind === 'other') {
      if (isCandidateName(name) && files.kindOf(path) === undefined)
        notes.push({ path, message: 'Skipped: the link leads nowhere.', severity: 'note' });
      continue;
    }
    if (kind === 'file') {
      if (isCandidateName(name)) yield path;
    } else if (!SKIPPED_FOLDERS.has(name)) {
      yield* walk(path, files, notes, gitignores);
    }
  }
}

function gitignoreIn(folder: string, files: FileSystem): readonly Gitignore[] {
  const result = files.read(joinPath(folder, '.gitignore'));
  return 'text' in result ? [{ folder, rules: ignore({ allowRelativePaths: true }).add(result.text) }] : [];
}

/** The .gitignore files between the working folder and the folder where a walk begins. */
function gitignoresAbove(folder: string, files: FileSystem): readonly Gitignore[] {
  if (folder === '.' || isAbsolutePath(folder) || folder.startsWith('..')) return [];
  const parts = folder.split('/');
  return ['.', ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'))].flatMap((above) =>
    gitignoreIn(above, files),
  );
}

function isIgnored(path: string, isFolder: boolean, gitignores: readonly Gitignore[]): boolean {
  let isIgnoredSoFar = false;
  for (const { folder, rules } of gitignores) {
    const relative = pathBelow(folder, path);
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    isIgnoredSoFar = ignored || (isIgnoredSoFar && !unignored);
  }
  return isIgnoredSoFar;
}
