import type { Span } from './location.ts';

/** One character that nobody may see. A noncharacter of Unicode, which no text has. */
const MARK = '\uFFFF';

/** A text of which nobody may see more than its lines and their lengths, so that its places keep their lines and columns: a file of variables. */
export function hiddenText(text: string): string {
  return text.replace(/[^\r\n]+/g, (line) => MARK.repeat(line.length));
}

/** True for a line of such a text, which is not worth showing. */
export function isHidden(line: string): boolean {
  return line !== '' && line.replaceAll(MARK, '') === '';
}

/** The text with what stands in these spans hidden; they may be over one another and in any order. Of their further lines the indentation stays. */
export function withHidden(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, end);
    if (start >= span.end) continue;
    parts.push(text.slice(end, start), masked(text.slice(start, span.end)));
    end = span.end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(end);
}

/** A mark for each character, but for line breaks and the indentation behind them. */
function masked(text: string): string {
  return text.replace(
    /([\r\n][ \t]+)|[^\r\n]+/g,
    (run, indentation: string | undefined) => indentation ?? MARK.repeat(run.length),
  );
}

/** Where a line has hidden characters. */
export function hiddenIn(line: string): readonly Span[] {
  if (!line.includes(MARK)) return [];
  return Array.from(line.matchAll(/\uFFFF+/g), ({ 0: run, index }) => ({ start: index, end: index + run.length }));
}
