import { type Place, placeAt } from '../../text/location.ts';
import type { LiteralSegment } from '../../text/segments.ts';
import { GO_ESCAPES } from './fast-path/scalars.ts';
import type { Scalar } from './nodes.ts';

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Line ends in libyaml (YAML 1.1). */
const BREAKS = '\n\r\u0085\u2028\u2029';

export interface WrittenScalar extends Pick<Scalar, 'start' | 'end' | 'style'> {
  readonly text: string;
}

export function toSegment({ origin }: Scalar, { text, start, end }: Piece): LiteralSegment {
  const place: Place = placeAt(origin.path, start, end);
  return {
    kind: 'literal',
    text,
    place,
    isVerbatim: end - start === text.length && origin.text.startsWith(text, start),
  };
}

export function readPieces(scalar: Scalar, from: number, to: number): readonly Piece[] {
  switch (scalar.style) {
    case 'plain':
    case 'single':
    case 'double':
      return readFlowPieces({ text: scalar.origin.text, style: scalar.style }, from, to);
    case 'literal':
    case 'folded':
      return readBlockPieces(scalar);
  }
}

/**
 * Plain and quoted scalars (YAML 1.2, 7.3): escapes, and folded line breaks with the white space
 * around them.
 */
export function readFlowPieces(
  { text, style }: Pick<WrittenScalar, 'text' | 'style'>,
  from: number,
  to: number,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  while (at < to) {
    const char = text.charAt(at);
    if (style === 'double' && char === '\\') {
      const escape = readEscape(text, at, to);
      pieces.push(escape);
      at = escape.end;
    } else if (style === 'single' && char === "'" && text.charAt(at + 1) === "'") {
      pieces.push({ text: "'", start: at, end: at + 2 });
      at += 2;
    } else if (BREAKS.includes(char) || ((char === ' ' || char === '\t') && startsFold(text, at, to))) {
      const fold = readFold(text, at, to);
      pieces.push(fold);
      at = fold.end;
    } else {
      const end = plainRunEnd(text, at + 1, to);
      pieces.push({ text: text.slice(at, end), start: at, end });
      at = end;
    }
  }
  return pieces;
}

function plainRunEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !`\\' \t${BREAKS}`.includes(text.charAt(at))) at += 1;
  return at;
}

function startsFold(text: string, from: number, to: number): boolean {
  let at = from;
  while (at < to && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at += 1;
  return at < to && BREAKS.includes(text.charAt(at));
}

function readFold(text: string, from: number, to: number): Piece {
  const { breaks, end } = readBreaks(text, from, to);
  const [first = '', ...rest] = breaks;
  return { text: first !== '\n' ? breaks.join('') : rest.length === 0 ? ' ' : rest.join(''), start: from, end };
}

/**
 * The line breaks in white space that libyaml keeps: Unicode breaks stay, others become line feeds.
 */
function readBreaks(
  text: string,
  from: number,
  to: number,
): { readonly breaks: readonly string[]; readonly end: number } {
  const breaks: string[] = [];
  let at = from;
  while (at < to && ` \t${BREAKS}`.includes(text.charAt(at))) {
    const char = text.charAt(at);
    if (char === '\u2028' || char === '\u2029') breaks.push(char);
    else if (char !== ' ' && char !== '\t' && !(char === '\r' && text.charAt(at + 1) === '\n')) breaks.push('\n');
    at += 1;
  }
  return { breaks, end: at };
}

/** YAML's escapes, in addition to `GO_ESCAPES`. */
const ESCAPES: Readonly<Record<string, string>> = {
  ...GO_ESCAPES,
  '\t': '\t',
  ' ': ' ',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(text: string, at: number, to: number): Piece {
  const code = text.charAt(at + 1);
  const length = CODE_LENGTHS[code];
  if (length !== undefined) {
    const end = Math.min(at + 2 + length, to);
    const point = Number.parseInt(text.slice(at + 2, end), 16);
    return { text: point <= 0x10ffff ? String.fromCodePoint(point) : '', start: at, end };
  }
  if (code !== '' && BREAKS.includes(code)) {
    const { breaks, end } = readBreaks(text, at + 1, to);
    return { text: breaks.slice(1).join(''), start: at, end };
  }
  return { text: ESCAPES[code] ?? '', start: at, end: Math.min(at + 2, to) };
}

/**
 * Aligns the lines of the file with the value: a line break may be kept, become a space (folding)
 * or vanish (folding, chomping).
 */
function readBlockPieces({ origin: { text }, start, end, string }: Scalar): readonly Piece[] {
  const pieces: Piece[] = [];
  let lineStart = text.indexOf('\n', start) + 1;
  let at = 0;
  let valueEnd = -1;
  while (at < string.length && lineStart > 0 && lineStart < text.length) {
    const newline = text.indexOf('\n', lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const contentEnd = text.charAt(lineEnd - 1) === '\r' && lineEnd > lineStart ? lineEnd - 1 : lineEnd;
    // Searched once: a folded value may be one line for many lines of the file.
    if (valueEnd < at) valueEnd = string.indexOf('\n', at);
    if (valueEnd < 0) valueEnd = string.length;
    const content = string.slice(at, valueEnd);
    const contentStart = startOfContent(text, lineStart, contentEnd, content);
    if (contentStart === undefined) return [];
    const shown = text.slice(contentStart, contentEnd);
    if (shown !== '') pieces.push({ text: shown, start: contentStart, end: contentEnd });
    at += shown.length;
    const separator = string.charAt(at);
    if (separator === '\n' || separator === ' ') {
      // The file may end with the last line.
      const breakStart = newline < 0 ? Math.max(start, end - 1) : contentEnd;
      pieces.push({ text: separator, start: breakStart, end: newline < 0 ? end : lineEnd + 1 });
      at += 1;
    }
    lineStart = newline < 0 ? 0 : lineEnd + 1;
  }
  return pieces;
}

/**
 * The offset in the file's line where the value's line begins: after it, the value continues with
 * the rest of the line.
 */
function startOfContent(text: string, lineStart: number, lineEnd: number, content: string): number | undefined {
  let indent = lineStart;
  while (indent < lineEnd && text.charAt(indent) === ' ') indent += 1;
  if (indent === lineEnd) return content === '' ? lineEnd : blankStart(lineStart, lineEnd, content);
  // Only spaces are indentation: a tab or other blank is content.
  const spaces = content.search(/[^ ]|$/);
  const from = Math.max(lineStart, indent - spaces);
  return content.startsWith(text.slice(from, lineEnd)) ? from : undefined;
}

/** In a line of spaces, those after the indentation are content. */
function blankStart(lineStart: number, lineEnd: number, content: string): number {
  const spaces = content.trim() === '' ? content.length : 0;
  return Math.max(lineStart, lineEnd - spaces);
}

export function mergePieces({ origin: { text } }: Scalar, pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  let texts: string[] = [];
  let start = 0;
  let end = 0;
  const flush = (): void => {
    if (texts.length > 0) merged.push({ text: texts.join(''), start, end });
    texts = [];
  };
  for (const piece of pieces) {
    const isVerbatim = piece.end - piece.start === piece.text.length && text.startsWith(piece.text, piece.start);
    if (!isVerbatim || piece.start !== end) flush();
    if (!isVerbatim) {
      merged.push(piece);
      continue;
    }
    if (texts.length === 0) start = piece.start;
    texts.push(piece.text);
    end = piece.end;
  }
  flush();
  return merged;
}
