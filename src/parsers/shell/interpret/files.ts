import type { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { joinPath } from '../../../util/paths.ts';
import type { DockerInvocation, NamedFile } from '../../docker/commands/invocation.ts';
import { currentFolder, folderFromStart, parentOf, pathOfText } from '../expand/paths.ts';
import type { Scope } from '../state/scope.ts';
import { lookUp, UNSET, WRITING_FOLDER } from '../state/state.ts';
import { fileKey } from '../state/written-text.ts';

interface Standpoint {
  readonly folder: string | undefined;
  readonly fromStart: string;
  readonly file: Scope['file'];
  readonly isWithin: (folder: string) => boolean;
}

export function standpointOf({ state, file, session }: Scope): Standpoint {
  return {
    folder: currentFolder(state),
    fromStart: folderFromStart(state),
    file: session.sources === undefined ? undefined : file,
    isWithin: session.sources?.isWithin ?? (() => false),
  };
}

/** The possible paths of a name. If the directory is unknown, tries the script's directory and its parents. */
export function filePathsOf(
  { folder, fromStart, file, isWithin }: Standpoint,
  name: Text,
): readonly (readonly [path: string, isCertain: boolean])[] {
  const path = pathOfText(name, folder);
  if (path !== undefined) return [[path, true]];
  if (file === undefined) return [];
  const { value, segments, skeleton } = name;
  const isRelative = value !== undefined && !/^[/~]|^$/.test(value);
  if (isRelative) {
    // An absolute directory is on the target machine.
    if (fromStart.startsWith('/')) return [];
    return foldersAbove(file.main, isWithin).map((above) => [joinPath(joinPath(above, fromStart), value), true]);
  }
  const isBelow =
    segments[0]?.kind === 'unknown' &&
    segments.slice(1).every(({ kind }) => kind === 'literal') &&
    /^.\/[^/]/.test(skeleton);
  return isBelow
    ? foldersAbove(file.path, isWithin).map((above) => [joinPath(above, `.${skeleton.slice(1)}`), false])
    : [];
}

/** How a command finds the project's files and directories from its current directory; nothing where a name is ambiguous. */
export function projectFiles(
  scope: Scope,
): Pick<DockerInvocation, 'readFile' | 'findFile' | 'findFolder' | 'lookAt' | 'folders'> {
  const { sources } = scope.session;
  if (sources === undefined) return {};
  const standpoint = standpointOf(scope);
  const pathsOf = (name: Text): readonly string[] =>
    filePathsOf(standpoint, name).flatMap(([path, isCertain]) => (isCertain ? [path] : []));
  const findFile = (name: Text): string | undefined =>
    onlyOne(pathsOf(name).filter((path) => sources.read(path) !== undefined));
  const lookAt = fileLooker(scope, standpoint, pathsOf);
  const folders = foldersNow(standpoint);
  return {
    findFile,
    readFile: (name) => {
      const path = findFile(name);
      const text = path === undefined ? undefined : sources.read(path);
      if (path === undefined || text === undefined) return undefined;
      sources.left -= text.length;
      if (sources.left < 0) return undefined;
      sources.dockerfiles.set(path, text);
      return { path, text };
    },
    findFolder: (name, file) => {
      const [named, files] = [pathsOf(name), pathsOf(file)];
      // Both names lead somewhere from each possible directory.
      const isThere = (folder: string, index: number): boolean => {
        const path = files[named.length === files.length ? index : 0];
        return path !== undefined && sources.read(path) !== undefined && sources.isWithin(folder);
      };
      return onlyOne(named.filter(isThere));
    },
    ...defined({ lookAt, folders }),
  };
}

function onlyOne<T>([only, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? only : undefined;
}

/** Looks up a command's file or directory, except those the script writes. */
function fileLooker(
  scope: Scope,
  standpoint: Standpoint,
  pathsOf: (name: Text) => readonly string[],
): DockerInvocation['lookAt'] {
  const { state, session } = scope;
  const folder = lookUp(state, WRITING_FOLDER);
  const isElsewhere = folder === UNSET || (folder.scalar !== undefined && /^[/~]|^$/.test(folder.scalar.value ?? ''));
  if (standpoint.folder === undefined && isElsewhere) return undefined;
  return (name) => {
    if (lookUp(state, fileKey(state, name)).scalar !== undefined) return undefined;
    const found = pathsOf(name).flatMap((path): readonly NamedFile[] => {
      const text = session.sources?.read(path);
      return text !== undefined ? [{ text }] : session.sources?.isFolder(path) === true ? ['folder'] : [];
    });
    return onlyOne(found.length === 0 && isMissing(standpoint, name, scope) ? ['missing'] : found);
  };
}

/** True for a relative name whose directory exists, if the script doesn't mention the file elsewhere, as where it creates it. */
function isMissing(standpoint: Standpoint, { value = '/' }: Text, { session: { sources } }: Scope): boolean {
  const { file, folder, fromStart, isWithin } = standpoint;
  if (!/^\w[\w./-]*$|^\.[\w./-]*\w$/.test(value) || value.split('/').includes('..') || file === undefined) return false;
  const starts =
    folder === undefined ? foldersAbove(file.main, isWithin).map((above) => joinPath(above, fromStart)) : [folder];
  const text = sources?.read(file.main);
  if (text === undefined || !starts.some((start) => sources?.isFolder(parentOf(joinPath(start, value))) === true))
    return false;
  const base = value.slice(value.lastIndexOf('/') + 1);
  return text
    .split('\n')
    .every((line) => !line.includes(base) || (NAMING.test(line) && !/\[ |\b(?:test|rm|ls) -/.test(line)));
}

/** An option that only reads a file. */
const NAMING = /--?(?:f|file|c|compose-file|env-file|label-file)\b|seccomp/;

/** The possible current directories; `undefined` if the script didn't leave its start directory. */
function foldersNow({ folder, fromStart, file, isWithin }: Standpoint): readonly string[] | undefined {
  if (folder !== undefined) return [folder];
  if (fromStart === '.' || file === undefined) return undefined;
  return fromStart.startsWith('/') ? [] : foldersAbove(file.main, isWithin).map((above) => joinPath(above, fromStart));
}

/** A file's directory and its parents in the project. */
function foldersAbove(path: string, isWithin: (folder: string) => boolean): readonly string[] {
  const folders: string[] = [];
  for (let at = parentOf(path); folders.length <= MAX_FOLDERS && isWithin(at); at = parentOf(at)) {
    if (at === folders.at(-1)) break;
    folders.push(at);
  }
  return folders;
}

const MAX_FOLDERS = 20;
