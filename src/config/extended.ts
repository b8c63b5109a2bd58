import type { FileSystem } from '../files/file-system.ts';
import { findWorkTree } from '../git/git-folder.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import {
  CONFIG_NAMES,
  type ConfigLayer,
  type Configuration,
  type ExtendedConfig,
  type OneOrMore,
  toList,
} from './config-file.ts';
import { PRESETS, type PresetName } from './rule-settings.ts';

export interface ExtendsContext {
  readonly files: FileSystem;
  /** The absolute directory of the configuration. */
  readonly folder: string;
  /** True if the user named the configuration; then extended files may be anywhere. */
  readonly isNamed: boolean;
  /** Reads another configuration; throws a ConfigError. */
  readonly read: (path: string) => Configuration;
  /** The absolute paths of the configurations being read, the outermost first. */
  readonly chain: readonly string[];
  /** Throws an error for an entry. */
  readonly fail: (index: number | undefined, message: string) => never;
}

/**
 * Resolves `extends`: presets, relative files (`./base.yaml`) and installed packages
 * (`@acme/plimsoll-policy`). Later ones win.
 */
export function followExtends(extending: OneOrMore | undefined, context: ExtendsContext): ExtendedConfig {
  const layers = new Map<string, ConfigLayer>();
  let preset: PresetName | undefined;
  for (const [index, name] of toList(extending ?? []).entries()) {
    const own = PRESETS.find((each) => each === name);
    if (own !== undefined) {
      preset = own;
      continue;
    }
    const fail = (message: string): never => context.fail(typeof extending === 'string' ? undefined : index, message);
    const path = pathOf(name, context, fail);
    if (context.chain.includes(path))
      fail(
        `\`${name}\` extends this configuration in a cycle${context.chain.length > 1 ? ', through other files' : ''}.`,
      );
    const { extended, path: shown, file, text } = context.read(path);
    preset = extended.preset ?? preset;
    for (const layer of [...extended.layers, { path: shown, file, text }]) {
      layers.delete(layer.path);
      layers.set(layer.path, layer);
    }
  }
  return { layers: [...layers.values()], ...(preset === undefined ? {} : { preset }) };
}

const HAS_EXTENSION = /\.(?:ya?ml|json)$/;

function pathOf(name: string, context: ExtendsContext, fail: (message: string) => never): string {
  const { files, folder } = context;
  const isFile = (path: string): boolean => files.kindOf(path) === 'file';
  if (/^\w+:\/\//.test(name))
    fail("A URL can't be extended. Extend a preset, a file (`./base.yaml`) or an installed package.");
  if (/^\.{0,2}[/\\]/.test(name) || (HAS_EXTENSION.test(name) && !name.startsWith('@'))) {
    const path = joinPath(folder, name);
    if (!context.isNamed && isOutside(path, context)) fail(`\`${name}\` is outside the repository.`);
    return isFile(path) ? path : fail(`File \`${name}\` doesn't exist in this directory.`);
  }
  const found = findPackage(name, folder, isFile);
  if (found !== undefined) return found;
  const nearest = nearestWord(name, PRESETS);
  return fail(
    nearest === undefined
      ? `No preset or installed package is named \`${name}\`. Presets: ${PRESETS.join(', ')}; to extend a file, start with \`./\`.`
      : `No preset or installed package is named \`${name}\`. Did you mean \`${nearest}\`?`,
  );
}

/**
 * The configuration in an installed package, or the named file in it. Searches `node_modules` from
 * `folder` upward.
 */
export function findPackage(name: string, folder: string, isFile: (path: string) => boolean): string | undefined {
  for (let at = folder; ; [at] = splitPath(at)) {
    const whole = joinPath(at, `node_modules/${name}`);
    const candidates = HAS_EXTENSION.test(name) ? [whole] : CONFIG_NAMES.map((each) => joinPath(whole, each));
    const found = candidates.find(isFile);
    if (found !== undefined || splitPath(at)[0] === at) return found;
  }
}

function isOutside(path: string, { files, folder }: ExtendsContext): boolean {
  const root = findWorkTree(folder, files) ?? folder;
  const real = (at: string): string => files.realPath?.(at) ?? at;
  return !path.startsWith(`${root}/`) || (files.kindOf(path) !== undefined && !real(path).startsWith(`${real(root)}/`));
}
