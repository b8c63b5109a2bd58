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
  GREATER_THAN,
  HASH,
  LINE_FEED,
  OPEN_BRACE,
  OPEN_BRACKET,
  PIPE,
} from './cursor.ts';
import { isPlainStart, readAlias, readBlockScalar, readName, readPlainScalar, readQuoted } from './scalars.ts';

/** Characters that are no text, or end lines in some readers of YAML only, or stand before a text. */
const UNUSUAL = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x85\u2028\u2029\uFEFF]|\r(?!\n)/;
const MAX_DEPTH = 100;
/** A key that is somewhat longer is an error in YAML. */
const MAX_KEY_LENGTH = 1000;
/**
 * What is made of a value takes up to a thousand bytes, so that of more than this nothing is made: the other reader has
 * limits that are reported.
 */
const MAX_VALUES = 250_000;

/**
 * What the text holds where it is one document in the plain form that nearly all Compose files have: block collections,
 * flow collections and block scalars, other scalars in one line, anchors, aliases and comments. `undefined` where it
 * has anything else, or might be wrong: then the `yaml` package reads it. On what is read here the two agree; this
 * takes a fraction of the time, and no parser of all YAML has to be loaded.
 */
export function readFastPath(text: string): SyntaxNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new FastPathReader(text).read();
  } catch (error) {
    if (error === BEYOND_FAST_PATH) return undefined;
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

  /**
   * The value with which a line begins, in a collection at column `outer`, up to the next line that holds something.
   */
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

  /** A key with its colon. */
  #key(isInFlow = false): SyntaxScalar {
    const cursor = this.#cursor;
    const key = readQuoted(cursor) ?? readPlainScalar(cursor, isInFlow);
    if (key.end - key.start > MAX_KEY_LENGTH) throw BEYOND_FAST_PATH;
    cursor.pastSpaces();
    if (cursor.code() !== COLON || !cursor.isSpace(cursor.at + 1)) throw BEYOND_FAST_PATH;
    cursor.at += 1;
    return key;
  }

  /** True where a scalar with a colon behind it begins. */
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

  /** What stands behind a dash: a value, or a collection whose first line this is. */
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

  /**
   * What stands behind a colon or a dash in a collection at column `indent`, up to the next line that holds something.
   * In the lines below it a list may stand as far left as at column `leastDash`; all else stands to the right of
   * `indent`.
   */
  #value(indent: number, leastDash: number): SyntaxNode {
    const cursor = this.#cursor;
    const from = cursor.at;
    cursor.pastSpaces();
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
    // What an anchor of nothing marks takes a second look.
    if (anchor !== undefined) throw BEYOND_FAST_PATH;
    return unwritten(from);
  }

  /** A value in one line, or in several that make plain where it ends, in a collection at column `indent`. */
  #inline(indent: number, anchor: string | undefined): SyntaxNode {
    const cursor = this.#cursor;
    const code = cursor.code();
    const isBlock = code === PIPE || code === GREATER_THAN;
    const node = isBlock ? readBlockScalar(cursor, indent, anchor) : this.#flowNode(false, indent, anchor);
    if (!isBlock) cursor.toNextLine();
    cursor.toContent();
    // A scalar goes on there, or it is wrong.
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

  /** A list in brackets, of which each line stands to the right of column `indent`. */
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

  /** A mapping in braces, of which each line stands to the right of column `indent`. */
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

  /**
   * Behind an item: past its comma, or to the end of the collection. Anything else, such as a colon, takes a second
   * look.
   */
  #toNextFlowItem(close: number, indent: number): void {
    const cursor = this.#cursor;
    this.#toFlowContent(indent);
    if (cursor.code() === close) return;
    if (cursor.code() !== COMMA) throw BEYOND_FAST_PATH;
    this.#pastFlowMark(indent);
  }

  /** Past a bracket, a comma or a colon to what follows. */
  #pastFlowMark(indent: number): void {
    this.#cursor.at += 1;
    this.#toFlowContent(indent);
  }

  /** Over white space, line ends and comments between the parts of a flow collection. */
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
