import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../../../text/location.ts';
import { MAX_NESTING } from '../../syntax/nesting.ts';

export type { Node } from 'jsonc-parser';

/** The readable part of a JSON text with comments and trailing commas. */
export interface JsonText {
  readonly root: Node | undefined;
  readonly fault?: Span & { readonly what: string; readonly isLimit?: true };
  /** The first template mark, if the text before it isn't JSON. */
  readonly mark?: Span;
}

/** Parses JSON like Visual Studio Code, which goes on after a fault. */
export function readJson(text: string): JsonText {
  const json = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const deep = findNesting(json);
  if (deep !== undefined)
    return {
      root: undefined,
      fault: { start: deep, end: deep + 1, what: `nested more than ${MAX_NESTING} levels deep`, isLimit: true },
    };
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error === undefined) return { root };
  const mark = markIn(json);
  if (mark !== undefined) return { root, mark };
  const start = Math.min(error.offset, Math.max(json.length - 1, 0));
  const end = Math.min(Math.max(start + error.length, start + 1), json.length);
  return { root, fault: { start, end, what: printParseErrorCode(error.error) } };
}

export function valueAt(node: Node | undefined, ...names: readonly string[]): Node | undefined {
  let at = node;
  for (const name of names) at = propertyOf(at, name)?.value;
  return at;
}

export interface Property {
  readonly key: Node;
  readonly value: Node;
}

/** The last property of this name, as in JSON parsers. */
export function propertyOf(node: Node | undefined, name: string): Property | undefined {
  return propertiesOf(node).findLast(({ key }) => key.value === name);
}

export function propertiesOf(node: Node | undefined): readonly Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [{ key, value }],
  );
}

/** The elements of an array, or a single value. */
export function elementsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.type === 'array' ? (node.children ?? []) : [node];
}

/** The tokens of a text, including comments, closed or not. */
function* tokensOf(text: string): Iterable<Span> {
  const scanner = createScanner(text, false);
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    // After an unclosed `/*`, the scanner would return tokens endlessly.
    if (start >= text.length) return;
    yield { start, end: Math.min(start + scanner.getTokenLength(), text.length) };
  }
}

export function commentsIn(text: string): readonly Span[] {
  return [...tokensOf(text)].filter(({ start }) => text.charAt(start) === '/');
}

/** The marks of Jinja (cookiecutter, copier). */
const MARK = /^\{[{%]/;

/** The first template mark outside strings and comments, where JSON has none. */
function markIn(text: string): Span | undefined {
  for (const { start } of tokensOf(text)) {
    if (!MARK.test(text.slice(start, start + 2))) continue;
    const newline = text.indexOf('\n', start);
    return { start, end: newline < 0 ? text.length : newline };
  }
  return undefined;
}

function findNesting(text: string): number | undefined {
  let depth = 0;
  for (const { start } of tokensOf(text)) {
    const token = text.charAt(start);
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > MAX_NESTING) return start;
  }
  return undefined;
}
