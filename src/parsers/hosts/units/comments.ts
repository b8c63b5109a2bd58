import { countWhile } from '../../../util/binary-search.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import type { UnitFile } from './unit-file.ts';

/**
 * The comments of a unit file for which `isWanted` holds. Each stands alone on its line, and speaks of the entry or the
 * section's header below it, or of the entry that goes on behind it.
 */
export function findUnitComments(
  { path, text, comments, entries, sections, malformed }: UnitFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const wanted = comments.filter(({ start, end }) => isWanted(text.slice(start, end)));
  if (wanted.length === 0) return [];
  const things = [
    ...entries.map(({ lines }) => ({ span: lines, isGoverned: true })),
    ...sections.map(({ place }) => ({ span: place.location.span, isGoverned: true })),
    ...malformed.map(({ location: { span } }) => ({ span, isGoverned: false })),
  ].sort((a, b) => a.span.start - b.span.start);
  return wanted.map((span) => {
    const index = countWhile(things.length, (at) => (things[at]?.span.end ?? 0) <= span.start);
    const thing = things[index];
    return {
      location: { path, span },
      text: text.slice(span.start, span.end),
      governs: thing?.isGoverned === true ? thing.span : span,
    };
  });
}
