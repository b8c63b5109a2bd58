import { joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext, SourceFile } from '../../contract/parsed.ts';
import { itemsOf, type Node, propertiesOf, readJson, valueAt } from './json.ts';
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

/** A feature names others, and so on, up to so deep. */
const MAX_DEPTH = 8;

/**
 * The features of the project that a configuration names by their folders, in its order, each after those that it
 * depends on: `./feature`. They may ask for the same as the configuration (devcontainers/cli `imageMetadata.ts`,
 * `pickFeatureProperties`). One that can't be read adds nothing.
 */
export function localFeatures(root: Node, source: TextSource, context: ParseContext): readonly Layer[] {
  const seen = new Set<string>();
  return featuresIn(valueAt(root, 'features'), source, context, seen, MAX_DEPTH);
}

function featuresIn(
  features: Node | undefined,
  source: TextSource,
  context: ParseContext,
  seen: Set<string>,
  depth: number,
): readonly Layer[] {
  const { file, environment } = source;
  const [folder] = splitPath(file.path);
  return propertiesOf(features).flatMap(({ key }): readonly Layer[] => {
    const name = String(key.value);
    const known = knownFeature(key, name, source);
    if (known !== undefined) return [known];
    if (!/^\.{1,2}\//.test(name) || depth === 0) return [];
    const path = joinPath(joinPath(folder, name), FILE);
    if (context.isOutside?.(path) === true || seen.has(path)) return [];
    seen.add(path);
    const read = context.files.read(path);
    const feature = 'text' in read ? readJson(read.text).root : undefined;
    if (!('text' in read) || feature?.type !== 'object') return [];
    const own = { file: { path, text: read.text }, environment };
    const needed = featuresIn(valueAt(feature, 'dependsOn'), own, context, seen, depth - 1);
    return [...needed, { root: feature, source: own }];
  });
}

/**
 * What features of the dev container project ask for that gives away the host (devcontainers/features,
 * `src/docker-in-docker/devcontainer-feature.json` at 100ce7ad, `src/docker-outside-of-docker` at 01db9b29).
 */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['docker-in-docker', '{"privileged": true}'],
  [
    'docker-outside-of-docker',
    '{"mounts": [{"source": "/var/run/docker.sock", "target": "/var/run/docker-host.sock", "type": "bind"}]}',
  ],
]);

function knownFeature(key: Node, name: string, source: TextSource): Layer | undefined {
  const [, id = ''] = /^ghcr\.io\/devcontainers\/features\/([\w-]+)(?:[:@]|$)/.exec(name) ?? [];
  const root = readJson(KNOWN.get(id) ?? '').root;
  return root === undefined ? undefined : { root: placedAt(root, key), source: { ...source, isNamed: true } };
}

/** The node with all in it at the place of another. */
function placedAt({ children, ...node }: Node, at: Node): Node {
  const { offset, length } = at;
  const below = children === undefined ? {} : { children: children.map((child) => placedAt(child, at)) };
  return { ...node, ...below, offset, length };
}

const METADATA =
  /^[ \t]*LABEL[ \t](?:[^\n]*[ \t])?"?devcontainer\.metadata"?(?:[ \t]*=[ \t]*|[ \t]+)(?:'(?<json>[^'\n]*)'|"(?<escaped>(?:\\"|[^"\\\n])*)")/gim;

/** JSON whose quotes are escaped, without the backslashes and as long. */
function withoutEscapes(json: string): string {
  return json.replace(/\\"((?:[^"\\]|\\[^"])*)\\"/g, ' "$1" ');
}

/** What the label `devcontainer.metadata` of a Dockerfile asks for, in its last stage: an object, or a list of such. */
export function metadataOf(file: SourceFile, environment: TextSource['environment']): readonly Layer[] {
  const { text } = file;
  const stage = [...text.matchAll(/^[ \t]*FROM[ \t]/gim)].at(-1)?.index ?? 0;
  return Array.from(text.matchAll(METADATA)).flatMap(({ 0: line, index, groups }) => {
    const json = groups?.['json'] ?? withoutEscapes(groups?.['escaped'] ?? '');
    if (index < stage) return [];
    // Blanks before it, so that its offsets are those of the Dockerfile.
    const { root } = readJson(`${' '.repeat(index + line.length - 1 - json.length)}${json}`);
    return itemsOf(root).flatMap((one) =>
      one.type === 'object' ? [{ root: one, source: { file, environment } }] : [],
    );
  });
}
