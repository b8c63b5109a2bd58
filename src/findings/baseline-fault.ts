import { findNodeAtLocation, type Node, parseTree, visit } from 'jsonc-parser';
import { MAX_NESTING } from '../parsers/syntax/nesting.ts';
import type { Position } from '../text/line-index.ts';

/** A path in JSON: keys and indices. */
export type JsonPath = readonly (string | number)[];

/** The place of the first syntax fault or too deep bracket, else of the value at `path`. */
export function placeOfFault(text: string, path: JsonPath): Position {
  const before = text.slice(0, firstFault(text) ?? nodeAt(parseTree(text), path)?.offset ?? 0);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** Stops a visitor, which continues after errors, and recurses for each bracket. */
class Halt extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('The visit ends here.');
    this.offset = offset;
  }
}

function firstFault(text: string): number | undefined {
  let depth = 0;
  const enter = (offset: number): void => {
    depth += 1;
    if (depth > MAX_NESTING) throw new Halt(offset);
  };
  const leave = (): void => {
    depth -= 1;
  };
  const fail = (_: unknown, offset: number): void => {
    throw new Halt(offset);
  };
  try {
    visit(
      text,
      { onObjectBegin: enter, onArrayBegin: enter, onObjectEnd: leave, onArrayEnd: leave, onError: fail },
      { disallowComments: true },
    );
    return undefined;
  } catch (error) {
    if (error instanceof Halt) return error.offset;
    throw error;
  }
}

function nodeAt(root: Node | undefined, path: JsonPath): Node | undefined {
  if (root === undefined) return undefined;
  return findNodeAtLocation(root, [...path]) ?? (path.length === 0 ? root : nodeAt(root, path.slice(0, -1)));
}
