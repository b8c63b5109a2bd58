import { isReference } from '../../model/command-values.ts';
import type { Location } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { placesInCommand } from '../syntax/environment-values.ts';
import { toText } from './scalar-text.ts';
import type { Node, Scalar } from './tree.ts';

/** A node of a file that holds variables with their values, or a command line. */
export interface Holder {
  readonly kind: 'variables' | 'command';
  readonly node: Node;
}

const HOLDERS: ReadonlyMap<string, Holder['kind']> = new Map([
  ['environment', 'variables'], ['args', 'variables'],
  ['command', 'command'], ['entrypoint', 'command'], ['test', 'command'],
]);

/** What the value of a key holds, wherever the key stands: also in an extension from which services take it. */
export function holderOf(key: string, node: Node): Holder | undefined {
  const kind = HOLDERS.get(key);
  return kind === undefined ? undefined : { kind, node };
}

/** Where the values of variables stand in them. */
export function placesIn(holders: readonly Holder[]): readonly Location[] {
  const places: Location[] = [];
  const seen = new Set<Node>();
  for (const { kind, node } of holders) {
    if (kind === 'variables') addVariables(node, places, seen);
    else if (!seen.has(node)) for (const place of placesInCommand(wordsOf(node))) places.push(place);
    seen.add(node);
  }
  return places;
}

/** A mapping or a list of variables; many services may share it, or parts of it. */
function addVariables(node: Node, places: Location[], seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  switch (node.kind) {
    case 'scalar':
      addValue(node, places);
      return;
    case 'sequence':
      for (const { node: item } of node.items) addVariables(item, places, seen);
      return;
    case 'mapping':
      for (const { node: value } of node.entries.values()) addWhole(value, places, seen);
      for (const other of node.overridden ?? []) {
        if (other.kind === 'mapping') addVariables(other, places, seen);
        else addWhole(other, places, seen);
      }
  }
}

function addWhole(node: Node, places: Location[], seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { origin, start, end } = node;
  const isValue = node.kind !== 'scalar' || isLostAlias(node) || (node.string !== '' && !isReference(origin.text.slice(start, end)));
  if (isValue) places.push({ path: origin.path, span: { start, end } });
}

/** True for an alias without an anchor: a value that begins with `*`. */
function isLostAlias({ origin, start, string }: Scalar): boolean {
  return string === '' && origin.text.charAt(start) === '*';
}

/** Of `NAME=value` what is behind the `=`; all of it where the name has escapes, among which the `=` may be. */
function addValue(node: Scalar, places: Location[]): void {
  const { origin, style, start, end, string } = node;
  if (isLostAlias(node)) places.push({ path: origin.path, span: { start, end } });
  if (!string.includes('=')) return;
  const text = origin.text.slice(start, end);
  const equals = text.indexOf('=');
  const inner = style === 'single' || style === 'double' ? end - 1 : end;
  const from = equals < 0 || text.slice(0, equals).includes('\\') ? start : start + equals + 1;
  if (from < inner && !isReference(origin.text.slice(from, inner))) places.push({ path: origin.path, span: { start: from, end: inner } });
}

/** The words as the file has them, before variables are filled in. */
function wordsOf(node: Node): readonly Text[] {
  if (node.kind === 'scalar') return [toText(node)];
  return node.kind === 'sequence' ? node.items.flatMap(({ node: item }) => (item.kind === 'scalar' ? [toText(item)] : [])) : [];
}
