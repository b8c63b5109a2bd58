import { indentOf } from '../../../text/lines.ts';
import type { Span } from '../../../text/location.ts';
import { isKnownKey } from '../schema/known-keys.ts';
import { isVariablesKey } from './variables-key.ts';

const FIRST_WORD = /^([ \t]*(?:[-?][ \t]+){0,200})["']?([A-Za-z][\w-]*)["']?(?![\w./-])/;
/** A word before a colon, anywhere in broken text. */
const KEY = /(?<![\w./-])([A-Za-z][\w-]{0,99})["']?[ \t]*[:=]/g;
const KEY_LINE = /^[ \t]*(?:[-?][ \t]+){0,200}["']?([^\s:"'{}[\],#]+)["']?[ \t]*:(?=\s|$)/;
const CAPITALS = /^[A-Z_][A-Z0-9_]*$/;

interface Line extends Span {
  readonly text: string;
  readonly indent: number;
  readonly depth: number;
}

/**
 * Possible variable values in unparsable YAML, by lines: below a key such as `environment`, and in
 * anchors named there. Includes doubtful lines.
 */
export function environmentLines(text: string): readonly Span[] {
  const lines = linesOf(text);
  const anchors = new Set<string>();
  let spans = spansOf(lines, anchors);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const known = anchors.size;
    for (const { start, end } of spans)
      for (const [, name = ''] of text.slice(start, end).matchAll(/\*([\w-]+)/g)) anchors.add(name);
    if (anchors.size === known) break;
    spans = spansOf(lines, anchors);
  }
  return spans;
}

/** Anchored values may contain aliases. */
const MAX_ROUNDS = 4;

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split(/[\r\n\u0085\u2028\u2029]/).map((line) => {
    const from = start;
    start += line.length + 1;
    const indent = indentOf(line);
    // A tab, which YAML forbids here, counts as eight blanks.
    const depth = indent + 7 * (line.slice(0, indent).split('\t').length - 1);
    return { text: line, start: from, end: from + line.trimEnd().length, indent, depth };
  });
}

function spansOf(lines: readonly Line[], anchors: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  /** The depth of the key above a block of variables, if inside one. */
  let block: number | undefined;
  for (const line of lines) {
    if (line.start + line.indent >= line.end) continue;
    if (block !== undefined && !endsBlock(line, block)) {
      spans.push({ start: line.start + line.indent, end: line.end });
      continue;
    }
    block = readLine(line, anchors, spans);
  }
  return spans;
}

/** Adds the values in a line. Returns the key's depth if the line begins a block. */
function readLine(line: Line, anchors: ReadonlySet<string>, spans: Span[]): number | undefined {
  const { text, start, end, indent, depth } = line;
  const length = end - start;
  const hideFrom = (at: number): void => {
    const from = at + indentOf(text.slice(at, length));
    if (from < length) spans.push({ start: start + from, end });
  };
  const [head, before = '', word = ''] = FIRST_WORD.exec(text) ?? [''];
  if (isVariablesKey(word) || isVariablesExtension(word)) {
    hideFrom(head.length + (/^[ \t]*[:=]/.exec(text.slice(head.length))?.[0].length ?? 0));
    return depth - indent + before.length;
  }
  for (const { 0: anchor, 1: name = '', index } of text.matchAll(/&([\w-]+)/g)) {
    if (!anchors.has(name)) continue;
    hideFrom(index + anchor.length);
    return depth;
  }
  let read = 0;
  for (const { 0: key, 1: name = '', index } of text.matchAll(KEY)) {
    if (index < read || !isVariablesKey(name)) continue;
    const from = index + key.length + indentOf(text.slice(index + key.length));
    const close = endOfFlow(text, from);
    if (close === undefined) {
      hideFrom(from);
      return depth;
    }
    spans.push({ start: start + from, end: start + close });
    read = close;
  }
  return undefined;
}

/** `x-environment`, `x-common-env`: an extension key for variables. */
function isVariablesExtension(key: string): boolean {
  return key.startsWith('x-') && key.includes('env');
}

/** The end of a flow collection at an offset; `undefined` if none or doubtful. */
function endOfFlow(text: string, from: number): number | undefined {
  if (!'{['.includes(text.charAt(from)) || from >= text.length) return undefined;
  const close = closingBracket(text, from, true);
  return close !== undefined &&
    close === closingBracket(text, from, false) &&
    /^[ \t]*(?:[,}\]]|#|$)/.test(text.slice(close))
    ? close
    : undefined;
}

function closingBracket(text: string, from: number, knowsQuotes: boolean): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at += 1;
      else if (char === quote) quote = '';
    } else if (knowsQuotes && (char === '"' || char === "'")) quote = char;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** True unless the line is deeper than the block's key, or may be a variable. */
function endsBlock({ text, indent, depth }: Line, block: number): boolean {
  if (depth > block || (depth === block && text.charAt(indent) === '-' && !text.startsWith('---'))) return false;
  const [head, key] = KEY_LINE.exec(text) ?? [];
  if (head === undefined || key === undefined) return false;
  const value = text.slice(head.length).trim();
  if (isKnownKey(key) || isVariablesKey(key)) return true;
  return (
    !CAPITALS.test(key) &&
    (/^(?:$|[&#])/.test(value) || isKnownKey(/^\{[ \t]*["']?(\w+)["']?[ \t]*:/.exec(value)?.[1] ?? ''))
  );
}
