import type { FileReader } from '../files/file-reader.ts';
import type { Container, FollowedLink, Subject } from '../model/container.ts';
import { displayText, type Pattern, type Setting } from '../text/setting.ts';
import { joinPath, normalizePath, pathFromRoot, splitPath } from '../util/paths.ts';
import type { ParseContext } from './contract/parsed.ts';

type LinkReader = NonNullable<FileReader['linkAt']>;

/** Adds, to each container, the targets of symlinks in the repository that it mounts. */
export function withLinks(subjects: readonly Subject[], context: ParseContext): readonly Subject[] {
  const { files, isOutside, workingDirectory } = context;
  if (files.linkAt === undefined) return subjects;
  const isBeyond = isOutside ?? ((folder: string) => folder.endsWith('..'));
  // Files of this machine that are outside the repository may differ on the container's machine.
  const linkAt: LinkReader = (path) =>
    path.endsWith('..') || isBeyond(joinPath(path, '..')) ? { target: undefined } : files.linkAt?.(path);
  return subjects.map((subject) => {
    if (subject.kind !== 'container') return subject;
    const links = new Map<string, FollowedLink>();
    for (const { source, isRelative } of sourcesOf(subject)) {
      const path = pathOf(source, isRelative);
      if (path === undefined) continue;
      // Compose sources are relative to the working directory; the directory of a command is
      // unknown.
      const isCertain = source.known && subject.origin === 'compose';
      const folders = isCertain ? ['.'] : foldersOf(subject, isBeyond);
      const found = firstDefined(folders, (folder) => follow(joinPath(folder, path), linkAt, workingDirectory));
      if (found?.target !== undefined) links.set(displayText(source), { target: found.target, isCertain });
    }
    return links.size === 0 ? subject : { ...subject, links };
  });
}

function firstDefined<T, U>(items: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Source {
  readonly source: Setting<string>;
  readonly isRelative: boolean;
}

function sourcesOf({ hostConfig: { binds = [], mounts = [] } }: Container): readonly Source[] {
  return [...binds, ...mounts].flatMap(({ source, isRelative = false, volume }) => {
    const device = volume?.driverOpts?.find(({ key }) => key.known && key.value === 'device')?.value;
    return [
      ...(source === undefined ? [] : [{ source, isRelative }]),
      ...(device === undefined ? [] : [{ source: device, isRelative: false }]),
    ];
  });
}

/** The path of a source below the client's working directory, if known. */
function pathOf(source: Setting<string>, isRelative: boolean): string | undefined {
  if (source.known) return isRelative ? source.value : undefined;
  const [first, rest = '', ...others]: Pattern = source.pattern;
  if (typeof first !== 'object' || typeof rest !== 'string' || others.length > 0 || !rest.startsWith('/'))
    return undefined;
  return first.isOwnFolder === true || /^\$\{?PWD\}?$/.test(first.unknown) ? `.${rest}` : undefined;
}

/**
 * The possible directories of a command, the most likely first: that of its file, then the parents
 * in the repository.
 */
function foldersOf({ folders, place }: Container, isBeyond: (folder: string) => boolean): readonly string[] {
  if (folders !== undefined) return folders;
  const above: string[] = [];
  for (let [at] = splitPath(place.location.path); above.length < MAX_FOLDERS; at = joinPath(at, '..')) {
    if (isBeyond(at) || at === above.at(-1)) break;
    above.push(at);
  }
  return above;
}

const MAX_FOLDERS = 20;

const MAX_LINKS = 40;

/**
 * Follows a path to an absolute target, or to an unknown one (`target` is `undefined`). Returns
 * `undefined` if nothing is at the path.
 */
function follow(path: string, linkAt: LinkReader, workingDirectory = ''): ReturnType<LinkReader> {
  let left = MAX_LINKS;
  let [done, rest] = partsOf(path);
  for (let [name] = rest; name !== undefined; [name] = rest) {
    const folder = done;
    [done, rest] = [joinPath(folder, name), rest.slice(1)];
    const found = linkAt(done);
    if (found === undefined) return undefined;
    if (found.target === undefined) continue;
    left -= 1;
    if (left < 0) return undefined;
    const target = pathFromRoot(joinPath(workingDirectory, folder), found.target);
    if (target !== undefined) return { target: normalizePath([target, ...rest].join('/')) };
    [done, rest] = partsOf([joinPath(folder, found.target), ...rest].join('/'));
  }
  return { target: undefined };
}

function partsOf(path: string): readonly [root: string, names: readonly string[]] {
  const names = normalizePath(path).split('/');
  return [path.startsWith('/') ? '/' : '.', names.filter((name) => name !== '' && name !== '.')];
}
