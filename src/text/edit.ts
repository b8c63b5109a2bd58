import type { Span } from './location.ts';

/**
 * A replacement in one text. An insertion has an empty span, a deletion an empty `newText`. Like
 * LSP's `TextEdit`, but with offsets.
 */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export interface FileEdit extends TextEdit {
  readonly path: string;
}

/**
 * Applies all edits at once; spans refer to the original text. Insertions go before a replacement
 * at the same offset, in their order. Throws a RangeError for overlapping edits.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const { span, newText } of edits.toSorted(byPlace)) {
    if (span.start < end || span.end < span.start || span.end > text.length)
      throw new RangeError(`An edit of ${span.start} to ${span.end} overlaps another, or lies outside the text.`);
    result += text.slice(end, span.start) + newText;
    end = span.end;
  }
  return result + text.slice(end);
}

/** True if both edits change the same characters, or one inserts into the other's span. */
export function isOverlapping({ span: a }: TextEdit, { span: b }: TextEdit): boolean {
  return a.start < b.end && b.start < a.end;
}

function byPlace({ span: a }: TextEdit, { span: b }: TextEdit): number {
  return a.start - b.start || a.end - b.end;
}
