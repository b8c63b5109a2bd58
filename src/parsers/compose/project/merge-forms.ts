import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import {
  isString,
  joinHops,
  type Mapping,
  type MappingEntry,
  NO_HOPS,
  type Node,
  printedText,
  type Scalar,
  type Sequence,
  toRef,
  type YamlItem,
} from '../../yaml/tree.ts';
import { printedValue } from '../values/printed-value.ts';

export type ItemOf<N extends Node> = YamlItem & { readonly node: N };

export function toItem<N extends Node>(node: N): ItemOf<N> {
  return { node, hops: NO_HOPS };
}

/** A mapping becomes a list of `key=value`, a scalar a list with one element. */
export function toSequence(item: YamlItem): ItemOf<Sequence> {
  const { node } = item;
  if (node.kind === 'sequence') return { ...item, node };
  const { origin, start, end } = node;
  const items =
    node.kind === 'mapping'
      ? Array.from(node.entries.values(), toPairs).flat().sort(byText)
      : isSequential(node)
        ? [toItem(node)]
        : [];
  return { ...item, node: { kind: 'sequence', origin, start, end, items } };
}

function byText({ node: a }: ItemOf<Scalar>, { node: b }: ItemOf<Scalar>): number {
  return a.string < b.string ? -1 : Number(a.string > b.string);
}

/** An entry as `key=value`; for a list, one such text per element. */
function toPairs({ key, node, hops }: MappingEntry): readonly ItemOf<Scalar>[] {
  if (node.kind === 'sequence')
    return node.items.map((item) => ({ node: toPair(key, item.node), hops: joinHops(item.hops, hops) }));
  return [{ node: isNothing({ node, hops }) ? key : toPair(key, node), hops }];
}

function toPair(key: Scalar, value: Node): Scalar {
  const isInOneFile = key.origin === value.origin && key.end <= value.start;
  const { origin, start } = key;
  const end = isInOneFile ? value.end : key.end;
  const separator = Text.derived('=', placeAt(origin.path, key.start, key.end));
  const text = Text.concat([printedText(toRef(key)), separator, printedValue(value)], placeAt(origin.path, start, end));
  return { kind: 'scalar', origin, start, end, style: 'plain', value: text.skeleton, string: text.skeleton, text };
}

/** A list becomes a mapping with values from `toValue`. */
export function toMapping(item: YamlItem, toValue: (key: Scalar) => Node): YamlItem {
  const { node } = item;
  if (node.kind !== 'sequence') return item;
  const { origin, start, end } = node;
  const entries = new Map<string, MappingEntry>();
  for (const { node: element, hops } of node.items) {
    if (element.kind !== 'scalar') continue;
    const key = withValues(element);
    entries.set(key.string, { key, hops, node: toValue(key) });
  }
  return { ...item, node: { kind: 'mapping', origin, start, end, entries } };
}

/** The client substitutes variables before merging, also in keys. */
function withValues(element: Scalar): Scalar {
  const value = element.text?.value;
  return value === undefined ? element : { ...element, value, string: value };
}

export function toNull({ origin, start, end }: Scalar): Scalar {
  return { kind: 'scalar', origin, start, end, style: 'plain', value: null, string: '' };
}

export function toStarted(service: Scalar): Mapping {
  return mappingOf(service, 'condition', toWord(service, 'service_started'));
}

function toWord({ origin, start, end }: Node, word: string): Scalar {
  return { kind: 'scalar', origin, start, end, style: 'plain', value: word, string: word };
}

function mappingOf(owner: Scalar, key: string, node: Scalar): Mapping {
  const { origin, start, end } = owner;
  const entries = new Map([[key, { key: toWord(owner, key), node, hops: NO_HOPS }]]);
  return { kind: 'mapping', origin, start, end, entries };
}

/** `gpus: all` as a list of requests (compose-go `transform/gpus.go`). */
export function toRequests(item: YamlItem): YamlItem {
  const { node } = item;
  if (node.kind !== 'scalar' || isNothing(item)) return item;
  const { origin, start, end } = node;
  return { ...item, node: { kind: 'sequence', origin, start, end, items: [toItem(mappingOf(node, 'count', node))] } };
}

export function toBuild(item: YamlItem): YamlItem {
  const { node } = item;
  return node.kind !== 'scalar' || isNothing(item) ? item : { ...item, node: mappingOf(node, 'context', node) };
}

/**
 * True if the client converts a value to a list: not numbers and booleans (compose-go
 * `convertIntoSequence`).
 */
export function isSequential(node: Node): boolean {
  return node.kind !== 'scalar' || isString(node);
}

export function isNothing({ node }: YamlItem): boolean {
  return node.kind === 'scalar' && node.value === null && node.text === undefined;
}
