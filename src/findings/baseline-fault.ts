import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** A way into JSON, by keys and indices. */
export type JsonPath = readonly (string | number)[];

/** Where JSON goes wrong, or else where `path` leads, as far as it can be followed: `line:column`, both from 1. */
export function placeOfFault(text: string, path: JsonPath): string {
  const before = text.slice(0, offsetOfFault(text, path));
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

function offsetOfFault(text: string, path: JsonPath): number {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { disallowComments: true });
    return errors[0]?.offset ?? nodeAt(root, path)?.offset ?? 0;
  } catch {
    // Brackets within brackets, deeper than the stack.
    return 0;
  }
}

function nodeAt(root: Node | undefined, path: JsonPath): Node | undefined {
  if (root === undefined) return undefined;
  return findNodeAtLocation(root, [...path]) ?? (path.length === 0 ? root : nodeAt(root, path.slice(0, -1)));
}
