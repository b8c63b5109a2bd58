import type { SourceFile } from '../../../files/file-reader.ts';
import { isFirstInLine, linesAround } from '../../../text/lines.ts';
import type { Span } from '../../../text/location.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import { commentsIn, type Node, readJson } from './json.ts';

/**
 * The comments of a JSON text that `isWanted` accepts, each with the text it applies to: its line
 * or, if alone on a line, the next property or element. Their text begins with ` #` instead of `//`
 * or `/*`, as in other languages.
 */
export function findJsonComments(
  { path, text }: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const found = commentsIn(text).filter((span) => isWanted(shown(text, span)));
  if (found.length === 0) return [];
  const nodes = spansIn(readJson(text).root).sort((a, b) => a.start - b.start || b.end - a.end);
  return found.map((span) => ({
    location: { path, span },
    text: shown(text, span),
    governs: isFirstInLine(text, span.start) ? following(text, span, nodes) : linesAround(text, span),
  }));
}

function shown(text: string, { start, end }: Span): string {
  const comment = text.slice(start, end);
  return ` #${comment.slice(2).replace(/\*\/$/, '  ')}`;
}

/** The first value after a comment, with only blanks and comments between. */
function following(text: string, comment: Span, nodes: readonly Span[]): Span {
  const next = nodes.find(({ start }) => start >= comment.end);
  if (next === undefined) return comment;
  const between = text.slice(comment.end, next.start);
  const comments = commentsIn(between);
  const rest = comments.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), between);
  return rest.trim() === '' ? next : comment;
}

function spansIn(root: Node | undefined): Span[] {
  const spans: Span[] = [];
  const open = root === undefined ? [] : [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    spans.push({ start: node.offset, end: node.offset + node.length });
    for (const child of node.children ?? []) open.push(child);
  }
  return spans;
}
