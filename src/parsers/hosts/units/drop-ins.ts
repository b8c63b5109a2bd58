import { joinPath, splitPath } from '../../../util/paths.ts';
import type { FolderReader } from '../../contract/front-end.ts';
import { readUnitName, unitBase } from './unit-name.ts';

const DROP_IN = /^(.*\/)?([^/]+)\.d\/[^/]+\.conf$/;

/**
 * The name and directory of the unit of a drop-in: `web.container`, or `web-.container` for
 * several; `undefined` for other files.
 */
export function unitOfDropIn(path: string): { readonly folder: string; readonly name: string } | undefined {
  const [, folder = '', name] = DROP_IN.exec(path) ?? [];
  return name === undefined ? undefined : { folder: folder === '' ? '.' : folder.slice(0, -1), name };
}

/**
 * The drop-in directories of a unit, by ascending precedence (systemd.unit(5); containers/podman
 * `unitfile.go`, `GetUnitDropinPaths`).
 */
export function dropInFolders(path: string): readonly string[] {
  const [folder, name] = splitPath(path);
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const { prefix, instance } = readUnitName(unitBase(path));
  const parts = prefix.split('-').slice(0, -1);
  const names = [
    ending,
    ...parts.flatMap((_, index) => {
      const start = `${parts.slice(0, index + 1).join('-')}-`;
      return [`${start}.${ending}`, ...(instance === undefined ? [] : [`${start}@.${ending}`])];
    }),
    ...(instance === undefined || instance === '' ? [] : [`${prefix}@.${ending}`]),
    name,
  ];
  return names.map((each) => joinPath(folder, `${each}.d`));
}

/**
 * The units with this suffix that include a file, with drop-ins ordered by name. Of equally named
 * drop-ins, the directory with the highest precedence wins.
 */
export function unitGroups(path: string, ending: string, folders: FolderReader): readonly (readonly string[])[] {
  const dropIn = unitOfDropIn(path);
  if (dropIn === undefined) return path.endsWith(ending) ? withDropIns(path, folders) : [];
  const [own] = splitPath(path);
  return namesIn(dropIn.folder, folders)
    .filter((name) => name.endsWith(ending))
    .map((name) => joinPath(dropIn.folder, name))
    .filter((unit) => dropInFolders(unit).includes(own))
    .flatMap((unit) => withDropIns(unit, folders));
}

function withDropIns(path: string, folders: FolderReader): readonly (readonly string[])[] {
  const [folder] = splitPath(path);
  const here = new Set(namesIn(folder, folders));
  const byName = new Map<string, string>();
  for (const each of dropInFolders(path)) {
    if (!here.has(splitPath(each)[1])) continue;
    for (const name of namesIn(each, folders)) if (name.endsWith('.conf')) byName.set(name, joinPath(each, name));
  }
  if (byName.size === 0) return [];
  return [[path, ...[...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file)]];
}

function namesIn(folder: string, folders: FolderReader): readonly string[] {
  const listing = folders.list(folder);
  return 'entries' in listing ? listing.entries.map(({ name }) => name) : [];
}
