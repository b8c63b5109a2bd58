import { type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { isAbsolutePath, joinPath as join, pathFromRoot, relativePath, splitPath } from '../../../util/paths.ts';
import { normalizeRelativePath } from '../../syntax/volume-spec.ts';

/** Compose's default env file of a project's directory. */
export function ownEnvFile(folder: string): string {
  return join(folder, '.env');
}

/**
 * A project file's path; `directory` is the base of a relative one ('' is the working directory).
 */
export function resolvePath(directory: string, path: string): string {
  const joined = join(directory, path);
  return joined === '.' ? '' : joined;
}

export function composeFolder(path: string): string {
  const [folder] = splitPath(path);
  return folder === '.' ? '' : folder;
}

/**
 * True for a source that Compose would download: a Git repository, an OCI artifact, a URL
 * (docker/compose `pkg/remote`).
 */
export function isRemote(path: string): boolean {
  return /^(?:https?|git|ssh|oci):\/\//.test(path) || path.startsWith('git@') || path.startsWith('github.com/');
}

/**
 * True for an absolute Windows path, which Compose keeps on any system (compose-go
 * `paths/windows_path.go`).
 */
export function isWindowsAbsolute(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\') || path.startsWith('//./');
}

/** A host path as the engine receives it, as far as it is known. */
export interface HostPath {
  readonly path: Setting<string>;
  /** True for a path relative to the working directory. */
  readonly isRelative: boolean;
}

/**
 * A host path, relative to the working directory (`./app/data`), since the project may be deployed
 * elsewhere; absolute through the root. `~` is unknown.
 */
export function toHostPath(text: Text, directory: string, workingDirectory = ''): HostPath {
  const { skeleton } = text;
  const [first] = text.segments;
  const isOpen = first === undefined || first.kind === 'unknown';
  if (isOpen || skeleton.startsWith('/') || isWindowsAbsolute(skeleton))
    return { path: text.toStringSetting(), isRelative: false };
  if (skeleton.startsWith('~')) {
    const rest = text.slice(1);
    return { path: unknown([{ unknown: '~' }, ...rest.pattern], text.place), isRelative: false };
  }
  const folder = isAbsolutePath(workingDirectory) ? join(workingDirectory, directory) : directory;
  const isRelative = isAbsolutePath(workingDirectory) || !isAbsolutePath(directory);
  const base = (path: string): string =>
    pathFromRoot(folder, path) ??
    (isAbsolutePath(directory)
      ? isRelative
        ? normalizeRelativePath(relativePath(workingDirectory, join(directory, path)))
        : resolvePath(directory, path)
      : normalizeRelativePath(resolvePath(directory, path)));
  const setting = text.toSetting(base);
  if (setting?.known === true) return { path: setting, isRelative: isRelative && !setting.value.startsWith('/') };
  const [head = '', ...rest] = text.pattern;
  const headPath = typeof head === 'string' ? joinPattern(base(head), head) : head;
  return {
    path: unknown([headPath, ...rest], text.place, setting?.known === false ? setting.candidates : []),
    isRelative,
  };
}

function joinPattern(based: string, written: string): string {
  return written.endsWith('/') && !based.endsWith('/') ? `${based}/` : based;
}
