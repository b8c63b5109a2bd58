import type { Position, Range } from 'vscode-languageserver';
import type { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import type { TextDocument } from './documents.ts';

/** Converts a span to the protocol's 0-based lines and columns. */
export function toRange(span: Span, index: LineIndex): Range {
  return { start: toPosition(span.start, index), end: toPosition(span.end, index) };
}

function toPosition(offset: number, index: LineIndex): Position {
  const { line, column } = index.positionOf(offset);
  return { line: line - 1, character: column - 1 };
}

export function toSpan({ start, end }: Range, document: TextDocument): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** True if two spans overlap or touch, as with a cursor at the end of a word. */
export function isTouching(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
