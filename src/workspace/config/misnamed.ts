import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { CONFIG_NAMES } from './config-file.ts';

/** What people call a configuration that is none by its name. */
const MISNAMED = ['plimsoll.yaml', 'plimsoll.yml', 'plimsoll.json', '.plimsoll', '.plimsollrc', '.plimsoll.toml'];

/** Says of files in the working folder that they are not read, where none of the right name is there. */
export function misnamedConfigs(files: Pick<FileSystem, 'kindOf'>): readonly DiscoveryNote[] {
  const isFile = (path: string): boolean => files.kindOf(path) === 'file';
  if (CONFIG_NAMES.some(isFile)) return [];
  const message = `Not read: the configuration is named ${CONFIG_NAMES[0]}. Rename it, or pass it to --config.`;
  return MISNAMED.filter(isFile).map((path) => ({ path, message, severity: 'note' }));
}
