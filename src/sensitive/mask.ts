import type { Span } from '../text/location.ts';

/** Replaces secrets of any length. */
export const MASK = '***';

/** Replaces hidden characters. A Unicode noncharacter, so no text contains it. */
const MARK = '\uFFFF';

/**
 * Hides a whole text, such as an env file. Keeps the length of lines, so that locations stay valid.
 */
export function hiddenText(text: string): string {
  return text.replace(/[^\r\n]{1,1000}/g, (run) => MARK.repeat(run.length));
}

/** True for a hidden line; reports don't show it. */
export function isHidden(line: string): boolean {
  return line !== '' && line.replaceAll(MARK, '') === '';
}

/** Hides spans, in any order; they may overlap. The indentation of further lines stays. */
export function withHidden(text: string, spans: readonly Span[]): string {
  return withReplaced(text, spans, masked);
}

/**
 * Replaces all characters except line breaks and indentation. Works in pieces, because V8 limits
 * the results of huge repetitions.
 */
function masked(text: string): string {
  return text.replace(
    /([\r\n][ \t]{1,1000})|[^\r\n]{1,1000}/g,
    (run, indentation: string | undefined) => indentation ?? MARK.repeat(run.length),
  );
}

function hiddenIn(line: string): readonly Span[] {
  const spans: Span[] = [];
  let start = line.indexOf(MARK);
  while (start >= 0) {
    let end = start;
    while (line.charAt(end) === MARK) end += 1;
    spans.push({ start, end });
    start = line.indexOf(MARK, end);
  }
  return spans;
}

export interface MarkedLine {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/** Replaces each hidden range of the line with {@link MASK}. */
export function shownLine({ code, from, to }: MarkedLine): MarkedLine {
  const spans = hiddenIn(code);
  if (spans.length === 0) return { code, from, to };
  const moved = (offset: number, isEnd: boolean): number => {
    let shift = 0;
    for (const span of spans) {
      if (offset >= span.end) shift += MASK.length - (span.end - span.start);
      else if (offset > span.start) return span.start + shift + (isEnd ? MASK.length : 0);
    }
    return offset + shift;
  };
  return { code: withMasks(code, spans), from: moved(from, false), to: moved(to, true) };
}

/** Replaces spans with {@link MASK}, in any order; they may overlap. */
export function withMasks(text: string, spans: readonly Span[]): string {
  return withReplaced(text, spans, () => MASK);
}

function withReplaced(text: string, spans: readonly Span[], replace: (part: string) => string): string {
  const parts: string[] = [];
  let end = 0;
  for (const span of apart(spans)) {
    parts.push(text.slice(end, span.start), replace(text.slice(span.start, span.end)));
    end = span.end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(end);
}

/** True for a value that hardly occurs by chance: at least eight letters and digits. */
export function isUnlikely(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** The occurrences of values in a text. Skips values that may occur by chance. */
export function occurrencesOf(values: readonly string[], text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const value of values) {
    if (!isUnlikely(value)) continue;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
      spans.push({ start: at, end: at + value.length });
  }
  return spans;
}

/** Sorts spans, and merges overlapping ones. */
export function apart(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last === undefined || span.start >= last.end) found.push(span);
    else if (span.end > last.end) found[found.length - 1] = { start: last.start, end: span.end };
  }
  return found;
}
