import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { problem } from '../../contract/problem.ts';
import { readInside } from '../../contract/read-inside.ts';
import { elementsOf, type Node, propertiesOf, readJson, valueAt } from './json.ts';
import { knownSettings } from './known-features.ts';
import { jsonPlace, type TextSource } from './texts.ts';

/** A text with dev container properties, and its source. */
export interface FeatureLayer {
  readonly root: Node;
  readonly source: TextSource;
}

const FILE = 'devcontainer-feature.json';

export function isFeatureName(path: string): boolean {
  return path === FILE || path.endsWith(`/${FILE}`);
}

/** The maximum depth of features that depend on others. */
const MAX_DEPTH = 8;

export interface Features {
  readonly layers: readonly FeatureLayer[];
  /** Unknown features, which can add any option. */
  readonly problems: readonly Problem[];
}

/**
 * A configuration's features in order, after their dependencies; paths start at its directory
 * (devcontainers/cli `imageMetadata.ts`, `pickFeatureProperties`).
 */
export function readFeatures(root: Node, source: TextSource, context: ParseContext): Features {
  const [start] = splitPath(source.file.path);
  const seen = new Set<string>();
  const problems: Problem[] = [];
  const within = (node: Node | undefined, own: TextSource, depth: number): readonly FeatureLayer[] =>
    propertiesOf(node).flatMap(({ key }): readonly FeatureLayer[] => {
      const name = String(key.value);
      const known = knownFeature(key, name, own);
      if (known !== undefined) return known;
      const [folder] = splitPath(own.file.path);
      const paths = new Set([start, folder].map((each) => joinPath(joinPath(each, name), FILE)));
      if ([...paths].some((path) => seen.has(path))) return [];
      const file = /^\.{1,2}\//.test(name) && depth > 0 ? readFirst(paths, context) : undefined;
      const feature = file === undefined ? undefined : readJson(file.text).root;
      if (file === undefined || feature?.type !== 'object') {
        problems.push(unreadFeature(name, jsonPlace(own, key.offset + 1, key.offset + key.length - 1)));
        return [];
      }
      seen.add(file.path);
      const inner = { file, environment: own.environment };
      return [...within(valueAt(feature, 'dependsOn'), inner, depth - 1), { root: feature, source: inner }];
    });
  return { layers: within(valueAt(root, 'features'), source, MAX_DEPTH), problems };
}

function readFirst(paths: ReadonlySet<string>, context: ParseContext): SourceFile | undefined {
  for (const path of paths) {
    const read = readInside(path, context);
    if (read !== undefined && 'text' in read) return { path, text: read.text };
  }
  return undefined;
}

function unreadFeature(name: string, place: Place): Problem {
  const what = `The feature \`${name}\` was not checked: plimsoll doesn't know what it adds, which can be \`privileged\`.`;
  return problem('syntax/unread-command', place, what, { severity: 'info' });
}

function knownFeature(key: Node, name: string, source: TextSource): readonly FeatureLayer[] | undefined {
  const json = knownSettings(name);
  const root = readJson(json ?? '').root;
  if (root === undefined) return json === undefined ? undefined : [];
  return [{ root: placedAt(root, key), source: { ...source, isNamed: true } }];
}

/** Moves a node and all of its parts to another node's place. */
function placedAt({ children, ...node }: Node, at: Node): Node {
  const { offset, length } = at;
  const below = children === undefined ? {} : { children: children.map((child) => placedAt(child, at)) };
  return { ...node, ...below, offset, length };
}

const FROM = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(?<base>\S+)(?:[ \t]+AS[ \t]+(?<name>\S+))?/gim;

/** Tests whether an offset is in the last stage of a Dockerfile or in one that it builds on. */
function createStageTest(text: string): (at: number) => boolean {
  const stages = Array.from(text.matchAll(FROM), ({ index, groups }) => ({
    index,
    base: groups?.['base'],
    name: groups?.['name'],
  }));
  const included = new Set<number>();
  let wanted: string | undefined;
  for (const [at, { base, name }] of [...stages.entries()].toReversed()) {
    if (at < stages.length - 1 && name?.toLowerCase() !== wanted) continue;
    included.add(at);
    wanted = base?.toLowerCase();
  }
  return (at) => {
    const stage = stages.findLastIndex(({ index }) => index <= at);
    return stage < 0 || included.has(stage);
  };
}

const METADATA =
  /^[ \t]*LABEL[ \t](?:[^\n]*[ \t])?"?devcontainer\.metadata"?(?:[ \t]*=[ \t]*|[ \t]+)(?:'(?<json>[^'\n]*)'|"(?<escaped>(?:\\"|[^"\\\n])*)")/gim;

/** JSON with escaped quotes replaced by unescaped ones of the same length. */
function withoutEscapes(json: string): string {
  return json.replace(/\\"((?:[^"\\]|\\[^"])*)\\"/g, ' "$1" ');
}

/**
 * The settings in the label `devcontainer.metadata` of a Dockerfile's last stage and of those it
 * builds on: an object, or a list of objects.
 */
export function metadataOf(file: SourceFile, environment: TextSource['environment']): readonly FeatureLayer[] {
  const { text } = file;
  const isInImage = createStageTest(text);
  return Array.from(text.matchAll(METADATA)).flatMap(({ 0: line, index, groups }) => {
    const json = groups?.['json'] ?? withoutEscapes(groups?.['escaped'] ?? '');
    if (!isInImage(index)) return [];
    // Blanks keep the Dockerfile's offsets.
    const { root } = readJson(`${' '.repeat(index + line.length - 1 - json.length)}${json}`);
    return elementsOf(root).flatMap((one) =>
      one.type === 'object' ? [{ root: one, source: { file, environment } }] : [],
    );
  });
}
