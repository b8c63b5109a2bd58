import type { SourceFile } from '../../../files/file-reader.ts';
import { isWithin, type Span } from '../../../text/location.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import { findShellComments, stringScript } from '../../shell/index.ts';
import { startOfComment } from './syntax/lines.ts';
import { type MakeNode, parseNodes } from './syntax/nodes.ts';

/**
 * The wanted comments of a Makefile and its recipes, in order. A comment after code applies to its
 * logical line, any other to the line, rule or `define` below.
 */
export function comments({ path, text }: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const nodes = parseNodes(path, text);
  const below = spansBelow(nodes);
  return nodes.flatMap((node, index): readonly FoundComment[] => {
    const governed = below[index] ?? node.span;
    if (node.kind === 'recipe') return inRecipe(governed, node, isWanted);
    const line = text.slice(node.span.start, node.span.end);
    const at = startOfComment(line);
    if (at >= line.length) return [];
    // A comment after `define` ends with its logical line.
    const comment = (LOGICAL_LINE.exec(line.slice(at))?.[0] ?? '').trimEnd();
    if (!isWanted(comment)) return [];
    const start = node.span.start + at;
    const location = { path, span: { start, end: start + comment.length } };
    return [{ location, text: comment, governs: node.kind === 'comment' ? governed : node.span }];
  });
}

const LOGICAL_LINE = /^[^\n\\]*(?:\\[^][^\n\\]*)*/;

function inRecipe(
  governed: Span,
  { span, text }: MakeNode & { readonly kind: 'recipe' },
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  return findShellComments(stringScript(text), isWanted).map((comment) =>
    // A comment alone on a recipe line applies to the next command.
    text.skeleton.trimStart().startsWith('#') && isWithin(comment.location.span, span)
      ? { ...comment, governs: governed }
      : comment,
  );
}

/**
 * For each node, the span of the next one that isn't a comment; a rule's span includes its recipe.
 */
function spansBelow(nodes: readonly MakeNode[]): readonly (Span | undefined)[] {
  const below: (Span | undefined)[] = [];
  let next: Span | undefined;
  let recipeEnd: number | undefined;
  for (const [index, node] of [...nodes.entries()].reverse()) {
    const { start, end } = node.span;
    below[index] = next;
    if (!isComment(node)) next = { start, end: (node.kind === 'rule' ? recipeEnd : undefined) ?? end };
    if (node.kind === 'recipe') recipeEnd ??= end;
    else if (node.kind !== 'comment' && node.kind !== 'conditional') recipeEnd = undefined;
  }
  return below;
}

function isComment(node: MakeNode): boolean {
  return node.kind === 'comment' || (node.kind === 'recipe' && node.text.skeleton.trimStart().startsWith('#'));
}
