import type { Span } from '../model/source.ts';
import type { LineIndex } from './positions.ts';
import { printable } from './printable.ts';
import type { Role, Style } from './style.ts';

export interface CodeFrameOptions {
  readonly text: string;
  readonly index: LineIndex;
  readonly span: Span;
  /** Columns of the terminal that the frame may take. */
  readonly width: number;
  readonly style: Style;
  readonly role: Role;
}

/** A span of several lines shows this many of them. */
const MAX_LINES = 3;

/** The lines of a span with its exact text underlined, a long line cut to the part around it. */
export function codeFrame({ text, index, span, width, style, role }: CodeFrameOptions): readonly string[] {
  const first = index.positionOf(span.start).line;
  const last = Math.max(first, index.positionOf(Math.max(span.start, span.end - 1)).line);
  const shown = Math.min(last, first + MAX_LINES - 1);
  const gutter = String(shown).length;
  const lines: string[] = [];
  for (let line = first; line <= shown; line += 1) {
    const whole = index.spanOf(line);
    const from = Math.max(span.start, whole.start) - whole.start;
    const to = Math.min(span.end, whole.end) - whole.start;
    const cut = cutAround(text.slice(whole.start, whole.end), from, to, Math.max(width - gutter - 3, MIN_CODE_WIDTH));
    lines.push(`${style('faint', `${String(line).padStart(gutter)} |`)} ${cut.code}`.trimEnd());
    if (cut.underline !== '') lines.push(`${style('faint', `${' '.repeat(gutter)} |`)} ${' '.repeat(cut.indent)}${style(role, cut.underline)}`);
  }
  if (shown < last) lines.push(style('faint', `${' '.repeat(gutter)} | … to line ${last}`));
  return lines;
}

const MIN_CODE_WIDTH = 20;

interface Cut {
  readonly code: string;
  readonly indent: number;
  readonly underline: string;
}

function cutAround(line: string, from: number, to: number, width: number): Cut {
  const room = Math.max(0, width - (to - from));
  const start = line.length <= width ? 0 : Math.max(0, Math.min(from - Math.floor(room / 2), line.length - width));
  const end = Math.min(line.length, start + width);
  const before = (start > 0 ? '…' : '') + printable(line.slice(start, from));
  const marked = printable(line.slice(from, Math.min(to, end)));
  const after = printable(line.slice(Math.min(to, end), end)) + (end < line.length ? '…' : '');
  return { code: before + marked + after, indent: before.length, underline: '^'.repeat(marked.length) };
}
