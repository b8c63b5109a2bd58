import type { Span } from './location.ts';

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The next line end from `at`: before `\r`, if there is one. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text.charAt(end - 1) === '\r' && end > at ? end - 1 : end;
}

/** The start of the next line, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The lines of a text, without line ends and byte order mark. */
export function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length; start = nextLine(text, start))
    lines.push({ start, end: lineEnd(text, start) });
  return lines;
}

/** True if only blanks precede the offset in its line. */
export function isFirstInLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** Extends a span to whole lines, without the last line feed. */
export function linesAround(text: string, { start, end }: Span): Span {
  const newline = text.indexOf('\n', end);
  return { start: lineStart(text, start), end: newline < 0 ? text.length : newline };
}

/** The number of blanks at the start of a line. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/**
 * Where to cut a text to at most `most` characters: after the last complete line, or within a line
 * that is too long. `undefined` if the text is short enough.
 */
export function cutOf(text: string, most: number): number | undefined {
  return text.length <= most ? undefined : text.lastIndexOf('\n', most - 1) + 1 || most;
}
