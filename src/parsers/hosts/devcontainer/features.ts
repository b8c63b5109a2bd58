import { joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { type Node, propertiesOf, readJson, valueAt } from './json.ts';
import type { TextSource } from './texts.ts';

/** A text with properties of a dev container, and where it stands. */
export interface Layer {
  readonly root: Node;
  readonly source: TextSource;
}

const FILE = 'devcontainer-feature.json';

/** True for the file of a feature. */
export function isFeatureName(path: string): boolean {
  return path === FILE || path.endsWith(`/${FILE}`);
}

/**
 * The features of the project that a configuration names by their folders, in its order: `./feature`. They may ask for
 * the same as the configuration (devcontainers/cli `imageMetadata.ts`, `pickFeatureProperties`). One that can't be read
 * adds nothing.
 */
export function localFeatures(root: Node, { file, environment }: TextSource, context: ParseContext): readonly Layer[] {
  const [folder] = splitPath(file.path);
  return propertiesOf(valueAt(root, 'features')).flatMap(({ key }): readonly Layer[] => {
    const name = String(key.value);
    if (!/^\.{1,2}\//.test(name)) return [];
    const path = joinPath(joinPath(folder, name), FILE);
    if (context.isOutside?.(path) === true) return [];
    const read = context.files.read(path);
    const feature = 'text' in read ? readJson(read.text).root : undefined;
    if (!('text' in read) || feature?.type !== 'object') return [];
    return [{ root: feature, source: { file: { path, text: read.text }, environment } }];
  });
}
