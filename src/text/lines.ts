import type { Span } from './location.ts';

/** Where the line of an offset begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The offset of the line end behind `at`, which stays outside: that of `\r` where there is one. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text.charAt(end - 1) === '\r' && end > at ? end - 1 : end;
}

/** Where the next line begins; the end of the text where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** True where only blanks stand before an offset in its line. */
export function isFirstInLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** The lines that a span is in, without the last line feed. */
export function linesAround(text: string, { start, end }: Span): Span {
  const newline = text.indexOf('\n', end);
  return { start: lineStart(text, start), end: newline < 0 ? text.length : newline };
}

/** The indentation of a line: how many blanks begin it. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/**
 * Where a text of more characters than `most` is cut: behind the last line that ends within them, or within a line that
 * is longer. `undefined` where it has no more.
 */
export function cutOf(text: string, most: number): number | undefined {
  return text.length <= most ? undefined : text.lastIndexOf('\n', most - 1) + 1 || most;
}
