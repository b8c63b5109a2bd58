import { type Place, placeAt, type Span } from '../../../../text/location.ts';
import { type Segment, Text } from '../../../../text/text.ts';
import { findOutside, referenceAt } from './references.ts';

/** The index after a logical line: an odd number of backslashes at the end continues a line. */
export function endOfLogicalLine(text: string, lines: readonly Span[], from: number): number {
  let at = from;
  for (let line = lines[at]; line !== undefined && isContinued(text, line) && at < lines.length - 1; line = lines[at])
    at += 1;
  return at + 1;
}

function isContinued(text: string, { start, end }: Span): boolean {
  let backslashes = 0;
  while (end - 1 - backslashes >= start && text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** A part of a file, exactly as written. */
export function verbatim(path: string, text: string, { start, end }: Span): Text {
  return Text.verbatim(text.slice(start, end), placeAt(path, start, end));
}

/**
 * Joins continued lines outside recipes like make: a backslash, the line end and surrounding blanks
 * become one blank.
 */
export function joinedLines(path: string, text: string, lines: readonly Span[]): Text {
  const segments: Segment[] = [];
  const whole = placeOfLines(path, lines);
  let { start } = whole.location.span;
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (next === undefined) {
      segments.push(...verbatim(path, text, { start, end: Math.max(line.end, start) }).segments);
      break;
    }
    let end = line.end - 1;
    while (end > start && /[ \t]/.test(text.charAt(end - 1))) end -= 1;
    if (end > start) segments.push(...verbatim(path, text, { start, end }).segments);
    let from = next.start;
    while (from < next.end && /[ \t]/.test(text.charAt(from))) from += 1;
    segments.push(...Text.derived(' ', placeAt(path, Math.max(end, start), from)).segments);
    start = from;
  }
  return new Text(segments, whole);
}

function placeOfLines(path: string, lines: readonly Span[]): Place {
  return placeAt(path, lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0);
}

/**
 * A recipe command as a shell gets it: with continuations, but without the recipe prefix of each
 * line.
 */
export function recipeLines(path: string, text: string, lines: readonly Span[], prefix: string): Text {
  const segments = lines.flatMap(({ start, end }, index): readonly Segment[] => {
    const from = text.charAt(start) === prefix && start < end ? start + 1 : start;
    const next = lines[index + 1];
    if (next === undefined) return verbatim(path, text, { start: from, end }).segments;
    const newline = { start: next.start - 1, end: next.start };
    if (end === newline.start) return verbatim(path, text, { start: from, end: next.start }).segments;
    return [...verbatim(path, text, { start: from, end }).segments, ...verbatim(path, text, newline).segments];
  });
  const { start, end } = placeOfLines(path, lines).location.span;
  const from = text.charAt(start) === prefix && start < end ? start + 1 : start;
  return new Text(segments, placeAt(path, from, end));
}

/**
 * The start of a comment: a `#` outside references and without a backslash. The end of the text if
 * there is none.
 */
export function startOfComment(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '#') return at;
    else if (character === '$') {
      const reference = referenceAt(text, at);
      if (reference === undefined) return text.length;
      at = reference.end - 1;
    }
  }
  return text.length;
}

/** Removes the backslashes of escaped `#`. */
export function withoutEscapedHashes(text: Text): Text {
  const { skeleton } = text;
  const pieces: Text[] = [];
  let from = 0;
  for (let at = findOutside(skeleton, '\\'); at !== undefined; at = findOutside(skeleton, '\\', at + 2)) {
    if (skeleton.charAt(at + 1) !== '#') continue;
    pieces.push(text.slice(from, at), Text.derived('#', text.slice(at, at + 2).place));
    from = at + 2;
  }
  return from === 0 ? text : Text.concat([...pieces, text.slice(from)], text.whole);
}
