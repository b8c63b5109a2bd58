import { Text } from '../../../text/text.ts';
import type {
  Addition,
  Mapping,
  MappingEntry,
  Scalar,
  YamlItem,
  Node as YamlNode,
  YamlOrigin,
} from '../../compose/index.ts';
import type { FeatureLayer } from './features.ts';
import { elementsOf, type Node, propertiesOf, propertyOf, valueAt } from './json.ts';
import { isStringNode, jsonPlace, jsonText, type TextSource } from './texts.ts';
import { isSet } from './words.ts';

/** The project to extend. */
export interface Base {
  readonly service: string;
  readonly directory: string;
  /** Unreadable files, at their names. */
  readonly unread: readonly Text[];
}

/** A configuration's additions to a service, like the CLI's last Compose file (devcontainers/cli `generateFeaturesComposeOverrideContent`), without labels. */
export function readAddition({ root, source }: FeatureLayer, features: readonly FeatureLayer[], base: Base): Addition {
  const builder = new Builder(source, base.directory);
  const layers = [...features, { root, source }].map((layer) => ({
    ...layer,
    builder: new Builder(layer.source, base.directory),
  }));
  const at = propertyOf(root, 'service')?.value ?? propertyOf(root, 'dockerComposeFile')?.key ?? root;
  const mounts = layers.flatMap((layer) =>
    elementsOf(valueAt(layer.root, 'mounts')).flatMap((node) => readMount(node, layer)),
  );
  const [first] = mounts;
  const service = builder.mapping(at, [
    ...commandEntries(root, builder),
    ...flagEntries(layers),
    ...userEntries(root, builder),
    ...listEntry('containerEnv', 'environment', layers, variableItems),
    ...listEntry('capAdd', 'cap_add', layers, textItems),
    ...listEntry('securityOpt', 'security_opt', layers, textItems),
    ...(first === undefined
      ? []
      : [
          first.builder.entry('volumes', first.node, {
            ...first.builder.list(first.node, []),
            items: mounts.map((mount) => toItem(mount.builder.scalar(mount.node, volumeOf(mount)))),
          }),
        ]),
    ...gpuEntries(root, builder),
  ]);
  const unresolvedOptions = base.unread.map((path) => ({
    expression: path.shown,
    reason: 'unparsed' as const,
    place: path.place,
  }));
  const named = mounts.filter(({ type, from }) => type?.value === 'volume' && from !== undefined);
  const volumes = named.map(({ node, from, isExternal, builder: own }) =>
    own.entry(
      from?.skeleton ?? '',
      node,
      own.mapping(node, isExternal ? [own.entry('external', node, own.word(node, true))] : []),
    ),
  );
  return {
    ...{ service: base.service, directory: base.directory, isWhole: base.unread.length === 0 },
    root: builder.mapping(at, [
      builder.entry(
        'services',
        at,
        builder.mapping(at, [builder.entry(base.service, at, { ...service, unresolvedOptions })]),
      ),
      ...(volumes.length === 0 ? [] : [builder.entry('volumes', root, builder.mapping(root, volumes))]),
    ]),
  };
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

function userEntries(root: Node, builder: Builder): readonly MappingEntry[] {
  const property = propertyOf(root, 'containerUser');
  if (property?.value.type !== 'string' || property.value.value === '') return [];
  return [builder.entry('user', property.key, builder.scalar(property.value))];
}

function variableItems(node: Node, { builder, source }: BuiltLayer): readonly YamlNode[] {
  return propertiesOf(node)
    .filter(({ value }) => isStringNode(value))
    .map(({ key, value }) => {
      const name = jsonText(key, source);
      const text = Text.concat([name, Text.derived('=', name.place), jsonText(value, source)], name.whole);
      return builder.scalar(key, text);
    });
}

function textItems(node: Node, { builder }: BuiltLayer): readonly YamlNode[] {
  return elementsOf(node)
    .filter(isStringNode)
    .map((item) => builder.scalar(item));
}

/** The values of a property in all layers, as one list at the last one's place. */
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

function gpuEntries(root: Node, builder: Builder): readonly MappingEntry[] {
  const gpu = valueAt(root, 'hostRequirements', 'gpu');
  if (gpu === undefined || gpu.value === false || gpu.value === 'optional') return [];
  const device = builder.mapping(gpu, [
    builder.entry('capabilities', gpu, builder.list(gpu, [builder.word(gpu, 'gpu')])),
  ]);
  const nested = ['reservations', 'resources', 'deploy'].reduce<MappingEntry>(
    (inner, key) => builder.entry(key, gpu, builder.mapping(gpu, [inner])),
    builder.entry('devices', gpu, builder.list(gpu, [device])),
  );
  return [nested];
}

interface Mount {
  readonly builder: Builder;
  readonly node: Node;
  readonly type: Text | undefined;
  readonly from: Text | undefined;
  readonly target: Text;
  readonly isExternal: boolean;
}

/** A mount as the CLI parses it: of `--mount` text only known parts, without `readonly` (`parseMount`). */
function readMount(node: Node, { source, builder }: BuiltLayer): readonly Mount[] {
  const parts = node.type === 'object' ? objectParts(node, source) : textParts(node, source);
  const target = parts.get('target');
  if (target === undefined) return [];
  const from = parts.get('source');
  return [
    {
      ...{ builder, node, target, type: parts.get('type') },
      from: from === undefined || from.length === 0 ? undefined : from,
      isExternal: parts.get('external')?.value === 'true',
    },
  ];
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
  if (from === undefined) return target;
  return Text.concat([from, Text.derived(':', from.place), target], target.whole);
}

function toItem(node: YamlNode): YamlItem {
  return { node, hops: [] };
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
    return { kind: 'sequence', ...this.#at(at), items: items.map(toItem) };
  }

  scalar(at: Node, text = jsonText(at, this.#source)): Scalar {
    return { kind: 'scalar', ...this.#at(at), style: 'plain', value: text.skeleton, string: text.skeleton, text };
  }

  word(at: Node, value: string | boolean): Scalar {
    const string = String(value);
    const node = this.#at(at);
    const place = jsonPlace(this.#source, node.start, node.end);
    return {
      ...{ kind: 'scalar', ...node, style: 'plain', value, string },
      ...(typeof value === 'string' ? { text: Text.derived(string, place) } : {}),
    };
  }

  /** Strings without quotes. */
  #at({ offset, length, type }: Node): Pick<Scalar, 'origin' | 'start' | 'end'> {
    const inset = type === 'string' && length > 2 ? 1 : 0;
    return { origin: this.#origin, start: offset + inset, end: offset + length - inset };
  }
}
