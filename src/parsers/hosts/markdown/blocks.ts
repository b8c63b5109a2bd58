import { linesOf } from '../../../text/lines.ts';
import type { Span } from '../../../text/location.ts';

export interface CodeBlock {
  /** The first word after the fence, in lower case; empty without one, and for indented blocks. */
  readonly language: string;
  /** Its lines, without ends and the fence's indentation. */
  readonly lines: readonly Span[];
  /** The whole block with its fences. */
  readonly span: Span;
}

/** A comment in HTML or MDX. */
export interface PageComment {
  /** The text between the comment marks. */
  readonly inner: Span;
  readonly span: Span;
}

export interface MarkdownPage {
  readonly blocks: readonly CodeBlock[];
  readonly comments: readonly PageComment[];
}

/** A fence, possibly after the marks of quotes and list items. */
const FENCE = /^((?:[ \t]*>){0,200}[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}|~{3,})/;
const LANGUAGE = /^[ \t]*\{?\.?([\w+-]*)/;
const INDENTED = /^(?: {4}|\t)/;
/** In characters. */
const MAX_COMMENT = 2_000;

/**
 * The code blocks of a Markdown page and the comments outside them, in order (CommonMark, "Fenced
 * code blocks" and "Indented code blocks").
 */
export function readMarkdown(text: string): MarkdownPage {
  const lines = linesOf(text);
  const blocks: CodeBlock[] = [];
  const comments: PageComment[] = [];
  let isAfterBlank = true;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    const written = text.slice(line.start, line.end);
    const fence = fenceOf(written);
    if (fence !== undefined) {
      const block = readFenced(text, lines, at, fence);
      blocks.push(block.block);
      at = block.next;
      isAfterBlank = true;
    } else if (isAfterBlank && INDENTED.test(written) && written.trim() !== '') {
      const block = readIndented(text, lines, at);
      blocks.push(block.block);
      at = block.next;
      isAfterBlank = true;
    } else {
      isAfterBlank = written.trim() === '';
      comments.push(...commentsIn(text, line));
      at += 1;
    }
  }
  return { blocks, comments };
}

interface Fence {
  /** The width of the text before the fence. */
  readonly width: number;
  readonly mark: string;
  readonly language: string;
}

/** The fence that opens a block in a line. With backticks after it, it would be inline code. */
function fenceOf(line: string): Fence | undefined {
  const [whole, before = '', mark = ''] = FENCE.exec(line) ?? [];
  const rest = line.slice(whole?.length ?? 0);
  if (whole === undefined || (mark.startsWith('`') && rest.includes('`'))) return undefined;
  return { width: before.length, mark, language: (LANGUAGE.exec(rest)?.[1] ?? '').toLowerCase() };
}

function readFenced(
  text: string,
  lines: readonly Span[],
  at: number,
  { width, mark, language }: Fence,
): { readonly block: CodeBlock; readonly next: number } {
  const close = new RegExp(`^[ \\t>]*\\${mark.charAt(0)}{${mark.length},}[ \\t]*$`);
  const inside: Span[] = [];
  let next = at + 1;
  for (let line = lines[next]; line !== undefined; line = lines[next]) {
    next += 1;
    if (close.test(text.slice(line.start, line.end))) break;
    inside.push({ start: line.start + indentOf(text.slice(line.start, line.end), width), end: line.end });
  }
  const [first = { start: 0, end: 0 }, last = first] = [lines[at], lines[next - 1]];
  return {
    block: { language, lines: inside, span: { start: first.start, end: last.end } },
    next,
  };
}

/** The length of the blanks and quote marks before a block's text, up to a width. */
function indentOf(line: string, width: number): number {
  let count = 0;
  while (count < width && /[ \t>]/.test(line.charAt(count))) count += 1;
  return count;
}

function readIndented(
  text: string,
  lines: readonly Span[],
  at: number,
): { readonly block: CodeBlock; readonly next: number } {
  const inside: Span[] = [];
  let next = at;
  let end = at;
  for (let line = lines[next]; line !== undefined; line = lines[next]) {
    const written = text.slice(line.start, line.end);
    const indent = INDENTED.exec(written)?.[0].length;
    if (indent === undefined && written.trim() !== '') break;
    inside.push({ start: Math.min(line.start + (indent ?? 0), line.end), end: line.end });
    next += 1;
    if (written.trim() !== '') end = next;
  }
  const kept = inside.slice(0, end - at);
  const start = lines[at]?.start ?? 0;
  return { block: { language: '', lines: kept, span: { start, end: kept.at(-1)?.end ?? start } }, next: end };
}

function commentsIn(text: string, { start, end }: Span): readonly PageComment[] {
  const found: PageComment[] = [];
  const line = text.slice(start, end);
  const marks = /<!--|\{\/\*/g;
  for (let match = marks.exec(line); match !== null; match = marks.exec(line)) {
    const close = match[0] === '<!--' ? '-->' : '*/}';
    const at = start + match.index;
    const from = at + match[0].length;
    const to = text.slice(from, from + MAX_COMMENT).indexOf(close);
    if (to < 0) continue;
    found.push({
      inner: { start: from, end: from + to },
      span: { start: at, end: from + to + close.length },
    });
    marks.lastIndex = from + to + close.length - start;
  }
  return found;
}
