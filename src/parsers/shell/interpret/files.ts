import type { SourceFile } from '../../../files/file-reader.ts';
import type { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import type { DockerInvocation, NamedFile } from '../../docker/commands/invocation.ts';
import { currentFolder, folderFromStart, parentOf, pathOfText } from '../expand/paths.ts';
import type { Scope } from '../state/scope.ts';
import { lookUp, UNSET, WRITING_FOLDER } from '../state/state.ts';
import { fileKey } from '../state/written-text.ts';
import { hasShebang, isScriptName } from '../syntax/detect.ts';

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

/**
 * The paths that a name may mean. If the directory is unknown, the script's directory and its
 * parents are tried.
 */
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
    // An absolute directory isn't in the project.
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

/** Reads the Dockerfiles that a command names from its current directory; none if several match. */
export function dockerfileReader(scope: Scope): ((name: Text) => SourceFile | undefined) | undefined {
  const { sources } = scope.session;
  if (sources === undefined) return undefined;
  const standpoint = standpointOf(scope);
  return (name) => {
    const found = filePathsOf(standpoint, name).flatMap(([path, isCertain]) => {
      const text = isCertain ? sources.read(path) : undefined;
      return text === undefined ? [] : [{ path, text }];
    });
    const [file] = found;
    if (file === undefined || found.length > 1) return undefined;
    sources.left -= file.text.length;
    if (sources.left < 0) return undefined;
    sources.dockerfiles.set(file.path, file.text);
    return file;
  };
}

/**
 * Finds the project files that a command names from its current directory; none if several match.
 */
export function fileFinder(scope: Scope): ((name: Text) => string | undefined) | undefined {
  const { sources } = scope.session;
  if (sources === undefined) return undefined;
  const standpoint = standpointOf(scope);
  return (name) => {
    const found = filePathsOf(standpoint, name).filter(
      ([path, isCertain]) => isCertain && sources.read(path) !== undefined,
    );
    return found.length === 1 ? found[0]?.[0] : undefined;
  };
}

/** Notes a script that is run by its path if it is outside the repository. */
export function noteRun(scope: Scope, name: Text): void {
  const { sources } = scope.session;
  if (sources?.noteRun === undefined) return;
  for (const [path, isCertain] of filePathsOf(standpointOf(scope), name)) if (isCertain) sources.noteRun(path);
}

/** An expression for the script's own directory. */
const OWN =
  /^(?:\$\((?:cd (?:-- )?)?"?\$?\(?dirname (?:-- )?"?\$\{?(?:0|BASH_SOURCE)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}$)/;

/**
 * True for a script of the project, named from this one's directory or the start directory: it is
 * linted itself. Notes outside ones.
 */
export function isProjectScript(scope: Scope, name: Text): boolean {
  noteRun(scope, name);
  const { sources } = scope.session;
  const [first] = name.segments;
  return (
    sources !== undefined &&
    first?.kind === 'unknown' &&
    (OWN.test(first.expression) || START.test(first.expression)) &&
    filePathsOf(standpointOf(scope), name).some(
      ([path]) => sources.has(path) && (isScriptName(path) || hasShebang(sources.read(path) ?? '')),
    )
  );
}

/** See `DockerInvocation`. */
export function fileLocator(scope: Scope): DockerInvocation['locate'] {
  const { sources, found } = scope.session;
  if (sources === undefined) return undefined;
  const { state } = scope;
  const standpoint = standpointOf(scope);
  const elsewhere = standpoint.folder === undefined ? lookUp(state, WRITING_FOLDER) : undefined;
  const folder = elsewhere?.scalar;
  const below = folder && belowStart(folder);
  const isElsewhere = elsewhere?.mayBeInherited === false && folder !== undefined && below === undefined;
  const hasFolder = elsewhere !== UNSET && (folder === undefined || (folder.value ?? below) !== undefined);
  // Without a file, there is no project.
  const { file } = standpoint;
  const hasProject = file === undefined || foldersAbove(file.main, sources.isWithin).some(sources.isFolder);
  const starts = startsOf(standpoint).map((start) =>
    folder?.value === undefined ? joinPath(start, below ?? '.') : start,
  );
  return (names, isSearched) => {
    const [name] = names;
    if (name === undefined || (!hasProject && belowStart(name) !== undefined)) return { paths: [] };
    const path = pathOfText(name, undefined);
    const folders = isSearched
      ? starts.flatMap((start) => foldersAbove(joinPath(start, ANY), sources.isWithin))
      : starts;
    const isHere = path !== undefined || belowStart(name) !== undefined;
    const candidates =
      path === undefined ? folders.flatMap((at) => names.map((one) => joinPath(at, belowStart(one) ?? '.'))) : [path];
    const paths = isHere ? [...new Set(candidates)].filter(sources.has) : [];
    const isCopied = names.some((one) => found.copied.has(fileKey(state, one)));
    if (isCopied || (paths.length > 0 && (path !== undefined || !isElsewhere))) return { paths };
    if (path !== undefined) return { paths, missing: { shown: path, isKnown: true } };
    const isKnown = isHere ? hasFolder : name.value !== undefined;
    const above = isHere && folder !== undefined ? folder.shown + (folder.shown.endsWith('/') ? '' : '/') : '';
    return { paths, missing: { shown: above + name.shown, isKnown } };
  };
}

/** A name that any file could have. */
const ANY = 'x';

/**
 * A relative path, possibly after a variable for the start directory; `undefined` for other paths.
 */
function belowStart({ value, skeleton, segments: [first, ...others] }: Text): string | undefined {
  if (value !== undefined) return /^[/~]|^-?$/.test(value) ? undefined : value;
  const isStart = first?.kind === 'unknown' && START.test(first.expression);
  const rest = skeleton.slice(1);
  return isStart && others.every(({ kind }) => kind === 'literal') && /^(?:\/|$)/.test(rest) ? `.${rest}` : undefined;
}

/** The directory of a checkout in CI systems and make, or where a script starts. */
const START =
  /^(?:\$[({]*(?:pwd|PWD|CURDIR|GITHUB_WORKSPACE|CI_PROJECT_DIR|TRAVIS_BUILD_DIR|BITBUCKET_CLONE_DIR|BUILD_SOURCESDIRECTORY|WORKSPACE)[)}]*|\$\{\{ *github\.workspace *\}\})$/;

/** The top directory of the repository: `git rev-parse --show-toplevel`. */
export function topFolder({ file, session: { sources } }: Scope): string | undefined {
  return file === undefined || sources === undefined ? undefined : foldersAbove(file.main, sources.isWithin).at(-1);
}

/** The possible current directories. */
function startsOf({ folder, fromStart, file, isWithin }: Standpoint): readonly string[] {
  if (folder !== undefined) return [folder];
  return file === undefined ? [] : foldersAbove(file.main, isWithin).map((above) => joinPath(above, fromStart));
}

/**
 * Looks up a file or directory from the command's current directory, unless the script writes it.
 */
export function fileLooker(scope: Scope): DockerInvocation['lookAt'] {
  const { sources } = scope.session;
  if (sources === undefined) return undefined;
  const standpoint = standpointOf(scope);
  const { state } = scope;
  const folder = lookUp(state, WRITING_FOLDER);
  const name = folder.scalar?.value;
  const isElsewhere =
    folder === UNSET || (folder.scalar !== undefined && (name === undefined || /^[/~]|^$/.test(name)));
  if (standpoint.folder === undefined && isElsewhere) return undefined;
  return (name) => {
    const written = lookUp(state, fileKey(state, name));
    if (written.scalar !== undefined) return undefined;
    const found = filePathsOf(standpoint, name).flatMap(([path, isCertain]): readonly NamedFile[] => {
      const text = isCertain ? sources.read(path) : undefined;
      return text !== undefined ? [{ text }] : isCertain && sources.isFolder(path) ? ['folder'] : [];
    });
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
    return isMissing(standpoint, name, scope) ? 'missing' : undefined;
  };
}

/**
 * True for a relative name whose directory exists, if the script doesn't mention it elsewhere,
 * where it may create it.
 */
function isMissing(standpoint: Standpoint, { value = '/' }: Text, { session: { sources } }: Scope): boolean {
  const { file } = standpoint;
  if (!/^\w[\w./-]*$|^\.[\w./-]*\w$/.test(value) || value.split('/').includes('..') || file === undefined) return false;
  const starts = startsOf(standpoint);
  const text = sources?.read(file.main);
  if (text === undefined || !starts.some((start) => sources?.isFolder(parentOf(joinPath(start, value))) === true))
    return false;
  const base = value.slice(value.lastIndexOf('/') + 1);
  return text
    .split('\n')
    .every((line) => !line.includes(base) || (NAMING.test(line) && !/\[ |\b(?:test|rm|ls) -/.test(line)));
}

/** An option that only reads the file it names. */
const NAMING = /--?(?:f|file|c|compose-file|env-file|label-file)\b|seccomp/;

/** Finds the project directories that a command names, as seen from where a file is found. */
export function folderFinder(scope: Scope): ((name: Text, file: Text) => string | undefined) | undefined {
  const { sources } = scope.session;
  if (sources === undefined) return undefined;
  const standpoint = standpointOf(scope);
  return (name, file) => {
    const folders = filePathsOf(standpoint, name);
    const files = filePathsOf(standpoint, file);
    const found = folders.filter(([folder, isCertain], index) => {
      // A possible current directory counts only if both names exist from there.
      const [path] = files[folders.length === files.length ? index : 0] ?? [];
      return isCertain && path !== undefined && sources.read(path) !== undefined && sources.isWithin(folder);
    });
    return found.length === 1 ? found[0]?.[0] : undefined;
  };
}

/** The possible current directories; `undefined` if that is still the start directory. */
export function foldersNow(scope: Scope): readonly string[] | undefined {
  const { folder, fromStart, file, isWithin } = standpointOf(scope);
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
