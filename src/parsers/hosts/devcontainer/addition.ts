import type { UnresolvedOptions } from '../../../model/container.ts';
import { joinTexts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import type { Addition, Mapping, MappingEntry, Scalar, Node as YamlNode, YamlOrigin } from '../../compose/index.ts';
import type { FeatureLayer } from './features.ts';
import { elementsOf, type Node, propertiesOf, propertyOf, valueAt } from './json.ts';
import { isStringNode, jsonPlace, jsonText, type TextSource } from './texts.ts';
import { gpuOf, isFilled, isSet } from './words.ts';

export interface Base {
  readonly service: string;
  readonly directory: string;
  /** Unreadable files, at their names. */
  readonly unread: readonly Text[];
}

/**
 * What a configuration adds to a service: the CLI's last Compose file (devcontainers/cli
 * `generateFeaturesComposeOverrideContent`), without labels.
 */
export function readAddition({ root, source }: FeatureLayer, features: readonly FeatureLayer[], base: Base): Addition {
  const builder = new Builder(source, base.directory);
  const layers = [...features, { root, source }].map((layer) => ({
    ...layer,
    builder: new Builder(layer.source, base.directory),
  }));
  const at = propertyOf(root, 'service')?.value ?? propertyOf(root, 'dockerComposeFile')?.key ?? root;
  const user = propertyOf(root, 'containerUser');
  const service = builder.mapping(at, [
    ...commandEntries(root, builder),
    ...flagEntries(layers),
    ...(isFilled(user?.value) ? [builder.entry('user', user.key, builder.scalar(user.value))] : []),
    ...listEntry('containerEnv', 'environment', layers, variableItems),
    ...listEntry('capAdd', 'cap_add', layers, textItems),
    ...listEntry('securityOpt', 'security_opt', layers, textItems),
    ...listEntry('mounts', 'volumes', layers, (node, layer) =>
      mountsIn(node, layer).map((mount) => layer.builder.scalar(mount.node, volumeOf(mount))),
    ),
    ...gpuOf(root).map((gpu) => gpuEntry(gpu, builder)),
  ]);
  const unresolvedOptions = base.unread.map(
    ({ shown, place }): UnresolvedOptions => ({ expression: shown, reason: 'unparsed', place }),
  );
  const volumes = layers.flatMap((layer) => volumeEntries(layer));
  const services = builder.mapping(at, [builder.entry(base.service, at, { ...service, unresolvedOptions })]);
  return {
    service: base.service,
    directory: base.directory,
    isWhole: base.unread.length === 0,
    root: builder.mapping(at, [
      builder.entry('services', at, services),
      ...(volumes.length === 0 ? [] : [builder.entry('volumes', root, builder.mapping(root, volumes))]),
    ]),
  };
}

/** The volumes that a layer's mounts name. */
function volumeEntries(layer: BuiltLayer): readonly MappingEntry[] {
  const { builder } = layer;
  return mountsIn(valueAt(layer.root, 'mounts'), layer).flatMap(({ node, type, from, isExternal }) => {
    if (type?.value !== 'volume' || from === undefined) return [];
    const settings = isExternal ? [builder.entry('external', node, builder.word(node, true))] : [];
    return [builder.entry(from.skeleton, node, builder.mapping(node, settings))];
  });
}

/** `overrideCommand` replaces the commands of image and service. */
function commandEntries(root: Node, builder: Builder): readonly MappingEntry[] {
  const property = propertyOf(root, 'overrideCommand');
  if (property?.value.value !== true) return [];
  const { key, value } = property;
  return [
    builder.entry('entrypoint', key, builder.list(value, [builder.word(value, '/bin/sh')])),
    builder.entry('command', key, builder.list(value, [])),
  ];
}

/** A configuration or a feature, with a builder for its text. */
interface BuiltLayer extends FeatureLayer {
  readonly builder: Builder;
}

function flagEntries(layers: readonly BuiltLayer[]): readonly MappingEntry[] {
  return ['init', 'privileged'].flatMap((name) => {
    const entries = layers.flatMap(({ root, builder }) => {
      const property = propertyOf(root, name);
      return property !== undefined && isSet(property.value)
        ? [builder.entry(name, property.key, builder.word(property.value, true))]
        : [];
    });
    return entries.slice(-1);
  });
}

function variableItems(node: Node, { builder, source }: BuiltLayer): readonly YamlNode[] {
  return propertiesOf(node)
    .filter(({ value }) => isStringNode(value))
    .map(({ key, value }) => {
      const name = jsonText(key, source);
      return builder.scalar(key, joinTexts([name, jsonText(value, source)], '=', name.whole));
    });
}

function textItems(node: Node, { builder }: BuiltLayer): readonly YamlNode[] {
  return elementsOf(node)
    .filter(isStringNode)
    .map((item) => builder.scalar(item));
}

/** The values of a property in all layers, as one list, placed at the last one. */
function listEntry(
  name: string,
  key: string,
  layers: readonly BuiltLayer[],
  itemsIn: (node: Node, layer: BuiltLayer) => readonly YamlNode[],
): readonly MappingEntry[] {
  const lists = layers.flatMap((layer) => {
    const property = propertyOf(layer.root, name);
    const items = property === undefined ? [] : itemsIn(property.value, layer);
    return property === undefined || items.length === 0 ? [] : [{ property, items, builder: layer.builder }];
  });
  const last = lists.at(-1);
  if (last === undefined) return [];
  const items = lists.flatMap((list) => list.items);
  return [last.builder.entry(key, last.property.key, last.builder.list(last.property.value, items))];
}

function gpuEntry(gpu: Node, builder: Builder): MappingEntry {
  const device = builder.mapping(gpu, [
    builder.entry('capabilities', gpu, builder.list(gpu, [builder.word(gpu, 'gpu')])),
  ]);
  return ['reservations', 'resources', 'deploy'].reduce<MappingEntry>(
    (inner, key) => builder.entry(key, gpu, builder.mapping(gpu, [inner])),
    builder.entry('devices', gpu, builder.list(gpu, [device])),
  );
}

interface Mount {
  readonly node: Node;
  readonly type: Text | undefined;
  readonly from: Text | undefined;
  readonly target: Text;
  readonly isExternal: boolean;
}

/**
 * The mounts as the CLI parses them: it drops `readonly` and unknown parts of a `--mount` text
 * (`parseMount`).
 */
function mountsIn(list: Node | undefined, { source }: BuiltLayer): readonly Mount[] {
  return elementsOf(list).flatMap((node) => {
    const parts = node.type === 'object' ? objectParts(node, source) : textParts(node, source);
    const target = parts.get('target');
    const from = parts.get('source');
    if (target === undefined) return [];
    const isExternal = parts.get('external')?.value === 'true';
    return [{ node, target, type: parts.get('type'), from: from?.length === 0 ? undefined : from, isExternal }];
  });
}

function objectParts(node: Node, source: TextSource): ReadonlyMap<string, Text> {
  return new Map(
    propertiesOf(node).flatMap(({ key, value }) =>
      isStringNode(value) ? [[String(key.value), jsonText(value, source)] as const] : [],
    ),
  );
}

function textParts(node: Node, source: TextSource): ReadonlyMap<string, Text> {
  if (node.type !== 'string') return new Map();
  return new Map(
    jsonText(node, source)
      .split(',')
      .map((part) => {
        const [key = part, value = part.slice(part.length)] = part.split('=');
        return [MOUNT_KEYS.get(key.skeleton) ?? key.skeleton, value] as const;
      }),
  );
}

const MOUNT_KEYS: ReadonlyMap<string, string> = new Map([
  ['src', 'source'],
  ['destination', 'target'],
  ['dst', 'target'],
]);

/** `source:target` (`convertMountToVolume`). */
function volumeOf({ from, target }: Mount): Text {
  return from === undefined ? target : joinTexts([from, target], ':', target.whole);
}

/** Builds Compose nodes at places of a JSON text. */
class Builder {
  readonly #source: TextSource;
  readonly #origin: YamlOrigin;

  constructor(source: TextSource, directory: string) {
    this.#source = source;
    this.#origin = { ...source.file, directory };
  }

  entry(name: string, at: Node, node: YamlNode): MappingEntry {
    return { key: this.word(at, name), node, hops: [] };
  }

  mapping(at: Node, entries: readonly MappingEntry[]): Mapping {
    return { kind: 'mapping', ...this.#at(at), entries: new Map(entries.map((entry) => [entry.key.string, entry])) };
  }

  list(at: Node, items: readonly YamlNode[]): YamlNode & { readonly kind: 'sequence' } {
    return { kind: 'sequence', ...this.#at(at), items: items.map((node) => ({ node, hops: [] })) };
  }

  scalar(at: Node, text = jsonText(at, this.#source)): Scalar {
    return { kind: 'scalar', ...this.#at(at), style: 'plain', value: text.skeleton, string: text.skeleton, text };
  }

  word(at: Node, value: string | boolean): Scalar {
    const string = String(value);
    const node = this.#at(at);
    const place = jsonPlace(this.#source, node.start, node.end);
    return {
      kind: 'scalar',
      ...node,
      style: 'plain',
      value,
      string,
      ...(typeof value === 'string' ? { text: Text.derived(string, place) } : {}),
    };
  }

  /** For strings, without quotes. */
  #at({ offset, length, type }: Node): Pick<Scalar, 'origin' | 'start' | 'end'> {
    const inset = type === 'string' && length > 2 ? 1 : 0;
    return { origin: this.#origin, start: offset + inset, end: offset + length - inset };
  }
}
