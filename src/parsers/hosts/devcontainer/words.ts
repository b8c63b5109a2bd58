import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Argument } from '../../docker/index.ts';
import type { FeatureLayer } from './features.ts';
import { elementsOf, type Node, propertiesOf, propertyOf, valueAt } from './json.ts';
import { isStringNode, jsonPlace, jsonText, type TextSource } from './texts.ts';

/** The properties for options of docker, by option. */
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

/** Words of a command line, with the options that came from properties. */
export interface PropertyWords {
  readonly words: readonly Argument[];
  readonly properties: ReadonlySet<string>;
}

/** The `docker run` options in the CLI's order (devcontainers/cli `singleContainer.ts`, `spawnDevContainer`), without its own labels and entrypoint. */
export function optionWords(root: Node, source: TextSource, features: readonly FeatureLayer[]): PropertyWords {
  const writer = new WordWriter(source);
  for (const port of elementsOf(valueAt(root, 'appPort'))) writer.addPort(port);
  const workspace = valueAt(root, 'workspaceMount');
  if (workspace?.type === 'string' && workspace.value !== '') writer.add('--mount', workspace, 'workspaceMount');
  for (const each of features) writer.addShared(each);
  writer.addShared({ root, source });
  const user = valueAt(root, 'containerUser');
  if (user?.type === 'string' && user.value !== '') writer.add('--user', user);
  for (const argument of elementsOf(valueAt(root, 'runArgs'))) writer.addWord(argument);
  const gpu = valueAt(root, 'hostRequirements', 'gpu');
  if (gpu !== undefined && gpu.value !== false && gpu.value !== 'optional') writer.addAs('--gpus', 'all', gpu);
  return writer;
}

/** JavaScript's truth, as in the CLI: `"true"` and `"false"` are both true. */
export function isSet({ type, value }: Node): boolean {
  return type === 'array' || type === 'object' || Boolean(value);
}

class WordWriter implements PropertyWords {
  readonly words: Argument[] = [];
  readonly properties = new Set<string>();
  #source: TextSource;

  constructor(source: TextSource) {
    this.#source = source;
  }

  /** Adds the properties that features also have. */
  addShared({ root, source }: FeatureLayer): void {
    const own = this.#source;
    this.#source = source;
    for (const mount of elementsOf(valueAt(root, 'mounts'))) this.addMount(mount);
    for (const { key, value } of propertiesOf(valueAt(root, 'containerEnv'))) this.addVariable(key, value);
    for (const option of ['--init', '--privileged']) {
      const property = propertyOf(root, PROPERTIES.get(option) ?? '');
      if (property !== undefined && isSet(property.value)) this.addFlag(option, property.value);
    }
    for (const option of ['--cap-add', '--security-opt'])
      for (const item of elementsOf(valueAt(root, PROPERTIES.get(option) ?? ''))) this.add(option, item);
    this.#source = own;
  }

  add(option: string, node: Node, property = PROPERTIES.get(option)): void {
    if (!isStringNode(node)) return;
    const text = jsonText(node, this.#source);
    this.#push(Text.derived(option, text.place), text);
    if (property === PROPERTIES.get(option)) this.properties.add(option);
  }

  addAs(option: string, value: string, node: Node): void {
    const place = this.#placeOf(node);
    this.#push(Text.derived(option, place), Text.derived(value, place));
  }

  addFlag(option: string, node: Node): void {
    this.#push(Text.derived(option, this.#placeOf(node)));
    this.properties.add(option);
  }

  /** A number is published on the loopback address; a text is a `--publish` value. */
  addPort(node: Node): void {
    if (node.type === 'number') {
      const number = String(node.value);
      this.addAs('--publish', `127.0.0.1:${number}:${number}`, node);
      this.properties.add('--publish');
    } else this.add('--publish', node);
  }

  /** A text is a `--mount` value; an object has type, source and target. */
  addMount(node: Node): void {
    if (node.type !== 'object') {
      this.add('--mount', node);
      return;
    }
    const place = this.#placeOf(node);
    const parts = [
      ['type', 'type='],
      ['source', ',src='],
      ['target', ',dst='],
    ].flatMap(([name = '', key = '']) => {
      const value = valueAt(node, name);
      if (value === undefined || !isStringNode(value)) return [];
      return [Text.derived(key, place), jsonText(value, this.#source)];
    });
    this.#push(Text.derived('--mount', place), Text.concat(parts, place));
    this.properties.add('--mount');
  }

  addVariable(key: Node, value: Node): void {
    if (!isStringNode(value)) return;
    const [name, text] = [jsonText(key, this.#source), jsonText(value, this.#source)];
    this.#push(Text.derived('--env', name.place), Text.concat([name, Text.derived('=', name.place), text], name.whole));
    this.properties.add('--env');
  }

  addWord(node: Node): void {
    if (isStringNode(node)) this.#push(jsonText(node, this.#source));
  }

  #push(...texts: readonly Text[]): void {
    for (const text of texts) this.words.push({ kind: 'word', text });
  }

  #placeOf({ offset, length }: Node): Place {
    return jsonPlace(this.#source, offset, offset + length);
  }
}
