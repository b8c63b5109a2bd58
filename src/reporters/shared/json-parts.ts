import { printableJson } from '../../text/printable.ts';

/** An object or list that is written as JSON in parts, each created on demand. */
class Piecewise {
  readonly content: Readonly<Record<string, unknown>> | Iterable<unknown>;

  constructor(content: Piecewise['content']) {
    this.content = content;
  }
}

/**
 * Marks an object or list that may be too long for one string, for {@link jsonParts}. Mark its
 * parents too.
 */
export function inPieces(content: Piecewise['content']): object {
  return new Piecewise(content);
}

/**
 * Yields the text of `JSON.stringify(value, undefined, 2)` with a line end, in parts that are safe
 * to print.
 */
export function* jsonParts(value: object): Generator<string> {
  for (const part of partsOf(value, '')) yield printableJson(part);
  yield '\n';
}

function* partsOf(value: unknown, indent: string): Generator<string> {
  if (!(value instanceof Piecewise)) {
    yield JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const { content } = value;
  const isList = Symbol.iterator in content;
  const inner = `${indent}  `;
  let before = isList ? '[' : '{';
  for (const [key, item] of isList ? listed(content) : Object.entries(content)) {
    yield `${before}\n${inner}${key === undefined ? '' : `${JSON.stringify(key)}: `}`;
    yield* partsOf(item, inner);
    before = ',';
  }
  const isEmpty = before !== ',';
  yield `${isEmpty ? before : `\n${indent}`}${isList ? ']' : '}'}`;
}

function* listed(items: Iterable<unknown>): Generator<readonly [undefined, unknown]> {
  for (const item of items) yield [undefined, item];
}
