import type { Item, Node, Scalar } from './nodes.ts';
import { isTime } from './tree.ts';

/** What JSON can hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The tree as plain data for a validator, each scalar as `ofScalar` has it. What several places share is one object, so
 * that this costs no more than the file.
 */
export function toPlain(root: Node, ofScalar: (scalar: Scalar) => Plain = goValue): Plain {
  const shared = new Map<Node, Plain>();
  const convert = (node: Node): Plain => {
    switch (node.kind) {
      case 'scalar':
        return ofScalar(node);
      case 'sequence':
        return node.items.map(convertItem);
      case 'mapping': {
        // Without a prototype, `__proto__` is a key like any other; and the engine keeps such an object as a table,
        // which is what it is.
        const plain = Object.create(null) as Record<string, Plain>;
        for (const [key, entry] of node.entries) plain[key] = convertItem(entry);
        return plain;
      }
    }
  };
  /** A node that is reached by a step may be reached by others. */
  const convertItem = ({ node, hops }: Item): Plain => {
    if (hops.length === 0 || node.kind === 'scalar') return convert(node);
    const known = shared.get(node);
    if (known !== undefined) return known;
    const plain = convert(node);
    shared.set(node, plain);
    return plain;
  };
  return convert(root);
}

/**
 * A text with unknown parts is the text as it is written. A time, such as `2001-01-01` without quotes, is a number: it
 * is no string to Compose either, which takes it wherever it takes any scalar, and JSON has none.
 */
function goValue(scalar: Scalar): Plain {
  if (scalar.text !== undefined) return scalar.text.source;
  return isTime(scalar) ? 0 : scalar.value;
}
