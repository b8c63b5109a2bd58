import type { TextEdit } from '../../../text/edit.ts';
import type { Span } from '../../../text/location.ts';

/** Where the blanks and continued line ends before an offset begin. */
function skipBlanksBack(text: string, at: number): number {
  let start = at;
  for (;;) {
    const previous = text.charAt(start - 1);
    if (previous === ' ' || previous === '\t') start -= 1;
    else if (previous === '\n' && isContinued(text, start)) start = lineEndBefore(text, start) - 1;
    else return start;
  }
}

/** True where the line that ends before an offset goes on behind it. */
function isContinued(text: string, lineStart: number): boolean {
  const end = lineEndBefore(text, lineStart);
  let backslashes = 0;
  while (text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** The end of the text of the line before an offset at which one begins. */
function lineEndBefore(text: string, lineStart: number): number {
  return text.charAt(lineStart - 2) === '\r' ? lineStart - 2 : lineStart - 1;
}

function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** True where nothing but blanks stands before an offset in its line. */
function isFirstInLine(text: string, at: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStartOf(text, at), at));
}

/** Takes words out, with the line that holds nothing else and the blanks before them. */
export function removal(text: string, { start, end }: Span): TextEdit {
  const remove = (from: number, to: number): TextEdit => ({ span: { start: from, end: to }, newText: '' });
  const behind = endOf(/[ \t]*/y, text, end);
  const next = endOf(/\\?\r?\n/y, text, behind);
  if (!isFirstInLine(text, start)) {
    const before = skipBlanksBack(text, start);
    return before < start ? remove(before, end) : remove(start, behind);
  }
  const lineStart = lineStartOf(text, start);
  const isContinuation = lineStart > 0 && isContinued(text, lineStart);
  if (next > behind && (!isContinuation || text.charAt(behind) === '\\')) return remove(lineStart, next);
  // The line before it goes on no more, unless something else stands in this one.
  const isLast = next > behind || behind === text.length || (behind === end && /["'`)]/.test(text.charAt(end)));
  return isContinuation && isLast ? remove(skipBlanksBack(text, start), end) : remove(start, behind);
}

/** Where a match of a sticky expression at an offset ends: there, where there is none. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return at + (expression.exec(text)?.[0].length ?? 0);
}

/**
 * How a word stands in its line where it is the first in it: what comes before it, from the end of the line before on.
 */
export interface Separator {
  /** ` \`, a line end and the indentation. */
  readonly text: string;
  readonly start: number;
}

/** What separates a word from the line before it; `undefined` where it is not the first in its line. */
export function separatorBefore(text: string, at: number): Separator | undefined {
  const lineStart = lineStartOf(text, at);
  if (lineStart === 0 || !isFirstInLine(text, at)) return undefined;
  let start = lineEndBefore(text, lineStart);
  if (isContinued(text, lineStart)) {
    start -= 1;
    while (/[ \t]/.test(text.charAt(start - 1))) start -= 1;
  }
  return { text: text.slice(start, at), start };
}
