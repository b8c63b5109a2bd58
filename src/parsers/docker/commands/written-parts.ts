import type { Location } from '../../../text/location.ts';
import type { Segment, Text } from '../../../text/text.ts';
import type { DeployedFile, WrittenPart } from '../../contract/relations.ts';

/** Variables that Compose substitutes like a shell. */
const VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?[-?+][^$`]*)?\})$/;

/**
 * The file and the ordered parts of it that a printed text consists of; `undefined` if several
 * files are involved, the parts aren't in order, or lines touch. Shell variables become Compose
 * variables.
 */
export function writtenParts(text: Text): DeployedFile | undefined {
  const parts: WrittenPart[] = [];
  let path: string | undefined;
  let line = '';
  let isLineStart = true;
  /**
   * True for a closing quote whose backslash was removed: a blank after it changes nothing in YAML.
   */
  const closesQuote = (piece: string, from: number): boolean =>
    piece.startsWith('"') && !isLineStart && isInQuotes(line) && parts.at(-1)?.span.end === from - 1;
  const add = ({ path: own, span }: Location, meant: string | undefined, written: string): boolean => {
    path ??= own;
    const end = parts.at(-1)?.span.end ?? 0;
    if (own !== path || span.start < end || (isLineStart && parts.length > 0 && span.start === end)) return false;
    parts.push({ span, ...(meant === undefined ? {} : { text: meant }), ...(isLineStart ? { isLineStart } : {}) });
    line += written;
    isLineStart = false;
    return true;
  };
  const isInOrder = text.segments.every((segment) => {
    const { place } = segment;
    const use = place.hops.at(-1)?.location ?? place.location;
    if (segment.kind === 'unknown' || place.hops.length > 0) return add(use, variableFor(segment, use), '');
    const { start, end } = place.location.span;
    let at = start;
    return segment.text.split(/(\n)/).every((piece) => {
      const from = at;
      if (segment.isVerbatim) at += piece.length;
      if (piece === '\n') {
        [line, isLineStart] = ['', true];
        return true;
      }
      if (piece === '') return true;
      if (segment.isVerbatim && closesQuote(piece, from)) {
        const closed = { ...place.location, span: { start: from - 1, end: from + 1 } };
        const rest = { ...place.location, span: { start: from + 1, end: at } };
        return add(closed, '" ', '"') && (piece.length === 1 || add(rest, undefined, piece.slice(1)));
      }
      const to = segment.isVerbatim ? at : end;
      const meant = segment.isVerbatim ? undefined : aligned(piece, to - from, line);
      return add({ ...place.location, span: { start: from, end: to } }, meant, piece);
    });
  });
  return isInOrder && path !== undefined ? { path, parts } : undefined;
}

/** A variable of the same length that Compose doesn't know either. */
function variableFor(segment: Segment, { span: { start, end } }: Location): string | undefined {
  const { expression = '' } = segment.kind === 'unknown' ? segment : segment.place;
  const length = end - start;
  if (expression.length === length && VARIABLE.test(expression)) return undefined;
  return length < 4 ? `$${'_'.repeat(Math.max(length - 1, 1))}` : `\${${'_'.repeat(length - 3)}}`;
}

/**
 * An unescaped character, padded to the original length with a blank where YAML is least affected.
 */
function aligned(text: string, length: number, line: string): string | undefined {
  if (text.length >= length) return text.length === length ? text : undefined;
  const isQuoted = isInQuotes(line);
  const closes = text === '"' && isQuoted;
  if (!closes && !isQuoted && /\S$/.test(line)) return undefined;
  return closes ? text.padEnd(length) : text.padStart(length);
}

function isInQuotes(line: string): boolean {
  return (line.split('"').length - 1) % 2 === 1;
}
