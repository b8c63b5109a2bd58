import { type Item, isTime, type Node } from '../../yaml/tree.ts';

/** What JSON can hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The tree as plain data for the validator. What several places share is one object, so that this costs no more than the file. A text with
 * unknown parts is the text as it is written, and a time, such as `2001-01-01` without quotes, a number: Compose takes it wherever it takes any scalar.
 */
export function toPlain(root: Node): Plain {
  return convert(root, new Map());
}

function convert(node: Node, shared: Map<Node, Plain>): Plain {
  switch (node.kind) {
    case 'scalar':
      // A time is no string to the client either, and JSON has none.
      return node.text === undefined ? (isTime(node) ? 0 : node.value) : node.text.source;
    case 'sequence':
      return node.items.map((item) => convertItem(item, shared));
    case 'mapping': {
      // Without a prototype, `__proto__` is a key like any other; and the engine keeps such an object as a table, which is what it is.
      const plain = Object.create(null) as Record<string, Plain>;
      for (const [key, entry] of node.entries) plain[key] = convertItem(entry, shared);
      return plain;
    }
  }
}

/** A node that is reached by a step may be reached by others. */
function convertItem({ node, hops }: Item, shared: Map<Node, Plain>): Plain {
  if (hops.length === 0 || node.kind === 'scalar') return convert(node, shared);
  const known = shared.get(node);
  if (known !== undefined) return known;
  const plain = convert(node, shared);
  shared.set(node, plain);
  return plain;
}
