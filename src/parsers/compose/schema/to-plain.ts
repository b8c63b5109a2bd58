import type { Mapping, Node } from '../tree.ts';

/** What JSON can hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The tree as plain data for the validator. What several places share is one object, so that this costs no more than the file. A text with
 * unknown parts is the text as it is written.
 */
export function toPlain(root: Node): Plain {
  return convert(root, new Map());
}

function convert(node: Node, done: Map<Node, Plain>): Plain {
  if (node.kind === 'scalar') return node.text === undefined ? node.value : node.text.source;
  const known = done.get(node);
  if (known !== undefined) return known;
  const plain = node.kind === 'sequence' ? node.items.map((item) => convert(item.node, done)) : convertMapping(node, done);
  done.set(node, plain);
  return plain;
}

function convertMapping({ entries }: Mapping, done: Map<Node, Plain>): Plain {
  // With a prototype, since the validator asks objects for `valueOf`.
  const plain: Record<string, Plain> = {};
  for (const [key, { node }] of entries) {
    const value = convert(node, done);
    // Assigned, this one would become the prototype rather than a key.
    if (key === '__proto__') Object.defineProperty(plain, key, { value, enumerable: true });
    else plain[key] = value;
  }
  return plain;
}
