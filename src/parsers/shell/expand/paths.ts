import type { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { FOLDER_MARK, lookUp, type ScriptFile, type State } from '../state/state.ts';

/** The working directory of commands; `undefined` if unknown. */
export function currentFolder(state: State): string | undefined {
  const [segment, ...others] = lookUp(state, FOLDER_MARK).scalar?.segments ?? [];
  return segment?.kind === 'unknown' && others.length === 0 ? segment.path : undefined;
}

/**
 * The working directory relative to the unknown start directory: `.` if there was no relative `cd`.
 */
export function folderFromStart(state: State): string {
  const { scalar, mayBeInherited } = lookUp(state, FOLDER_MARK);
  return (mayBeInherited ? undefined : scalar?.value) ?? '.';
}

/** The path in a variable that the shell sets. */
export function pathOfVariable(name: string, file: ScriptFile | undefined, state: State): string | undefined {
  switch (name) {
    case '0':
      return file?.main;
    case 'BASH_SOURCE':
      return file?.path;
    case 'PWD':
      return currentFolder(state);
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

/** The path in a text that starts with a known path, or is relative to a known directory. */
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
