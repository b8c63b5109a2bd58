import { isWithin, placeAt, type Span } from '../../../text/location.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { FoundComment, SourceFile } from '../../contract/parsed.ts';
import { findShellComments, stringScript } from '../../shell/index.ts';
import { startOfComment } from './syntax/lines.ts';
import { type MakeNode, parseNodes } from './syntax/nodes.ts';

/** The wanted comments of a Makefile and its recipes, in order. A trailing one applies to its logical line, others to the line, rule or `define` below. */
export function comments({ path, text }: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const nodes = parseNodes(path, text);
  const below = new Below(nodes);
  return nodes.flatMap((node, index): readonly FoundComment[] => {
    if (node.kind === 'recipe') return inRecipe(below, index, node, isWanted);
    const line = text.slice(node.span.start, node.span.end);
    const at = startOfComment(line);
    if (at >= line.length) return [];
    // Other lines of a `define` aren't part of it.
    const comment = (LOGICAL_LINE.exec(line.slice(at))?.[0] ?? '').trimEnd();
    if (!isWanted(comment)) return [];
    const start = node.span.start + at;
    const span = { start, end: start + comment.length };
    return [
      {
        location: placeAt(path, span.start, span.end).location,
        text: comment,
        governs: node.kind === 'comment' ? below.of(index) : node.span,
      },
    ];
  });
}

const LOGICAL_LINE = /^[^\n\\]*(?:\\[^][^\n\\]*)*/;

function inRecipe(
  below: Below,
  index: number,
  { span, text }: MakeNode & { readonly kind: 'recipe' },
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  return findShellComments(stringScript(text), isWanted).map((comment) =>
    // A recipe line with only a comment applies to the next command.
    text.skeleton.trimStart().startsWith('#') && isWithin(comment.location.span, span)
      ? { ...comment, governs: below.of(index) }
      : comment,
  );
}

/** The node below each node, without comments; cached for consecutive comments. */
class Below {
  readonly #nodes: readonly MakeNode[];
  readonly #next: readonly number[];
  readonly #ends = new Map<number, number>();

  constructor(nodes: readonly MakeNode[]) {
    this.#nodes = nodes;
    const next: number[] = [];
    let found = nodes.length;
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      next[index] = found;
      const node = nodes[index];
      if (node !== undefined && !isComment(node)) found = index;
    }
    this.#next = next;
  }

  of(index: number): Span {
    const at = this.#next[index] ?? this.#nodes.length;
    const node = this.#nodes[at];
    if (node === undefined) return this.#nodes[index]?.span ?? { start: 0, end: 0 };
    if (node.kind !== 'rule') return node.span;
    return { start: node.span.start, end: getOrInsert(this.#ends, at, () => this.#endOfRule(at)) };
  }

  #endOfRule(at: number): number {
    let end = this.#nodes[at]?.span.end ?? 0;
    for (let index = at + 1; index < this.#nodes.length; index += 1) {
      const next = this.#nodes[index];
      if (next?.kind === 'recipe') end = next.span.end;
      else if (next?.kind !== 'comment' && next?.kind !== 'conditional') break;
    }
    return end;
  }
}

function isComment(node: MakeNode): boolean {
  return node.kind === 'comment' || (node.kind === 'recipe' && node.text.skeleton.trimStart().startsWith('#'));
}
