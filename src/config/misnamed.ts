import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { CONFIG_NAMES } from './config-file.ts';

/** Common but wrong names of configuration files. */
const MISNAMED = [
  ...['plimsoll.yaml', 'plimsoll.yml', 'plimsoll.json', '.plimsoll', '.plimsollrc', '.plimsoll.toml'],
  ...['plimsoll.config.js', '.plimsollrc.json', '.plimsollrc.yaml', '.github/plimsoll.yaml', '.config/plimsoll.yaml'],
];

/** Notes about misnamed configurations in the working directory, which aren't read. */
export function misnamedConfigs(files: Pick<FileSystem, 'kindOf' | 'read'>): readonly DiscoveryNote[] {
  const isFile = (path: string): boolean => files.kindOf(path) === 'file';
  const ignore = ['.plimsollignore'].filter(isFile).map(
    (path): DiscoveryNote => ({
      path,
      severity: 'note',
      message: `Not read: to exclude files, use \`ignores\` in ${CONFIG_NAMES[0]}.`,
    }),
  );
  const [used, ...others] = CONFIG_NAMES.filter(isFile);
  if (used !== undefined) {
    const ignored = others.map(
      (path): DiscoveryNote => ({ path, severity: 'note', message: `Not read: ${used} is the configuration.` }),
    );
    return [...ignore, ...ignored];
  }
  const message = `Not read: the configuration is named ${CONFIG_NAMES[0]}. Rename it, or pass it to --config.`;
  const misnamed = MISNAMED.filter(isFile).map((path): DiscoveryNote => ({ path, message, severity: 'note' }));
  return [...ignore, ...misnamed, ...configsInPackage(files)];
}

/** Notes that a key in `package.json` is not read as a configuration; other linters do so. */
function configsInPackage(files: Pick<FileSystem, 'read'>): readonly DiscoveryNote[] {
  const path = 'package.json';
  const file = files.read(path);
  if (!('text' in file) || !/^\s{0,8}"plimsoll"\s*:\s*\{/m.test(file.text)) return [];
  const message = `Not read: \`plimsoll\` is no configuration here. Move it to ${CONFIG_NAMES[0]}.`;
  return [{ path, message, severity: 'note' }];
}

/** Notes that an extension key in a linted file is not read as a configuration. */
export function configsInFiles(texts: ReadonlyMap<string, string>): readonly DiscoveryNote[] {
  const message = `Not read: \`x-plimsoll\` is no configuration. Put it in ${CONFIG_NAMES[0]}; to suppress a finding, write a comment.`;
  return [...texts].flatMap(([path, text]) =>
    /^["']?x-plimsoll["']?\s*:/m.test(text) ? [{ path, message, severity: 'note' as const }] : [],
  );
}

/** Notes about environment variables named like options, as other programs read them. */
export function misplacedVariables(
  environment: Readonly<Record<string, string | undefined>>,
  options: readonly string[],
): readonly DiscoveryNote[] {
  return options.flatMap((option) => {
    const path = `PLIMSOLL_${option.toUpperCase().replaceAll('-', '_')}`;
    const isSet = (environment[path] ?? '') !== '';
    return isSet ? { path, message: `This variable is not read. Use --${option}.`, severity: 'note' } : [];
  });
}
