import type { TextEdit } from '../text/edit.ts';
import { LineIndex } from '../text/line-index.ts';
import { lineOperations } from './line-operations.ts';

/** The edits that turn one text into another; each replaces whole lines. In order. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let offset = 0;
  let open: { start: number; newText: string } | undefined;
  const close = (): void => {
    if (open !== undefined) edits.push({ span: { start: open.start, end: offset }, newText: open.newText });
    open = undefined;
  };
  for (const { kind, line } of lineOperations(before, after)) {
    if (kind === ' ') close();
    else open ??= { start: offset, newText: '' };
    if (kind === '+' && open !== undefined) open.newText += line;
    if (kind !== '+') offset += line.length;
  }
  close();
  return edits;
}

/** The line, from 1, that corresponds to an offset in another version of the text. */
export function lineIn(text: string, other: string, offset: number): number {
  let shift = 0;
  for (const { span, newText } of text === other ? [] : lineEdits(text, other)) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + newText.length) return lineOf(text, span.start);
    shift += newText.length - (span.end - span.start);
  }
  return lineOf(text, offset - shift);
}

function lineOf(text: string, offset: number): number {
  return new LineIndex(text).positionOf(Math.min(Math.max(offset, 0), text.length)).line;
}
