import {
  type SyntaxMapping,
  type SyntaxNode,
  type SyntaxPair,
  type SyntaxScalar,
  type SyntaxSequence,
  unwritten,
} from '../syntax.ts';
import {
  AMPERSAND,
  ASTERISK,
  BEYOND_FAST_PATH,
  CARRIAGE_RETURN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  Cursor,
  DASH,
  EXCLAMATION,
  GREATER_THAN,
  HASH,
  LINE_FEED,
  NO_YAML,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
} from './cursor.ts';
import { isPlainStart, readAlias, readBlockScalar, readName, readPlainScalar, readQuoted, readTag } from './scalars.ts';

/** Characters that aren't text, that end lines only in some YAML readers, or that precede a text. */
const UNUSUAL = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x85\u2028\u2029\uFEFF]|\r(?!\n)/;
const MAX_DEPTH = 100;
/** YAML limits keys to 1,024 characters. */
const MAX_KEY_LENGTH = 1000;
/** A value takes up to a thousand bytes. Beyond this many, the other reader reports its limits. */
const MAX_VALUES = 250_000;

/** Reads a single document in common syntax. Returns `undefined` for anything else or possibly wrong, which the `yaml` package then reads. */
export function readFastPath(text: string): SyntaxNode | undefined {
  const read = tryToRead(text);
  return read === 'no YAML' ? undefined : read;
}

/** Whether a text is YAML; `undefined` if only the `yaml` package can tell. */
export function isReadableYaml(text: string): boolean | undefined {
  const read = tryToRead(text);
  return read === undefined ? undefined : read !== 'no YAML';
}

function tryToRead(text: string): SyntaxNode | 'no YAML' | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new FastPathReader(text).read();
  } catch (error) {
    if (error === BEYOND_FAST_PATH) return undefined;
    if (error === NO_YAML) return 'no YAML';
    throw error;
  }
}

class FastPathReader {
  readonly #cursor: Cursor;
  #depth = 0;
  #values = 0;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  read(): SyntaxNode {
    const cursor = this.#cursor;
    cursor.toContent();
    if (cursor.isMarker() && cursor.code() === DASH) {
      cursor.at += 3;
      cursor.toNextLine();
      cursor.toContent();
    }
    const root = this.#block(-1, undefined);
    if (root.kind === 'scalar' || root.kind === 'alias' || cursor.indent >= 0) throw BEYOND_FAST_PATH;
    return root;
  }

  /** The value at the start of a line, in a collection at column `outer`, up to the next line with content. */
  #block(outer: number, anchor: string | undefined): SyntaxNode {
    const cursor = this.#cursor;
    this.#enter();
    let node: SyntaxNode;
    if (cursor.isDash()) node = this.#sequence(cursor.indent, anchor);
    else if (this.#isKey()) node = this.#mapping(cursor.indent, anchor);
    else if (anchor === undefined && cursor.code() === AMPERSAND) node = this.#anchored(outer);
    else node = this.#inline(outer, anchor);
    this.#depth -= 1;
    return node;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw BEYOND_FAST_PATH;
  }

  #count(): void {
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw BEYOND_FAST_PATH;
  }

  /** An anchor alone on its line, and the collection below it. */
  #anchored(outer: number): SyntaxNode {
    const cursor = this.#cursor;
    cursor.at += 1;
    const anchor = readName(cursor);
    cursor.toNextLine();
    cursor.toContent();
    if (cursor.indent <= outer) throw BEYOND_FAST_PATH;
    return this.#block(outer, anchor);
  }

  #mapping(indent: number, anchor: string | undefined): SyntaxMapping {
    const cursor = this.#cursor;
    const start = cursor.at;
    const pairs: SyntaxPair[] = [];
    do {
      if (cursor.isMarker()) throw BEYOND_FAST_PATH;
      const key = this.#key();
      this.#count();
      pairs.push({ key, value: this.#value(indent, indent) });
    } while (cursor.indent === indent);
    if (cursor.indent > indent) throw BEYOND_FAST_PATH;
    return { kind: 'mapping', start, end: cursor.at, anchor, tag: undefined, isFlow: false, pairs };
  }

  #key(isInFlow = false): SyntaxScalar {
    const cursor = this.#cursor;
    const key = readQuoted(cursor) ?? readPlainScalar(cursor, isInFlow);
    if (key.end - key.start > MAX_KEY_LENGTH) throw BEYOND_FAST_PATH;
    cursor.pastSpaces();
    if (cursor.code() !== COLON || !cursor.isSpace(cursor.at + 1)) throw BEYOND_FAST_PATH;
    cursor.at += 1;
    return key;
  }

  /** True at a scalar that is followed by a colon. */
  #isKey(): boolean {
    const cursor = this.#cursor;
    const { at } = cursor;
    if (readQuoted(cursor) === undefined) {
      if (!isPlainStart(cursor)) return false;
      readPlainScalar(cursor, false);
    }
    cursor.pastSpaces();
    const isKey = cursor.code() === COLON;
    cursor.at = at;
    return isKey;
  }

  #sequence(indent: number, anchor: string | undefined): SyntaxSequence {
    const cursor = this.#cursor;
    const start = cursor.at;
    const items: SyntaxNode[] = [];
    while (cursor.indent === indent && cursor.isDash()) {
      cursor.at += 1;
      this.#count();
      items.push(this.#item(indent));
    }
    if (cursor.indent > indent) throw BEYOND_FAST_PATH;
    return { kind: 'sequence', start, end: cursor.at, anchor, tag: undefined, isFlow: false, items };
  }

  /** The content after a dash: a value, or a collection that starts on this line. */
  #item(indent: number): SyntaxNode {
    const cursor = this.#cursor;
    const { at } = cursor;
    cursor.pastSpaces();
    if (cursor.isDash() || this.#isKey()) {
      cursor.indent = cursor.at - cursor.lineStart;
      return this.#block(indent, undefined);
    }
    cursor.at = at;
    return this.#value(indent, indent + 1);
  }

  /** The content after a colon or dash, in a collection at column `indent`. Below it, a list starts at `leastDash` or later, anything else after `indent`. */
  #value(indent: number, leastDash: number): SyntaxNode {
    const cursor = this.#cursor;
    const from = cursor.at;
    cursor.pastSpaces();
    if (cursor.code() === EXCLAMATION) {
      const tag = readTag(cursor);
      const node = this.#untagged(indent, leastDash, cursor.at);
      if (node.kind === 'alias') throw BEYOND_FAST_PATH;
      return { ...node, tag };
    }
    return this.#untagged(indent, leastDash, from);
  }

  #untagged(indent: number, leastDash: number, from: number): SyntaxNode {
    const cursor = this.#cursor;
    let anchor: string | undefined;
    if (cursor.code() === AMPERSAND) {
      cursor.at += 1;
      anchor = readName(cursor);
      cursor.pastSpaces();
    }
    if (cursor.code() !== HASH && !cursor.isLineEnd()) return this.#inline(indent, anchor);
    cursor.pastComment();
    cursor.pastBreak();
    cursor.toContent();
    if (cursor.indent > indent || (cursor.indent >= leastDash && cursor.isDash())) return this.#block(indent, anchor);
    // An anchor without a node: leave it to `yaml`.
    if (anchor !== undefined) throw BEYOND_FAST_PATH;
    return unwritten(from);
  }

  /** A value in one line, or a multi-line one with a clear end, in a collection at column `indent`. */
  #inline(indent: number, anchor: string | undefined): SyntaxNode {
    const cursor = this.#cursor;
    const code = cursor.code();
    const isBlock = code === PIPE || code === GREATER_THAN;
    const node = isBlock ? readBlockScalar(cursor, indent, anchor) : this.#flowNode(false, indent, anchor);
    if (!isBlock) cursor.toNextLine();
    cursor.toContent();
    // A continued scalar, or an error.
    if (cursor.indent > indent) throw BEYOND_FAST_PATH;
    return node;
  }

  #flowNode(isInFlow: boolean, indent: number, anchor?: string): SyntaxNode {
    const cursor = this.#cursor;
    const code = cursor.code();
    if (code === OPEN_BRACKET) return this.#flowSequence(indent, anchor);
    if (code === OPEN_BRACE) return this.#flowMapping(indent, anchor);
    if (code === ASTERISK && anchor === undefined) return readAlias(cursor);
    return readQuoted(cursor, anchor) ?? readPlainScalar(cursor, isInFlow, anchor);
  }

  /** A list in brackets; its lines are right of column `indent`. */
  #flowSequence(indent: number, anchor: string | undefined): SyntaxSequence {
    const cursor = this.#cursor;
    this.#enter();
    const start = cursor.at;
    const items: SyntaxNode[] = [];
    this.#pastFlowMark(indent);
    while (cursor.code() !== CLOSE_BRACKET) {
      this.#count();
      items.push(this.#flowNode(true, indent));
      this.#toNextFlowItem(CLOSE_BRACKET, indent);
    }
    cursor.at += 1;
    this.#depth -= 1;
    return { kind: 'sequence', start, end: cursor.at, anchor, tag: undefined, isFlow: true, items };
  }

  /** A mapping in braces; its lines are right of column `indent`. */
  #flowMapping(indent: number, anchor: string | undefined): SyntaxMapping {
    const cursor = this.#cursor;
    this.#enter();
    const start = cursor.at;
    const pairs: SyntaxPair[] = [];
    this.#pastFlowMark(indent);
    while (cursor.code() !== CLOSE_BRACE) {
      const key = this.#key(true);
      cursor.at -= 1;
      this.#pastFlowMark(indent);
      this.#count();
      pairs.push({ key, value: this.#flowNode(true, indent) });
      this.#toNextFlowItem(CLOSE_BRACE, indent);
    }
    cursor.at += 1;
    this.#depth -= 1;
    return { kind: 'mapping', start, end: cursor.at, anchor, tag: undefined, isFlow: true, pairs };
  }

  /** After an item: skips its comma, or reaches the end. Gives up on anything else, such as a colon. */
  #toNextFlowItem(close: number, indent: number): void {
    const cursor = this.#cursor;
    this.#toFlowContent(indent);
    if (cursor.code() === close) return;
    if (cursor.code() !== COMMA) throw BEYOND_FAST_PATH;
    this.#pastFlowMark(indent);
  }

  #pastFlowMark(indent: number): void {
    this.#cursor.at += 1;
    this.#toFlowContent(indent);
  }

  /** Skips white space, line ends and comments inside a flow collection. */
  #toFlowContent(indent: number): void {
    const cursor = this.#cursor;
    const from = cursor.at;
    cursor.pastBlanks();
    const code = cursor.code();
    if (code === HASH && cursor.at > from) cursor.pastComment();
    else if (code !== LINE_FEED && code !== CARRIAGE_RETURN) return;
    cursor.pastBreak();
    cursor.toContent();
    if (cursor.indent <= indent || cursor.isMarker()) throw BEYOND_FAST_PATH;
  }
}
