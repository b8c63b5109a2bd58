import { shownForm, withShownValues } from '../../../sensitive/shown-values.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { Mapping, MappingEntry, Node, Scalar, Sequence } from '../../yaml/tree.ts';
import { isVariablesKey } from './variables-key.ts';

/**
 * Makes outside values visible, and adds them to `shown`, if their key shows that they aren't
 * secrets. Not from files that are `isOutside`, and not below `free` keys, which tell nothing.
 */
export function createShowing(
  shown: Set<string>,
  isOutside: (path: string) => boolean,
  free: ReadonlySet<string>,
): (document: Node) => Node {
  /** Converted nodes; aliases of an anchor share them. */
  const known = new Map<RegExp | undefined, Map<Node, Node>>();

  const change = (node: Node, form: RegExp | undefined): Node => {
    if (node.kind === 'scalar') return form === undefined ? node : changeScalar(node, form);
    const byNode = getOrInsert(known, form, () => new Map<Node, Node>());
    const before = byNode.get(node);
    if (before !== undefined) return before;
    byNode.set(node, node);
    const changed = node.kind === 'sequence' ? changeItems(node, form) : changeEntries(node, form);
    byNode.set(node, changed);
    return changed;
  };
  const changeScalar = (node: Scalar, form: RegExp): Node => {
    const text = node.text && withShownValues(node.text, form, isOutside);
    if (text === undefined || text === node.text) return node;
    for (const [index, segment] of text.segments.entries())
      if (segment.kind === 'literal' && segment !== node.text?.segments[index]) shown.add(segment.text);
    return { ...node, text };
  };
  const changeItems = (node: Sequence, form: RegExp | undefined): Node => {
    const items = node.items.map((item) => {
      const changed = change(item.node, form);
      return changed === item.node ? item : { ...item, node: changed };
    });
    return items.some((item, index) => item !== node.items[index]) ? { ...node, items } : node;
  };
  const changeEntries = (node: Mapping, form: RegExp | undefined): Node => {
    let entries: Map<string, MappingEntry> | undefined;
    for (const [key, entry] of node.entries) {
      if (free.has(key) || isVariablesKey(key) || key.startsWith('x-')) continue;
      const changed = change(entry.node, shownForm(key) ?? form);
      if (changed === entry.node) continue;
      entries ??= new Map(node.entries);
      entries.set(key, { ...entry, node: changed });
    }
    return entries === undefined ? node : { ...node, entries };
  };
  return (document) => (document.kind === 'mapping' ? change(document, undefined) : document);
}
