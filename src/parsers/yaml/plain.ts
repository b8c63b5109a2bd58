import type { Node, Scalar, YamlItem } from './nodes.ts';
import { isTime } from './tree.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Converts the tree to plain data for a validator, scalars by `ofScalar`. Shared nodes become one
 * object, so the time is linear.
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
        // Without a prototype, `__proto__` is a normal key.
        const plain = Object.create(null) as Record<string, Plain>;
        for (const [key, entry] of node.entries) plain[key] = convertItem(entry);
        return plain;
      }
    }
  };
  /** Nodes with hops may be shared. */
  const convertItem = ({ node, hops }: YamlItem): Plain => {
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
 * Text with unknown parts stays as written. A time (unquoted `2001-01-01`) becomes a number, which
 * Compose accepts as any scalar but not as a string.
 */
function goValue(scalar: Scalar): Plain {
  if (scalar.text !== undefined) return scalar.text.source;
  return isTime(scalar) ? 0 : scalar.value;
}
