import type { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { FOLDER, lookUp, type ScriptFile, type State } from '../state/state.ts';

/** The folder in which commands run, as files are named here; `undefined` where that is not known. */
export function folderOf(state: State): string | undefined {
  const [segment, ...others] = lookUp(state, FOLDER).scalar?.segments ?? [];
  return segment?.kind === 'unknown' && others.length === 0 ? segment.path : undefined;
}

/**
 * The folder in which commands run, from the one in which the script was started, which is not known: `.` where no `cd`
 * to a relative name came before.
 */
export function folderFromStart(state: State): string {
  const { scalar, mayBeInherited } = lookUp(state, FOLDER);
  return (mayBeInherited ? undefined : scalar?.value) ?? '.';
}

/** What a variable that the shell sets by itself is the path of. */
export function pathOfVariable(name: string, file: ScriptFile | undefined, state: State): string | undefined {
  switch (name) {
    case '0':
      return file?.main;
    case 'BASH_SOURCE':
      return file?.path;
    case 'PWD':
      return folderOf(state);
    case 'BATS_TEST_FILENAME':
      return file?.main.endsWith('.bats') === true ? file.main : undefined;
    case 'BATS_TEST_DIRNAME':
      return file?.main.endsWith('.bats') === true ? parentOf(file.main) : undefined;
    default:
      return undefined;
  }
}

export function parentOf(path: string): string {
  return joinPath(path, '..');
}

/**
 * The path, as files are named here, that a text is, where it begins with one that is known, or is relative to a folder
 * that is known.
 */
export function pathOfText(text: Text, folder: string | undefined): string | undefined {
  const [first, ...rest] = text.segments;
  if (text.value !== undefined) {
    const isRelative = text.value !== '' && !text.value.startsWith('/') && !text.value.startsWith('~');
    return isRelative && folder !== undefined ? joinPath(folder, text.value) : undefined;
  }
  const below = text.skeleton.slice(1);
  if (first?.kind !== 'unknown' || first.path === undefined || !rest.every(({ kind }) => kind === 'literal'))
    return undefined;
  return below === '' || below.startsWith('/') ? joinPath(first.path, `.${below}`) : undefined;
}
