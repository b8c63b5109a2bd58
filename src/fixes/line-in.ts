import { LineIndex } from '../text/line-index.ts';
import { lineEdits } from './line-edits.ts';

/** The 1-based line of a text that corresponds to an offset in another version of it. */
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
