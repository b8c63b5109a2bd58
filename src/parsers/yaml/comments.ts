import type { SourceFile } from '../../files/file-reader.ts';
import { isFirstInLine, linesAround } from '../../text/lines.ts';
import { countBefore, type Span } from '../../text/location.ts';
import type { FoundComment } from '../contract/parsed.ts';
import { findCommentSpans, findEntrySpans } from './library.ts';
import { withLineFeeds } from './syntax.ts';

/**
 * The wanted comments of a YAML file, with what each applies to: its line, or the next key or item
 * with its content, else itself.
 */
export function findYamlComments(
  { path, text: written }: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const text = withLineFeeds(written);
  const found = findCommentSpans(text).filter(({ start, end }) => isWanted(text.slice(start, end)));
  if (found.length === 0) return [];
  const nodes = findEntrySpans(text);
  const governed: Span[] = [];
  // Backwards: a comment above another one applies to the same text.
  for (const [index, span] of [...found.entries()].reverse())
    governed[index] = isFirstInLine(text, span.start)
      ? followingNode(text, span, nodes, found[index + 1], governed[index + 1])
      : linesAround(text, span);
  return found.map((span, index) => ({
    location: { path, span },
    text: text.slice(span.start, span.end),
    governs: governed[index] ?? span,
  }));
}

/** `governs` is the text that the comment `next` after this one applies to. */
function followingNode(
  text: string,
  comment: Span,
  nodes: readonly Span[],
  next: Span | undefined,
  governs: Span | undefined,
): Span {
  const node = nodes[countBefore(nodes, comment.end)];
  if (node === undefined) return comment;
  const isBefore = next !== undefined && next.start < node.start && isFirstInLine(text, next.start);
  const lines = text.slice(comment.end, isBefore ? next.start : node.start).split('\n');
  if (!lines.slice(0, -1).every((line) => /^\s*(?:#|$)/.test(line))) return comment;
  if (!isBefore) return node;
  return governs === undefined || governs === next ? comment : governs;
}
