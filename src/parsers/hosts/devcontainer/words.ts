import { joinTexts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import type { Argument } from '../../docker/index.ts';
import type { FeatureLayer } from './features.ts';
import { elementsOf, type Node, propertiesOf, valueAt } from './json.ts';
import { isStringNode, jsonPlace, jsonText, type TextSource } from './texts.ts';

/** docker's options with the properties that set them. */
export const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['--privileged', 'privileged'],
  ['--init', 'init'],
  ['--cap-add', 'capAdd'],
  ['--security-opt', 'securityOpt'],
  ['--mount', 'mounts'],
  ['--user', 'containerUser'],
  ['--env', 'containerEnv'],
  ['--publish', 'appPort'],
]);

export interface PropertyWords {
  readonly words: readonly Argument[];
  readonly properties: ReadonlySet<string>;
}

/** The words of one option; `property` is the option's name if a property sets it. */
interface OptionWords {
  readonly words: readonly Text[];
  readonly property?: string;
}

/**
 * The `docker run` options in the CLI's order (devcontainers/cli `singleContainer.ts`,
 * `spawnDevContainer`), without its own labels and entrypoint.
 */
export function optionWords(root: Node, source: TextSource, features: readonly FeatureLayer[]): PropertyWords {
  const own = { root, source };
  const workspace = valueAt(root, 'workspaceMount');
  const user = valueAt(root, 'containerUser');
  const options = [
    ...elementsOf(valueAt(root, 'appPort')).flatMap((port) => portOption(port, own)),
    // `workspaceMount` isn't the property for mounts in general.
    ...(isFilled(workspace) ? textOption('--mount', workspace, own).map(({ words }) => ({ words })) : []),
    ...[...features, own].flatMap(sharedOptions),
    ...(isFilled(user) ? textOption('--user', user, own) : []),
    ...elementsOf(valueAt(root, 'runArgs'))
      .filter(isStringNode)
      .map((node) => ({ words: [jsonText(node, source)] })),
    ...gpuOf(root).map((gpu) => ({ words: wordsAt(gpu, own, '--gpus', 'all') })),
  ] satisfies readonly OptionWords[];
  return {
    words: options.flatMap(({ words }) => words).map((text) => ({ kind: 'word', text })),
    properties: new Set(options.flatMap(({ property }: OptionWords) => property ?? [])),
  };
}

/** The required GPU, if any. */
export function gpuOf(root: Node): readonly Node[] {
  const gpu = valueAt(root, 'hostRequirements', 'gpu');
  return gpu === undefined || gpu.value === false || gpu.value === 'optional' ? [] : [gpu];
}

/** True for a non-empty string. */
export function isFilled(node: Node | undefined): node is Node {
  return node?.type === 'string' && node.value !== '';
}

/** JavaScript's truth, as in the CLI: `"true"` and `"false"` are both true. */
export function isSet({ type, value }: Node): boolean {
  return type === 'array' || type === 'object' || Boolean(value);
}

/** The options of properties that features also have. */
function sharedOptions(layer: FeatureLayer): readonly OptionWords[] {
  const { root } = layer;
  const valueOf = (option: string): Node | undefined => valueAt(root, PROPERTIES.get(option) ?? '');
  return [
    ...elementsOf(valueOf('--mount')).flatMap((mount) => mountOption(mount, layer)),
    ...propertiesOf(valueOf('--env')).flatMap(({ key, value }) => variableOption(key, value, layer)),
    ...['--init', '--privileged'].flatMap((option) => {
      const value = valueOf(option);
      return value !== undefined && isSet(value) ? [{ words: wordsAt(value, layer, option), property: option }] : [];
    }),
    ...['--cap-add', '--security-opt'].flatMap((option) =>
      elementsOf(valueOf(option)).flatMap((item) => textOption(option, item, layer)),
    ),
  ];
}

function textOption(option: string, node: Node, { source }: FeatureLayer): readonly OptionWords[] {
  if (!isStringNode(node)) return [];
  const text = jsonText(node, source);
  return [{ words: [Text.derived(option, text.place), text], property: option }];
}

function wordsAt({ offset, length }: Node, { source }: FeatureLayer, ...words: readonly string[]): readonly Text[] {
  return words.map((word) => Text.derived(word, jsonPlace(source, offset, offset + length)));
}

/** A number is published on the loopback address; a string is a `--publish` value. */
function portOption(node: Node, layer: FeatureLayer): readonly OptionWords[] {
  if (node.type !== 'number') return textOption('--publish', node, layer);
  const port = String(node.value);
  return [{ words: wordsAt(node, layer, '--publish', `127.0.0.1:${port}:${port}`), property: '--publish' }];
}

/** A string is a `--mount` value; an object has type, source and target. */
function mountOption(node: Node, layer: FeatureLayer): readonly OptionWords[] {
  if (node.type !== 'object') return textOption('--mount', node, layer);
  const { source } = layer;
  const place = jsonPlace(source, node.offset, node.offset + node.length);
  const parts = (['type', 'source', 'target'] as const).flatMap((name) => {
    const value = valueAt(node, name);
    if (value === undefined || !isStringNode(value)) return [];
    return [Text.derived({ type: 'type=', source: ',src=', target: ',dst=' }[name], place), jsonText(value, source)];
  });
  return [{ words: [Text.derived('--mount', place), Text.concat(parts, place)], property: '--mount' }];
}

function variableOption(key: Node, value: Node, { source }: FeatureLayer): readonly OptionWords[] {
  if (!isStringNode(value)) return [];
  const [name, text] = [jsonText(key, source), jsonText(value, source)];
  const words = [Text.derived('--env', name.place), joinTexts([name, text], '=', name.whole)];
  return [{ words, property: '--env' }];
}
