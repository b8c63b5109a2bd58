import { isWithin, placeAt, type Span } from '../../../text/location.ts';
import type { FoundComment, SourceFile } from '../../contract/parsed.ts';
import { findShellComments, stringScript } from '../../shell/index.ts';
import { startOfComment } from './syntax/lines.ts';
import { type Node, parseNodes } from './syntax/nodes.ts';

/**
 * The comments of a Makefile for which `isWanted` holds, in order: those of make, and those of the shell in recipes. One at the end of a line speaks of that
 * line with those that it continues; alone on its line, of the line below it, a whole rule or a whole `define`.
 */
export function findMakefileComments(
  { path, text }: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const nodes = parseNodes(path, text);
  return nodes.flatMap((node, index): readonly FoundComment[] => {
    if (node.kind === 'recipe') return inRecipe(nodes, index, node, isWanted);
    const line = text.slice(node.span.start, node.span.end);
    const at = startOfComment(line);
    if (at >= line.length) return [];
    const comment = line.slice(at).trimEnd();
    if (!isWanted(comment)) return [];
    const start = node.span.start + at;
    const span = { start, end: start + comment.length };
    return [
      {
        location: placeAt(path, span.start, span.end).location,
        text: comment,
        governs: node.kind === 'comment' ? following(nodes, index) : node.span,
      },
    ];
  });
}

function inRecipe(
  nodes: readonly Node[],
  index: number,
  { span, text }: Node & { readonly kind: 'recipe' },
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  return findShellComments(stringScript(text), isWanted).map((comment) =>
    // One that is all that the shell gets speaks of the next command.
    text.skeleton.trimStart().startsWith('#') && isWithin(comment.location.span, span)
      ? { ...comment, governs: following(nodes, index) }
      : comment,
  );
}

/** What stands below a comment. */
function following(nodes: readonly Node[], index: number): Span {
  const at = nodes.findIndex((node, other) => other > index && !isComment(node));
  const node = nodes[at];
  if (node === undefined) return nodes[index]?.span ?? { start: 0, end: 0 };
  if (node.kind !== 'rule') return node.span;
  let { end } = node.span;
  for (const next of nodes.slice(at + 1)) {
    if (next.kind === 'recipe') end = next.span.end;
    else if (next.kind !== 'comment' && next.kind !== 'conditional') break;
  }
  return { start: node.span.start, end };
}

function isComment(node: Node): boolean {
  return node.kind === 'comment' || (node.kind === 'recipe' && node.text.skeleton.trimStart().startsWith('#'));
}
