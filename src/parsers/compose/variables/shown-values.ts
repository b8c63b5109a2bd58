import { shownForm, withShownValues } from '../../../sensitive/shown-values.ts';
import type { Mapping, MappingEntry, Node } from '../../yaml/tree.ts';
import { isVariablesKey } from './variables-key.ts';

/** Shows outside values that are no secrets by their key; adds them to `shown`. */
export class ShownValues {
  readonly #shown: Set<string>;
  /** Converted nodes by form; anchors share nodes. */
  readonly #known = new Map<RegExp | undefined, Map<Node, Node>>();

  readonly #isOutside: (path: string) => boolean;
  readonly #free: ReadonlySet<string>;

  /** Hides values from files with `isOutside`, and below `free` keys, which say nothing about their values. */
  constructor(shown: Set<string>, isOutside: (path: string) => boolean, free: ReadonlySet<string>) {
    this.#shown = shown;
    this.#isOutside = isOutside;
    this.#free = free;
  }

  in(document: Mapping): Mapping {
    const changed = this.#change(document, undefined);
    return changed.kind === 'mapping' ? changed : document;
  }

  #change(node: Node, form: RegExp | undefined): Node {
    if (node.kind === 'scalar') {
      if (node.text === undefined || form === undefined) return node;
      const text = withShownValues(node.text, form, this.#isOutside);
      if (text === node.text) return node;
      for (const [index, segment] of text.segments.entries())
        if (segment.kind === 'literal' && segment !== node.text.segments[index]) this.#shown.add(segment.text);
      return { ...node, text };
    }
    const byNode = this.#known.get(form) ?? new Map<Node, Node>();
    this.#known.set(form, byNode);
    const before = byNode.get(node);
    if (before !== undefined) return before;
    byNode.set(node, node);
    const changed = node.kind === 'sequence' ? this.#changeItems(node, form) : this.#changeEntries(node, form);
    byNode.set(node, changed);
    return changed;
  }

  #changeItems(node: Extract<Node, { kind: 'sequence' }>, form: RegExp | undefined): Node {
    const items = node.items.map((item) => {
      const changed = this.#change(item.node, form);
      return changed === item.node ? item : { ...item, node: changed };
    });
    return items.some((item, index) => item !== node.items[index]) ? { ...node, items } : node;
  }

  #changeEntries(node: Mapping, form: RegExp | undefined): Node {
    let entries: Map<string, MappingEntry> | undefined;
    for (const [key, entry] of node.entries) {
      if (this.#free.has(key) || isVariablesKey(key) || key.startsWith('x-')) continue;
      const changed = this.#change(entry.node, shownForm(key) ?? form);
      if (changed === entry.node) continue;
      entries ??= new Map(node.entries);
      entries.set(key, { ...entry, node: changed });
    }
    return entries === undefined ? node : { ...node, entries };
  }
}
