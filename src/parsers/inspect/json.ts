import { printParseErrorCode, visit } from 'jsonc-parser';
import type { Span } from '../../text/location.ts';
import { MAX_NESTING } from '../syntax/nesting.ts';

/** A JSON value with its span, including quotation marks and brackets. */
export type JsonNode = JsonScalar | JsonArray | PlacedObject;

export interface JsonScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface JsonArray extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface PlacedObject extends Span {
  readonly kind: 'object';
  /** By name; the last of equal names wins, as in JSON parsers. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  readonly name: JsonScalar;
  readonly value: JsonNode;
}

export interface JsonStop {
  readonly reason: 'invalid' | 'cut-off' | 'too-deep';
  /** The fault, as the end of a sentence. */
  readonly what: string;
  /** A non-empty span of the text. */
  readonly span: Span;
}

/**
 * The maximum number of consecutive JSON values (`docker inspect --format '{{json .}}'`); no host
 * has as many containers.
 */
const MAX_VALUES = 10_000;

/**
 * Passes consecutive JSON values, or each array element, to `use`; at a fault, passes the
 * incomplete element with the stop, which it also returns. Skips a byte order mark.
 */
export function readElements(text: string, use: (element: JsonNode, stop?: JsonStop) => void): JsonStop | undefined {
  const json = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  if (json.trim() === '') return undefined;
  let offset = 0;
  for (let count = 1; ; count += 1) {
    const builder = new TreeBuilder(offset, use);
    const halt = builder.read(json.slice(offset));
    if (halt === undefined) return undefined;
    if (halt.code !== 'EndOfFileExpected' || count >= MAX_VALUES) {
      const stop = toStop(json, halt);
      builder.abandon(halt.span.start, stop);
      return stop;
    }
    offset = halt.span.start;
  }
}

/** Where and why parsing stops: an exception is the only way to end a visit. */
class Halt extends Error {
  readonly code: string;
  readonly span: Span;

  constructor(code: string, start: number, end: number) {
    super(code);
    this.code = code;
    this.span = { start, end };
  }
}

/** An incomplete array or object; `name` is the name before the next value. */
type OpenNode =
  | { readonly kind: 'array'; readonly start: number; readonly items: JsonNode[] }
  | { readonly kind: 'object'; readonly start: number; readonly members: Map<string, JsonMember>; name?: JsonScalar };

class TreeBuilder {
  readonly #base: number;
  readonly #use: (element: JsonNode, stop?: JsonStop) => void;
  readonly #open: OpenNode[] = [];

  constructor(base: number, use: (element: JsonNode, stop?: JsonStop) => void) {
    this.#base = base;
    this.#use = use;
  }

  /** Parses `json`, which begins at the builder's base, as far as possible. */
  read(json: string): Halt | undefined {
    const base = this.#base;
    // At the end of the text, the visitor closes open values before it reports the missing bracket.
    const close = (bracket: string) => (offset: number) => {
      if (json.charAt(offset) === bracket) this.#close(base + offset + 1);
    };
    try {
      visit(
        json,
        {
          onObjectBegin: (offset) => {
            this.#begin({ kind: 'object', start: base + offset, members: new Map() });
          },
          onArrayBegin: (offset) => {
            this.#begin({ kind: 'array', start: base + offset, items: [] });
          },
          onObjectProperty: (value, offset, length) => {
            const object = this.#open.at(-1);
            if (object?.kind === 'object')
              object.name = { kind: 'scalar', value, start: base + offset, end: base + offset + length };
          },
          onLiteralValue: (value: JsonScalar['value'], offset, length) => {
            // A truncated number may have had more digits.
            if (typeof value === 'number' && offset + length === json.length && this.#open.length > 0) return;
            this.#add({ kind: 'scalar', value, start: base + offset, end: base + offset + length });
          },
          onObjectEnd: close('}'),
          onArrayEnd: close(']'),
          onError: (error, offset, length) => {
            throw new Halt(printParseErrorCode(error), base + offset, base + offset + length);
          },
        },
        { disallowComments: true },
      );
      return undefined;
    } catch (error) {
      if (error instanceof Halt) return error;
      throw error;
    }
  }

  /** Closes open values and passes on the incomplete element. */
  abandon(end: number, stop: JsonStop): void {
    const depth = this.#open[0]?.kind === 'array' ? 2 : 1;
    while (this.#open.length > depth) this.#close(end);
    const element = this.#open[depth - 1];
    if (element !== undefined) this.#use({ ...element, end }, stop);
  }

  #begin(node: OpenNode): void {
    if (this.#open.length >= MAX_NESTING) throw new Halt('TooDeep', node.start, node.start + 1);
    this.#open.push(node);
  }

  #close(end: number): void {
    const node = this.#open.pop();
    if (node !== undefined) this.#add({ ...node, end });
  }

  #add(node: JsonNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (node.kind !== 'array') this.#use(node);
    } else if (parent.kind === 'object') {
      if (parent.name !== undefined) parent.members.set(String(parent.name.value), { name: parent.name, value: node });
    } else if (this.#open.length === 1) {
      this.#use(node);
    } else {
      parent.items.push(node);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not a JSON value',
  InvalidCharacter: 'a control character in a string must be escaped',
  InvalidNumberFormat: 'this is not a number',
  UnexpectedEndOfNumber: 'this number is incomplete',
  PropertyNameExpected: 'a quoted name is missing before this',
  ValueExpected: 'a value is missing before this',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  EndOfFileExpected: 'unexpected content after the value',
  InvalidCommentToken: "JSON doesn't allow comments",
  UnexpectedEndOfString: 'this string is unterminated',
  InvalidUnicode: 'this string has an invalid escape',
  InvalidEscapeCharacter: 'this string has an invalid escape',
};

/** Scanner errors for truncated strings, numbers and words. */
const PARTS_OF_TOKENS: readonly string[] = [
  'InvalidSymbol',
  'UnexpectedEndOfNumber',
  'UnexpectedEndOfString',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
];

function toStop(text: string, { code, span: { start, end } }: Halt): JsonStop {
  if (code === 'TooDeep')
    return { reason: 'too-deep', what: `it is nested more than ${MAX_NESTING} levels deep`, span: { start, end } };
  const length = text.trimEnd().length;
  if (start >= length || (end >= length && PARTS_OF_TOKENS.includes(code))) {
    return {
      reason: 'cut-off',
      what: 'it ends in the middle of a value',
      span: { start: Math.max(0, Math.min(start, length - 1)), end: length },
    };
  }
  return {
    reason: 'invalid',
    what: REASONS[code] ?? 'it cannot be read',
    span: { start, end: Math.min(Math.max(end, start + 1), length) },
  };
}
