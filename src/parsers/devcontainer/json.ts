import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../../text/location.ts';
import { MAX_NESTING } from '../syntax/nesting.ts';

export type { Node } from 'jsonc-parser';

/** A JSON text with comments and trailing commas, as far as it can be read. */
export interface JsonText {
  readonly root: Node | undefined;
  /** The first thing that is wrong with it. */
  readonly fault?: Span & { readonly what: string; readonly isLimit?: true };
  /** What a template engine replaces, where the text is no JSON before: the first of it. */
  readonly mark?: Span;
}

/** Reads a text as Visual Studio Code does: what is wrong in one place does not lose the rest. */
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

/** The value of a property of an object. */
export function valueAt(node: Node | undefined, ...names: readonly string[]): Node | undefined {
  let at = node;
  for (const name of names) at = propertyOf(at, name)?.value;
  return at;
}

export interface Property {
  readonly key: Node;
  readonly value: Node;
}

/** The last property of this name, as readers of JSON have it. */
export function propertyOf(node: Node | undefined, name: string): Property | undefined {
  return propertiesOf(node).findLast(({ key }) => key.value === name);
}

export function propertiesOf(node: Node | undefined): readonly Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [{ key, value }],
  );
}

/** The elements of an array; a value alone is one. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.type === 'array' ? (node.children ?? []) : [node];
}

const TOKEN_START = /["[\]{}]|\/[/*]/g;
/** What ends a string, or is none of its ends. */
const IN_STRING = /["\n]|\\./gs;
const LINE_END = /[\r\n]/g;

/** The strings, comments and brackets of a text, closed or not. One expression for them would run out of stack in a text of megabytes. */
function* tokensIn(text: string): Generator<Span & { readonly first: string }> {
  TOKEN_START.lastIndex = 0;
  for (let found = TOKEN_START.exec(text); found !== null; found = TOKEN_START.exec(text)) {
    const { 0: first, index: start } = found;
    const end = endOfToken(text, first, start + first.length);
    yield { first, start, end };
    TOKEN_START.lastIndex = end;
  }
}

function endOfToken(text: string, first: string, from: number): number {
  if (first === '"') {
    IN_STRING.lastIndex = from;
    for (let found = IN_STRING.exec(text); found !== null; found = IN_STRING.exec(text)) {
      if (found[0] === '"') return found.index + 1;
      if (found[0] === '\n') return found.index;
    }
    return text.length;
  }
  if (first === '//') {
    LINE_END.lastIndex = from;
    return LINE_END.exec(text)?.index ?? text.length;
  }
  if (first !== '/*') return from;
  const close = text.indexOf('*/', from);
  return close < 0 ? text.length : close + 2;
}

/** The comments of a text. */
export function commentsIn(text: string): readonly Span[] {
  return Array.from(tokensIn(text)).flatMap(({ first, start, end }) => (first.startsWith('/') ? [{ start, end }] : []));
}

/** What Jinja, which cookiecutter and copier use, replaces or leaves out. */
const MARK = /\{[{%]/;

/** The first mark of a template engine outside strings and comments: no JSON has one there. */
function markIn(text: string): Span | undefined {
  for (const { first, start } of tokensIn(text)) {
    if (first !== '{' || !MARK.test(text.slice(start, start + 2))) continue;
    const newline = text.indexOf('\n', start);
    return { start, end: newline < 0 ? text.length : newline };
  }
  return undefined;
}

/** Where brackets are nested too deep to be read. */
function findNesting(text: string): number | undefined {
  let depth = 0;
  for (const { first, start } of tokensIn(text)) {
    if (first === '{' || first === '[') depth += 1;
    else if (first === '}' || first === ']') depth -= 1;
    if (depth > MAX_NESTING) return start;
  }
  return undefined;
}
