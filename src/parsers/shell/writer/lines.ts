import type { TextEdit } from '../../../text/edit.ts';
import type { Span } from '../../../text/location.ts';

function skipBlanksBack(text: string, at: number): number {
  let start = at;
  for (;;) {
    const previous = text.charAt(start - 1);
    if (previous === ' ' || previous === '\t') start -= 1;
    else if (previous === '\n' && isContinued(text, start)) start = lineEndBefore(text, start) - 1;
    else return start;
  }
}

function isContinued(text: string, lineStart: number): boolean {
  const end = lineEndBefore(text, lineStart);
  let backslashes = 0;
  while (text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function lineEndBefore(text: string, lineStart: number): number {
  return text.charAt(lineStart - 2) === '\r' ? lineStart - 2 : lineStart - 1;
}

function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function isFirstInLine(text: string, at: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStartOf(text, at), at));
}

/** Removes words with the blanks before them, or their line if it becomes empty. */
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
  // After a command's last words, the line before must not continue.
  const isLast = next > behind || behind === text.length || (behind === end && /["'`)]/.test(text.charAt(end)));
  return isContinuation && isLast ? remove(skipBlanksBack(text, start), end) : remove(start, behind);
}

function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return at + (expression.exec(text)?.[0].length ?? 0);
}

/** What separates the first word in a line from the end of the previous line. */
export interface Separator {
  readonly text: string;
  readonly start: number;
}

/** A word's separator from the previous line; `undefined` if it isn't first in its line. */
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
