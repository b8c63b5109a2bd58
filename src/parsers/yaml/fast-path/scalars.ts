import type { SyntaxAlias, SyntaxScalar } from '../syntax.ts';
import {
  APOSTROPHE,
  BACKSLASH,
  BEYOND_FAST_PATH,
  CARRIAGE_RETURN,
  COLON,
  type Cursor,
  DASH,
  HASH,
  isFlowIndicator,
  LINE_FEED,
  PIPE,
  QUOTE,
  SPACE,
  TAB,
} from './cursor.ts';

/*
 * Scalars (YAML 1.2, chapters 7.3 and 8.1), each read from where the cursor stands, which is behind it then. What may
 * be wrong, or goes on in the next line, is given up.
 */

/** With what no plain scalar begins, or where that depends on what follows. */
const NO_PLAIN_START = /[?,[\]{}#&*!|>'"%@`]/;
const NOT_IN_NAME = /[^\w-]/;

/** True where a plain scalar may begin. */
export function isPlainStart(cursor: Cursor): boolean {
  const code = cursor.code();
  if (code === DASH || code === COLON)
    return !cursor.isSpace(cursor.at + 1) && !isFlowIndicator(cursor.code(cursor.at + 1));
  return !cursor.isSpace(cursor.at) && !NO_PLAIN_START.test(cursor.text.charAt(cursor.at));
}

/**
 * A plain scalar up to a colon, a comment or the line's end, in a flow collection also up to what is a part of that.
 */
export function readPlainScalar(cursor: Cursor, isInFlow: boolean, anchor?: string): SyntaxScalar {
  if (!isPlainStart(cursor)) throw BEYOND_FAST_PATH;
  const { text, at: start } = cursor;
  let end = start;
  let at = start;
  for (; at < text.length; at += 1) {
    const code = cursor.code(at);
    if (code === SPACE || code === TAB) continue;
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
    if (code === HASH && end < at) break;
    if (code === COLON && (cursor.isSpace(at + 1) || (isInFlow && isFlowIndicator(cursor.code(at + 1))))) break;
    if (isInFlow && isFlowIndicator(code)) break;
    end = at + 1;
  }
  cursor.at = end;
  return { kind: 'scalar', start, end, anchor, tag: undefined, style: 'plain', string: text.slice(start, end) };
}

/** A scalar in single or double quotes; `undefined` where there is no quote. */
export function readQuoted(cursor: Cursor, anchor?: string): SyntaxScalar | undefined {
  const { text, at: start } = cursor;
  const quote = cursor.code();
  const isDouble = quote === QUOTE;
  if (!isDouble && quote !== APOSTROPHE) return undefined;
  let hasEscapes = false;
  let at = start + 1;
  for (; ; at += 1) {
    const code = cursor.code(at);
    if (code === LINE_FEED || at >= text.length) throw BEYOND_FAST_PATH;
    const isEscape = isDouble ? code === BACKSLASH : code === APOSTROPHE && cursor.code(at + 1) === APOSTROPHE;
    if (isEscape) {
      hasEscapes = true;
      at += 1;
    } else if (code === quote) break;
  }
  cursor.at = at + 1;
  const inner = text.slice(start + 1, at);
  const string = !hasEscapes ? inner : isDouble ? inner.replaceAll(/\\(.)/gs, unescaped) : inner.replaceAll("''", "'");
  return { kind: 'scalar', start, end: at + 1, anchor, tag: undefined, style: isDouble ? 'double' : 'single', string };
}

/** As Go's yaml.v3 has them (`yaml_parser_scan_flow_scalar`): it takes an apostrophe, and no slash. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

function unescaped(_escape: string, code: string): string {
  const character = ESCAPES[code];
  if (character === undefined) throw BEYOND_FAST_PATH;
  return character;
}

export function readAlias(cursor: Cursor): SyntaxAlias {
  const start = cursor.at;
  cursor.at += 1;
  const source = readName(cursor);
  return { kind: 'alias', start, end: cursor.at, anchor: undefined, tag: undefined, source };
}

/** The name of an anchor. */
export function readName(cursor: Cursor): string {
  const start = cursor.at;
  while (!cursor.isSpace(cursor.at) && !isFlowIndicator(cursor.code())) cursor.at += 1;
  const name = cursor.text.slice(start, cursor.at);
  if (name === '' || NOT_IN_NAME.test(name)) throw BEYOND_FAST_PATH;
  return name;
}

/**
 * A block scalar whose lines stand to the right of column `indent`; the cursor is at the beginning of the line behind
 * it then.
 */
export function readBlockScalar(cursor: Cursor, indent: number, anchor: string | undefined): SyntaxScalar {
  const { text, at: start } = cursor;
  const isLiteral = cursor.code() === PIPE;
  cursor.at += 1;
  const isStripped = cursor.code() === DASH;
  if (isStripped) cursor.at += 1;
  cursor.pastSpaces();
  if (!cursor.isLineEnd()) throw BEYOND_FAST_PATH;
  cursor.pastBreak();

  const lines: string[] = [];
  /** Where its lines begin; known from the first one that is not blank. */
  let column: number | undefined;
  let widestBlank = 0;
  let [end, contentLines] = [start, 0];
  while (cursor.at < text.length) {
    const { lineStart } = cursor;
    cursor.pastSpaces();
    const width = cursor.at - lineStart;
    if (cursor.isLineEnd()) {
      widestBlank = Math.max(widestBlank, width);
      lines.push(column === undefined ? '' : text.slice(lineStart + column, cursor.at));
    } else {
      if (width <= indent || (column !== undefined && width < column)) {
        cursor.at = lineStart;
        break;
      }
      // Blank lines before it may not be longer.
      if (column === undefined && widestBlank > width) throw BEYOND_FAST_PATH;
      column ??= width;
      end = lineEnd(cursor);
      lines.push(text.slice(lineStart + column, end));
      contentLines = lines.length;
      cursor.at = end;
    }
    cursor.pastBreak();
  }
  // Spaces behind the last line may be content.
  if (contentLines === 0 || lines.slice(contentLines).some((line) => line !== '')) throw BEYOND_FAST_PATH;
  const content = lines.slice(0, contentLines);
  const string = (isLiteral ? content.join('\n') : folded(content)) + (isStripped ? '' : '\n');
  return { kind: 'scalar', start, end, anchor, tag: undefined, style: isLiteral ? 'literal' : 'folded', string };
}

function lineEnd({ text, at }: Cursor): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
}

/**
 * The lines of a folded scalar as one string: a break between two lines of text is a space, one beside a line that is
 * indented further, or blank, stays.
 */
function folded(lines: readonly string[]): string {
  let string = '';
  let breaks = 0;
  let before: string | undefined;
  for (const line of lines) {
    if (line === '') {
      breaks += 1;
      continue;
    }
    if (before === undefined) string += '\n'.repeat(breaks);
    else if (isIndented(before) || isIndented(line)) string += '\n'.repeat(breaks + 1);
    else string += breaks === 0 ? ' ' : '\n'.repeat(breaks);
    string += line;
    before = line;
    breaks = 0;
  }
  return string;
}

function isIndented(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t');
}
