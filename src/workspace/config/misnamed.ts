import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { CONFIG_NAMES } from './config-file.ts';

/** Wrong but common names of configurations. */
const MISNAMED = [
  ...['plimsoll.yaml', 'plimsoll.yml', 'plimsoll.json', '.plimsoll', '.plimsollrc', '.plimsoll.toml'],
  ...['plimsoll.config.js', '.plimsollrc.json', '.plimsollrc.yaml', '.github/plimsoll.yaml', '.config/plimsoll.yaml'],
];

/** Notes about misnamed configurations in the working directory, if no valid one exists. */
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
