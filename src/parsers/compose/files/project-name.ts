import type { SourceFile } from '../../../files/file-reader.ts';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { isAbsolutePath, joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import type { Report } from '../../contract/problem.ts';
import { readYaml } from '../../yaml/read-yaml.ts';
import { field, isNull, isScalar, type Mapping, type Ref, type Scalar, textOf, toRef } from '../../yaml/tree.ts';
import { interpolateScalar, type Lookup } from '../variables/interpolate.ts';

/** A text at `place` that the project's name is a part of. */
export type ProjectName = (place: Place) => Text;

const UNKNOWN_NAME = '${COMPOSE_PROJECT_NAME}';

/** Normalizes a name (compose-go `loader.NormalizeProjectName`). */
export function normalizeProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

export function namedBy(text: Text): ProjectName {
  const { value } = text;
  if (value === undefined) return () => text;
  const name = normalizeProjectName(value);
  return (place) => Text.derived(name, place);
}

/** Names the project after its directory; unknown if the directory is. */
export function namedByFolder(directory: string, { workingDirectory }: ParseContext): ProjectName {
  const absolute =
    workingDirectory === undefined || isAbsolutePath(directory) ? directory : joinPath(workingDirectory, directory);
  const [, folder] = splitPath(absolute);
  const name = folder === '.' || folder === '..' ? '' : normalizeProjectName(folder);
  return (place) => (name === '' ? Text.unknown(UNKNOWN_NAME, place) : Text.derived(name, place));
}

/**
 * The project name while files are being read, for `${COMPOSE_PROJECT_NAME}`: the last `name:`
 * (compose-go `loader.projectName`).
 */
export function earlyName(files: readonly SourceFile[], directory: string, variables: Lookup): ProjectName | undefined {
  const silent: Report = () => undefined;
  const names = files.flatMap(({ path, text }) => {
    if (!text.includes('name')) return [];
    const { documents } = readYaml({ path, text, directory }, (scalar) => scalar, silent);
    return documents.flatMap((document) => (document.kind === 'mapping' ? (nameIn(document) ?? []) : []));
  });
  const last = names.at(-1);
  return last && namedBy(textOf({ ...last, node: interpolateScalar(last.node, variables, silent) }));
}

export function namedInFiles(root: Mapping): ProjectName | undefined {
  const name = nameIn(root);
  return name && namedBy(textOf(name));
}

function nameIn(root: Mapping): Ref<Scalar> | undefined {
  const name = field(toRef(root), 'name');
  return isScalar(name) && name.node.string !== '' && !isNull(name) ? name : undefined;
}
