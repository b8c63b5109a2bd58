import type { Span } from '../../../text/location.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import type { UnitFile } from './unit-file.ts';

/**
 * The comments of a unit file for which `isWanted` holds. Each stands alone on its line, and speaks of the entry or the section's header below it, or of the
 * entry that goes on behind it.
 */
export function findUnitComments(
  { path, text, comments, entries, sections }: UnitFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const wanted = comments.filter(({ start, end }) => isWanted(text.slice(start, end)));
  if (wanted.length === 0) return [];
  const things = [...entries.map(({ lines }) => lines), ...sections.map(({ place }) => place.location.span)].sort(
    (a, b) => a.start - b.start,
  );
  return wanted.map((span) => ({
    location: { path, span },
    text: text.slice(span.start, span.end),
    governs: governed(text, span, things),
  }));
}

/** The first thing below a comment, if only blanks and other comments stand between; else the comment itself. */
function governed(text: string, span: Span, things: readonly Span[]): Span {
  const around = things.find(({ start, end }) => start < span.start && end > span.end);
  if (around !== undefined) return around;
  const next = things.find(({ start }) => start >= span.end);
  if (next === undefined) return span;
  const between = text.slice(span.end, next.start).split('\n');
  const isNext = between.every((line) => line.trim() === '' || /^\s*[#;]/.test(line));
  return isNext ? next : span;
}
