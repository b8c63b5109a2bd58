import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Addition, Entry, Item, Mapping, Origin, Scalar, Node as YamlNode } from '../../compose/index.ts';
import { itemsOf, type Node, propertiesOf, propertyOf, valueAt } from './json.ts';
import { isText, type TextSource, textOf } from './texts.ts';
import { isSet } from './words.ts';

/** The project to which something is added. */
export interface Base {
  readonly service: string;
  readonly directory: string;
  /** The paths of its files that could not be read, each where it is named. */
  readonly unread: readonly Text[];
}

/**
 * What a configuration adds to a service, as the file that the dev container CLI writes and passes to Compose behind the others (devcontainers/cli
 * `dockerCompose.ts`, `generateFeaturesComposeOverrideContent`). Labels are left out, and the entrypoint around that of the service.
 */
export function readAddition(root: Node, base: Base, source: TextSource): Addition {
  const builder = new Builder(source, base.directory);
  const at = propertyOf(root, 'service')?.value ?? propertyOf(root, 'dockerComposeFile')?.key ?? root;
  const mounts = itemsOf(valueAt(root, 'mounts')).flatMap((node) => readMount(node, source));
  const service = builder.mapping(at, [
    ...commandEntries(root, builder),
    ...flagEntries(root, builder),
    ...userEntries(root, builder),
    ...variableEntries(root, builder, source),
    ...listEntry(root, 'capAdd', 'cap_add', builder),
    ...listEntry(root, 'securityOpt', 'security_opt', builder),
    ...mounts.slice(0, 1).map(({ node }) =>
      builder.entry('volumes', node, {
        ...builder.list(node, []),
        items: mounts.map((mount) => toItem(builder.scalar(mount.node, volumeOf(mount)))),
      }),
    ),
    ...gpuEntries(root, builder),
  ]);
  const unresolvedOptions = base.unread.map((path) => ({
    expression: path.shown,
    reason: 'unparsed' as const,
    place: path.place,
  }));
  const named = mounts.filter(({ type, from }) => type?.value === 'volume' && from !== undefined);
  const volumes = named.map(({ node, from, isExternal }) =>
    builder.entry(
      from?.skeleton ?? '',
      node,
      builder.mapping(node, isExternal ? [builder.entry('external', node, builder.word(node, true))] : []),
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

/** With `overrideCommand` neither the image nor the service has a say in what runs. */
function commandEntries(root: Node, builder: Builder): readonly Entry[] {
  const property = propertyOf(root, 'overrideCommand');
  if (property?.value.value !== true) return [];
  const { key, value } = property;
  return [
    builder.entry('entrypoint', key, builder.list(value, [builder.word(value, '/bin/sh')])),
    builder.entry('command', key, builder.list(value, [])),
  ];
}

function flagEntries(root: Node, builder: Builder): readonly Entry[] {
  return ['init', 'privileged'].flatMap((name) => {
    const property = propertyOf(root, name);
    return property !== undefined && isSet(property.value)
      ? [builder.entry(name, property.key, builder.word(property.value, true))]
      : [];
  });
}

function userEntries(root: Node, builder: Builder): readonly Entry[] {
  const property = propertyOf(root, 'containerUser');
  if (property?.value.type !== 'string' || property.value.value === '') return [];
  return [builder.entry('user', property.key, builder.scalar(property.value))];
}

function variableEntries(root: Node, builder: Builder, source: TextSource): readonly Entry[] {
  const property = propertyOf(root, 'containerEnv');
  const variables = propertiesOf(property?.value).filter(({ value }) => isText(value));
  if (property === undefined || variables.length === 0) return [];
  const items = variables.map(({ key, value }) => {
    const name = textOf(key, source);
    const text = Text.concat([name, Text.derived('=', name.place), textOf(value, source)], name.whole);
    return builder.scalar(key, text);
  });
  return [builder.entry('environment', property.key, builder.list(property.value, items))];
}

function listEntry(root: Node, name: string, key: string, builder: Builder): readonly Entry[] {
  const property = propertyOf(root, name);
  const items = itemsOf(property?.value).filter(isText);
  if (property === undefined || items.length === 0) return [];
  return [
    builder.entry(
      key,
      property.key,
      builder.list(
        property.value,
        items.map((item) => builder.scalar(item)),
      ),
    ),
  ];
}

function gpuEntries(root: Node, builder: Builder): readonly Entry[] {
  const gpu = valueAt(root, 'hostRequirements', 'gpu');
  if (gpu === undefined || gpu.value === false || gpu.value === 'optional') return [];
  const device = builder.mapping(gpu, [
    builder.entry('capabilities', gpu, builder.list(gpu, [builder.word(gpu, 'gpu')])),
  ]);
  const nested = ['reservations', 'resources', 'deploy'].reduce<Entry>(
    (inner, key) => builder.entry(key, gpu, builder.mapping(gpu, [inner])),
    builder.entry('devices', gpu, builder.list(gpu, [device])),
  );
  return [nested];
}

interface Mount {
  readonly node: Node;
  readonly type: Text | undefined;
  readonly from: Text | undefined;
  readonly target: Text;
  readonly isExternal: boolean;
}

/** A mount as the CLI reads it: of the text for `--mount` the parts that it knows, without `readonly` (`parseMount`). */
function readMount(node: Node, source: TextSource): readonly Mount[] {
  const parts = node.type === 'object' ? objectParts(node, source) : textParts(node, source);
  const target = parts.get('target');
  if (target === undefined) return [];
  const from = parts.get('source');
  return [
    {
      ...{ node, target, type: parts.get('type') },
      from: from === undefined || from.length === 0 ? undefined : from,
      isExternal: parts.get('external')?.value === 'true',
    },
  ];
}

function objectParts(node: Node, source: TextSource): ReadonlyMap<string, Text> {
  return new Map(
    propertiesOf(node).flatMap(({ key, value }) =>
      isText(value) ? [[String(key.value), textOf(value, source)] as const] : [],
    ),
  );
}

function textParts(node: Node, source: TextSource): ReadonlyMap<string, Text> {
  if (node.type !== 'string') return new Map();
  return new Map(
    textOf(node, source)
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

function toItem(node: YamlNode): Item {
  return { node, hops: [] };
}

/** Makes the nodes of a Compose file that stand at places of a JSON text. */
class Builder {
  readonly #source: TextSource;
  readonly #origin: Origin;

  constructor(source: TextSource, directory: string) {
    this.#source = source;
    this.#origin = { ...source.file, directory };
  }

  entry(name: string, at: Node, node: YamlNode): Entry {
    return { key: this.word(at, name), node, hops: [] };
  }

  mapping(at: Node, entries: readonly Entry[]): Mapping {
    return { kind: 'mapping', ...this.#at(at), entries: new Map(entries.map((entry) => [entry.key.string, entry])) };
  }

  list(at: Node, items: readonly YamlNode[]): YamlNode & { readonly kind: 'sequence' } {
    return { kind: 'sequence', ...this.#at(at), items: items.map(toItem) };
  }

  scalar(at: Node, text = textOf(at, this.#source)): Scalar {
    return { kind: 'scalar', ...this.#at(at), style: 'plain', value: text.skeleton, string: text.skeleton, text };
  }

  /** A value that stands for a node, whatever that holds. */
  word(at: Node, value: string | boolean): Scalar {
    const string = String(value);
    const node = this.#at(at);
    const place = placeAt(this.#source.file.path, node.start, node.end);
    return {
      ...{ kind: 'scalar', ...node, style: 'plain', value, string },
      ...(typeof value === 'string' ? { text: Text.derived(string, place) } : {}),
    };
  }

  /** Strings without their quotes. */
  #at({ offset, length, type }: Node): Pick<Scalar, 'origin' | 'start' | 'end'> {
    const inset = type === 'string' && length > 2 ? 1 : 0;
    return { origin: this.#origin, start: offset + inset, end: offset + length - inset };
  }
}
