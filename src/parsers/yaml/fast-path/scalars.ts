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
  NO_YAML,
  PIPE,
  QUOTE,
  SPACE,
  TAB,
} from './cursor.ts';

/**
 * Scalars (YAML 1.2, 7.3 and 8.1), each from the cursor to its end. Gives up at errors and
 * continued lines.
 */

/** Characters with which a plain scalar can't start, or only before certain others. */
const NO_PLAIN_START = /[?,[\]{}#&*!|>'"%@`]/;
const NOT_IN_NAME = /[^\w-]/;

export function isPlainStart(cursor: Cursor): boolean {
  const code = cursor.code();
  if (code === DASH || code === COLON)
    return !cursor.isSpace(cursor.at + 1) && !isFlowIndicator(cursor.code(cursor.at + 1));
  return !cursor.isSpace(cursor.at) && !NO_PLAIN_START.test(cursor.text.charAt(cursor.at));
}

/**
 * A plain scalar up to a colon, a comment or the end of the line; in a flow collection, also up to
 * its punctuation.
 */
export function readPlainScalar(cursor: Cursor, isInFlow: boolean, anchor?: string): SyntaxScalar {
  const { text, at: start } = cursor;
  if (!isPlainStart(cursor)) throw isTemplateTag(text, start) ? NO_YAML : BEYOND_FAST_PATH;
  let end = start;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
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

/** True for `{%`. Its brace may have been read before. */
function isTemplateTag(text: string, at: number): boolean {
  return text.startsWith('{%', at) || (at > 0 && text.startsWith('{%', at - 1));
}

/** `undefined` if there is no quote. */
export function readQuoted(cursor: Cursor, anchor?: string): SyntaxScalar | undefined {
  const { text, at: start } = cursor;
  const quote = cursor.code();
  const isDouble = quote === QUOTE;
  if (!isDouble && quote !== APOSTROPHE) return undefined;
  let hasEscapes = false;
  let at = start + 1;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || at >= text.length) throw BEYOND_FAST_PATH;
    const isEscape = isDouble ? code === BACKSLASH : code === APOSTROPHE && text.charCodeAt(at + 1) === APOSTROPHE;
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

/**
 * As in Go's yaml.v3 (`yaml_parser_scan_flow_scalar`): includes an apostrophe, excludes the slash.
 */
export const GO_ESCAPES: Readonly<Record<string, string>> = {
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
  const character = GO_ESCAPES[code];
  if (character === undefined) throw BEYOND_FAST_PATH;
  return character;
}

export function readAlias(cursor: Cursor): SyntaxAlias {
  const start = cursor.at;
  cursor.at += 1;
  const source = readName(cursor);
  return { kind: 'alias', start, end: cursor.at, anchor: undefined, tag: undefined, source };
}

/** The tags of Compose; `yaml` reads others. */
export function readTag(cursor: Cursor): string {
  cursor.at += 1;
  const name = readName(cursor);
  if (name !== 'reset' && name !== 'override') throw BEYOND_FAST_PATH;
  cursor.pastSpaces();
  return `!${name}`;
}

export function readName(cursor: Cursor): string {
  const start = cursor.at;
  while (!cursor.isSpace(cursor.at) && !isFlowIndicator(cursor.code())) cursor.at += 1;
  const name = cursor.text.slice(start, cursor.at);
  if (name === '' || NOT_IN_NAME.test(name)) throw BEYOND_FAST_PATH;
  return name;
}

/**
 * A block scalar whose lines are right of column `indent`. Leaves the cursor at the start of the
 * next line.
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
  /** The column where its lines start: that of the first nonblank one. */
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
      // Blank lines before it must not be longer.
      if (column === undefined && widestBlank > width) throw BEYOND_FAST_PATH;
      column ??= width;
      end = lineEnd(cursor);
      lines.push(text.slice(lineStart + column, end));
      contentLines = lines.length;
      cursor.at = end;
    }
    cursor.pastBreak();
  }
  // Spaces after the last line may be content.
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
 * Folds lines: a break between two lines of text becomes a space; one next to a blank line or a
 * more indented line stays.
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
