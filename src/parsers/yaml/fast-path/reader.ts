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

/**
 * Characters that aren't text, that end lines only for some YAML parsers, or that mark a text's
 * start.
 */
const UNUSUAL = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x85\u2028\u2029\uFEFF]|\r(?!\n)/;
const MAX_DEPTH = 100;
/** YAML limits keys to 1,024 characters. */
const MAX_KEY_LENGTH = 1000;
/**
 * A value takes up to a thousand bytes. Beyond this many, `yaml` reads the file and reports limits.
 */
const MAX_VALUES = 250_000;

/**
 * Reads a single document in common syntax. Returns `undefined` for anything else, and for possible
 * errors: then, the `yaml` package reads the file. `onStop` gets the place.
 */
export function readFastPath(text: string, onStop?: (at: number) => void): SyntaxNode | undefined {
  const read = tryToRead(text, onStop);
  return read === 'no YAML' ? undefined : read;
}

/** Whether a text is YAML; `undefined` if only the `yaml` package can tell. */
export function isReadableYaml(text: string): boolean | undefined {
  const read = tryToRead(text);
  return read === undefined ? undefined : read !== 'no YAML';
}

function tryToRead(text: string, onStop?: (at: number) => void): SyntaxNode | 'no YAML' | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const reader = new FastPathReader(text);
  try {
    return reader.read();
  } catch (error) {
    if (error === BEYOND_FAST_PATH) {
      onStop?.(reader.at);
      return undefined;
    }
    if (error === NO_YAML) return 'no YAML';
    throw error;
  }
}

class FastPathReader extends Cursor {
  #depth = 0;
  #values = 0;

  read(): SyntaxNode {
    this.toContent();
    if (this.isMarker() && this.code() === DASH) {
      this.at += 3;
      this.toNextLine();
      this.toContent();
    }
    const root = this.#block(-1, undefined);
    if (root.kind === 'scalar' || root.kind === 'alias' || this.indent >= 0) throw BEYOND_FAST_PATH;
    return root;
  }

  /**
   * The value at the start of a line, in a collection at column `outer`, up to the next line with
   * content.
   */
  #block(outer: number, anchor: string | undefined): SyntaxNode {
    this.#enter();
    let node: SyntaxNode;
    if (this.isDash()) node = this.#sequence(this.indent, anchor);
    else if (this.#isKey()) node = this.#mapping(this.indent, anchor);
    else if (anchor === undefined && this.code() === AMPERSAND) node = this.#anchored(outer);
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
    this.at += 1;
    const anchor = readName(this);
    this.toNextLine();
    this.toContent();
    if (this.indent <= outer) throw BEYOND_FAST_PATH;
    return this.#block(outer, anchor);
  }

  #mapping(indent: number, anchor: string | undefined): SyntaxMapping {
    const start = this.at;
    const pairs: SyntaxPair[] = [];
    do {
      if (this.isMarker()) throw BEYOND_FAST_PATH;
      const key = this.#key();
      this.#count();
      pairs.push({ key, value: this.#value(indent, indent) });
    } while (this.indent === indent);
    if (this.indent > indent) throw BEYOND_FAST_PATH;
    return { kind: 'mapping', start, end: this.at, anchor, tag: undefined, isFlow: false, pairs };
  }

  #key(isInFlow = false): SyntaxScalar {
    const key = readQuoted(this) ?? readPlainScalar(this, isInFlow);
    if (key.end - key.start > MAX_KEY_LENGTH) throw BEYOND_FAST_PATH;
    this.pastSpaces();
    if (this.code() !== COLON || !this.isSpace(this.at + 1)) throw BEYOND_FAST_PATH;
    this.at += 1;
    return key;
  }

  /** True at a scalar that is followed by a colon. */
  #isKey(): boolean {
    const { at } = this;
    if (readQuoted(this) === undefined) {
      if (!isPlainStart(this)) return false;
      readPlainScalar(this, false);
    }
    this.pastSpaces();
    const isKey = this.code() === COLON;
    this.at = at;
    return isKey;
  }

  #sequence(indent: number, anchor: string | undefined): SyntaxSequence {
    const start = this.at;
    const items: SyntaxNode[] = [];
    while (this.indent === indent && this.isDash()) {
      this.at += 1;
      this.#count();
      items.push(this.#item(indent));
    }
    if (this.indent > indent) throw BEYOND_FAST_PATH;
    return { kind: 'sequence', start, end: this.at, anchor, tag: undefined, isFlow: false, items };
  }

  /** The content after a dash: a value, or a collection on the same line. */
  #item(indent: number): SyntaxNode {
    const { at } = this;
    this.pastSpaces();
    if (this.isDash() || this.#isKey()) {
      this.indent = this.at - this.lineStart;
      return this.#block(indent, undefined);
    }
    this.at = at;
    return this.#value(indent, indent + 1);
  }

  /**
   * The content after a colon or dash, in a collection at column `indent`. Below it, lists start at
   * `leastDash` or later, other values after `indent`.
   */
  #value(indent: number, leastDash: number): SyntaxNode {
    const from = this.at;
    this.pastSpaces();
    if (this.code() === EXCLAMATION) {
      const tag = readTag(this);
      const node = this.#untagged(indent, leastDash, this.at);
      if (node.kind === 'alias') throw BEYOND_FAST_PATH;
      return { ...node, tag };
    }
    return this.#untagged(indent, leastDash, from);
  }

  #untagged(indent: number, leastDash: number, from: number): SyntaxNode {
    let anchor: string | undefined;
    if (this.code() === AMPERSAND) {
      this.at += 1;
      anchor = readName(this);
      this.pastSpaces();
    }
    if (this.code() !== HASH && !this.isLineEnd()) return this.#inline(indent, anchor);
    this.pastComment();
    this.pastBreak();
    this.toContent();
    if (this.indent > indent || (this.indent >= leastDash && this.isDash())) return this.#block(indent, anchor);
    // An anchor without a node is left to `yaml`.
    if (anchor !== undefined) throw BEYOND_FAST_PATH;
    return unwritten(from);
  }

  /**
   * A value on one line, or on several lines if its end is clear, in a collection at column
   * `indent`.
   */
  #inline(indent: number, anchor: string | undefined): SyntaxNode {
    const code = this.code();
    const isBlock = code === PIPE || code === GREATER_THAN;
    const node = isBlock ? readBlockScalar(this, indent, anchor) : this.#flowNode(false, indent, anchor);
    if (!isBlock) this.toNextLine();
    this.toContent();
    // A scalar that continues, or an error.
    if (this.indent > indent) throw BEYOND_FAST_PATH;
    return node;
  }

  #flowNode(isInFlow: boolean, indent: number, anchor?: string): SyntaxNode {
    const code = this.code();
    if (code === OPEN_BRACKET) return this.#flowSequence(indent, anchor);
    if (code === OPEN_BRACE) return this.#flowMapping(indent, anchor);
    if (code === ASTERISK && anchor === undefined) return readAlias(this);
    return readQuoted(this, anchor) ?? readPlainScalar(this, isInFlow, anchor);
  }

  /** A list in brackets; its lines are right of column `indent`. */
  #flowSequence(indent: number, anchor: string | undefined): SyntaxSequence {
    this.#enter();
    const start = this.at;
    const items: SyntaxNode[] = [];
    this.#pastFlowMark(indent);
    while (this.code() !== CLOSE_BRACKET) {
      this.#count();
      items.push(this.#flowNode(true, indent));
      this.#toNextFlowItem(CLOSE_BRACKET, indent);
    }
    this.at += 1;
    this.#depth -= 1;
    return { kind: 'sequence', start, end: this.at, anchor, tag: undefined, isFlow: true, items };
  }

  /** A mapping in braces; its lines are right of column `indent`. */
  #flowMapping(indent: number, anchor: string | undefined): SyntaxMapping {
    this.#enter();
    const start = this.at;
    const pairs: SyntaxPair[] = [];
    this.#pastFlowMark(indent);
    while (this.code() !== CLOSE_BRACE) {
      const key = this.#key(true);
      this.at -= 1;
      this.#pastFlowMark(indent);
      this.#count();
      pairs.push({ key, value: this.#flowNode(true, indent) });
      this.#toNextFlowItem(CLOSE_BRACE, indent);
    }
    this.at += 1;
    this.#depth -= 1;
    return { kind: 'mapping', start, end: this.at, anchor, tag: undefined, isFlow: true, pairs };
  }

  /**
   * After an item: skips its comma, or stops at the closing bracket. Gives up at anything else,
   * such as a colon.
   */
  #toNextFlowItem(close: number, indent: number): void {
    this.#toFlowContent(indent);
    if (this.code() === close) return;
    if (this.code() !== COMMA) throw BEYOND_FAST_PATH;
    this.#pastFlowMark(indent);
  }

  #pastFlowMark(indent: number): void {
    this.at += 1;
    this.#toFlowContent(indent);
  }

  /** Skips white space, line ends and comments inside a flow collection. */
  #toFlowContent(indent: number): void {
    const from = this.at;
    this.pastBlanks();
    const code = this.code();
    if (code === HASH && this.at > from) this.pastComment();
    else if (code !== LINE_FEED && code !== CARRIAGE_RETURN) return;
    this.pastBreak();
    this.toContent();
    if (this.indent <= indent || this.isMarker()) throw BEYOND_FAST_PATH;
  }
}
