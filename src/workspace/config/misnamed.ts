import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { CONFIG_NAMES } from './config-file.ts';

/** What people call a configuration that is none by its name. */
const MISNAMED = [
  ...['plimsoll.yaml', 'plimsoll.yml', 'plimsoll.json', '.plimsoll', '.plimsollrc', '.plimsoll.toml'],
  ...['plimsoll.config.js', '.plimsollrc.json', '.plimsollrc.yaml', '.github/plimsoll.yaml', '.config/plimsoll.yaml'],
];

/** Says of files in the working folder that they are not read, where none of the right name is there. */
export function misnamedConfigs(files: Pick<FileSystem, 'kindOf'>): readonly DiscoveryNote[] {
  const isFile = (path: string): boolean => files.kindOf(path) === 'file';
  const ignore = ['.plimsollignore'].filter(isFile).map(
    (path): DiscoveryNote => ({
      ...{ path, severity: 'note' },
      message: `Not read: to exclude files, use \`ignores\` in ${CONFIG_NAMES[0]}.`,
    }),
  );
  if (CONFIG_NAMES.some(isFile)) return ignore;
  const message = `Not read: the configuration is named ${CONFIG_NAMES[0]}. Rename it, or pass it to --config.`;
  return [...ignore, ...MISNAMED.filter(isFile).map((path): DiscoveryNote => ({ path, message, severity: 'note' }))];
}
