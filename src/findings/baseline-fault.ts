import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { findDeepBracket } from '../parsers/syntax/nesting.ts';
import type { Position } from '../text/line-index.ts';

export type JsonPath = readonly (string | number)[];

/**
 * The place of the first syntax error or too deep bracket; otherwise that of the value at `path`.
 */
export function placeOfFault(text: string, path: JsonPath): Position {
  const before = text.slice(0, findDeepBracket(text) ?? offsetOf(text, path));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

function offsetOf(text: string, path: JsonPath): number {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: true });
  } catch {
    // Ignore: brackets after the first error can overflow the parser's stack.
  }
  return errors[0]?.offset ?? nodeAt(root, path)?.offset ?? 0;
}

function nodeAt(root: Node | undefined, path: JsonPath): Node | undefined {
  if (root === undefined) return undefined;
  return findNodeAtLocation(root, [...path]) ?? (path.length === 0 ? root : nodeAt(root, path.slice(0, -1)));
}
