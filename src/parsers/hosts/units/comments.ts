import { commentsAbove, type Thing } from '../../contract/line-comments.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import type { UnitFile } from './unit-file.ts';

/** The wanted comments of a unit file. Each applies to the entry or section header below, or to the entry that continues after it. */
export function findUnitComments(unit: UnitFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const { comments, entries, sections, malformed } = unit;
  const things: readonly Thing[] = [
    ...entries.map(({ lines }) => ({ span: lines })),
    ...sections.map(({ place }) => ({ span: place.location.span })),
    ...malformed.map(({ location: { span } }): Thing => ({ span, isRead: false })),
  ];
  return commentsAbove(
    unit,
    comments,
    things.toSorted((a, b) => a.span.start - b.span.start),
    isWanted,
  );
}
