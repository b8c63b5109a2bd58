import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { isAbsolutePath, joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';

/** The project's name as part of a longer name that stands at `place`. */
export type ProjectName = (place: Place) => Text;

const UNKNOWN_NAME = '${COMPOSE_PROJECT_NAME}';

/** What is made of a name that may hold anything (compose-go `loader.NormalizeProjectName`). */
export function normalizeProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** The name that a text gives; where it is unknown so is the name. */
export function namedBy(text: Text): ProjectName {
  const { value } = text;
  if (value === undefined) return () => text;
  const name = normalizeProjectName(value);
  return (place) => Text.derived(name, place);
}

/** The name of the project in a folder: that of the folder, unknown where it is not known. */
export function namedByFolder(directory: string, { workingDirectory }: ParseContext): ProjectName {
  const absolute =
    workingDirectory === undefined || isAbsolutePath(directory) ? directory : joinPath(workingDirectory, directory);
  const [, folder] = splitPath(absolute);
  const name = folder === '.' || folder === '..' ? '' : normalizeProjectName(folder);
  return (place) => (name === '' ? Text.unknown(UNKNOWN_NAME, place) : Text.derived(name, place));
}
