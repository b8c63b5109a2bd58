import type { SourceFile } from '../../files/file-reader.ts';
import type { Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import type { FoundComment } from './parsed.ts';

/** What a comment above it may apply to; unreadable text counts as having no effect. */
export interface Thing {
  readonly span: Span;
  readonly isRead?: false;
}

/** Wanted comments on their own lines, each with the thing below it; `things` are in order. */
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
