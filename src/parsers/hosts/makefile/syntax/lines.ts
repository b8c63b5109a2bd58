import { placeAt, type Span } from '../../../../text/location.ts';
import { type Segment, Text } from '../../../../text/text.ts';
import { findOutside, referenceAt } from './references.ts';

/** The lines of a Makefile without their ends, LF or CRLF. */
export function physicalLines(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const end = newline < 0 ? text.length : newline;
    lines.push({ start, end: end > start && newline >= 0 && text.charAt(end - 1) === '\r' ? end - 1 : end });
    start = next;
  }
  return lines;
}

/** The index after a logical line: a line that ends with an odd number of backslashes continues. */
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

/** Joins continued lines outside recipes like make: a backslash, the line end and blanks around them become one blank. */
export function joinedLines(path: string, text: string, lines: readonly Span[]): Text {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return new Text([], placeAt(path, 0, 0));
  const segments: Segment[] = [];
  let { start } = first;
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
  return new Text(segments, placeAt(path, first.start, last.end));
}

/** The lines of a recipe command as a shell gets them: continuations stay, and the recipe prefix of each line is removed. */
export function recipeLines(path: string, text: string, lines: readonly Span[], prefix: string): Text {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return new Text([], placeAt(path, 0, 0));
  const segments = lines.flatMap(({ start, end }, index): readonly Segment[] => {
    const from = text.charAt(start) === prefix && start < end ? start + 1 : start;
    const next = lines[index + 1];
    if (next === undefined) return verbatim(path, text, { start: from, end }).segments;
    const newline = { start: next.start - 1, end: next.start };
    if (end === newline.start) return verbatim(path, text, { start: from, end: next.start }).segments;
    return [...verbatim(path, text, { start: from, end }).segments, ...verbatim(path, text, newline).segments];
  });
  const from = text.charAt(first.start) === prefix && first.start < first.end ? first.start + 1 : first.start;
  return new Text(segments, placeAt(path, from, last.end));
}

/** The start of a comment: a `#` outside references and without backslash; else the end of the text. */
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
