import type { SourceFile } from '../../files/file-reader.ts';
import type { Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import type { FoundComment } from './parsed.ts';

/** Something that a comment above it may apply to. A comment has no effect on unreadable text. */
export interface Thing {
  readonly span: Span;
  readonly isRead?: false;
}

/**
 * The wanted comments that are on lines of their own, each with the thing below it. `things` must
 * be in order.
 */
export function commentsAbove(
  { path, text: whole }: SourceFile,
  comments: readonly Span[],
  things: readonly Thing[],
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  return comments.flatMap((span) => {
    const text = whole.slice(span.start, span.end);
    if (!isWanted(text)) return [];
    const below = things[countWhile(things.length, (at) => (things[at]?.span.end ?? 0) <= span.start)];
    const governs = below === undefined || below.isRead === false ? span : below.span;
    return [{ location: { path, span }, text, governs }];
  });
}
