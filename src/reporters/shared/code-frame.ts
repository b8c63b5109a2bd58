import { isHidden, type MarkedLine, shownLine } from '../../sensitive/mask.ts';
import { columnsOf, cutEnd, cutStart } from '../../terminal/columns.ts';
import type { Paint, Role } from '../../terminal/style.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { printablePart } from '../../text/printable.ts';

export interface CodeFrameOptions {
  readonly text: string;
  readonly index: LineIndex;
  readonly span: Span;
  readonly width: number;
  readonly style: Paint;
  readonly role: Role;
}

const MAX_LINES = 3;

/** The lines of a span, with the exact text underlined. Long lines are cut around it. */
export function codeFrame({ text, index, span, width, style, role }: CodeFrameOptions): readonly string[] {
  const first = index.positionOf(span.start).line;
  const last = Math.max(first, index.positionOf(Math.max(span.start, span.end - 1)).line);
  const shown = Math.min(last, first + MAX_LINES - 1);
  const gutter = String(shown).length;
  const lines: string[] = [];
  for (let line = first; line <= shown; line += 1) {
    const whole = index.spanOf(line);
    const code = text.slice(whole.start, whole.end);
    if (isHidden(code)) continue;
    // Don't underline the indentation of lines after the first.
    const from = line === first ? span.start - whole.start : code.search(/\S|$/);
    const to = Math.max(from, Math.min(span.end, whole.end) - whole.start);
    const cut = cutAround(code, from, to, Math.max(width - gutter - 3, MIN_CODE_WIDTH));
    lines.push(`${style('faint', `${String(line).padStart(gutter)} |`)} ${cut.code}`.trimEnd());
    if (cut.underline !== '')
      lines.push(`${style('faint', `${' '.repeat(gutter)} |`)} ${' '.repeat(cut.indent)}${style(role, cut.underline)}`);
  }
  if (shown < last) lines.push(style('faint', `${' '.repeat(gutter)} | … to line ${last}`));
  return lines;
}

/** The marked text in a span's first line, cut to a width. Empty if the text is hidden. */
export function excerpt(text: string, index: LineIndex, span: Span, width: number): string {
  const line = index.spanOf(index.positionOf(span.start).line);
  const whole = text.slice(line.start, line.end);
  if (isHidden(whole)) return '';
  const { code, from, to } = shownLine(
    windowOf(whole, span.start - line.start, Math.min(span.end, line.end) - line.start),
  );
  return cutEnd(printablePart(code, from, Math.min(to, from + 2 * width)), width);
}

const MIN_CODE_WIDTH = 20;

/** The maximum length before and after the marked text, because one line may be the whole file. */
const MAX_AROUND = 20_000;

/** The part of a line around the marked text. */
export function windowOf(code: string, from: number, to: number): MarkedLine {
  const start = Math.max(0, from - MAX_AROUND);
  const end = Math.min(to, from + MAX_AROUND);
  return { code: code.slice(start, end + MAX_AROUND), from: from - start, to: end - start };
}

interface Cut {
  readonly code: string;
  readonly indent: number;
  readonly underline: string;
}

/** A line cut to `width` columns around the marked text. */
function cutAround(whole: string, start: number, end: number, width: number): Cut {
  const { code: line, from, to } = shownLine(windowOf(whole, start, end));
  const reach = 2 * width;
  const before = printablePart(line, Math.max(0, from - reach), from);
  const marked = printablePart(line, from, Math.min(to, from + reach));
  const after = printablePart(line, to, to + reach);
  const [left, middle, right] = [columnsOf(before), columnsOf(marked), columnsOf(after)];
  if (left + middle + right <= width)
    return { code: before + marked + after, indent: left, underline: '^'.repeat(middle) };

  const shown = cutEnd(marked, width - 2);
  const room = width - columnsOf(shown);
  const head = cutStart(before, Math.max(Math.floor(room / 2), room - right));
  const tail = shown === marked ? cutEnd(after, room - columnsOf(head)) : '';
  return { code: head + shown + tail, indent: columnsOf(head), underline: '^'.repeat(columnsOf(shown)) };
}
