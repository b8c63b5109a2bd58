import type { Span } from '../../text/location.ts';
import type { SyntaxMapping, SyntaxNode, SyntaxSequence } from './syntax.ts';

/** Only a tag and an anchor can be between a `-` and its empty element. */
const MAX_DASH_DISTANCE = 1_000;

/** The span to show for a node; the given span if it isn't written. */
export function spanOf(text: string, { start, end }: SyntaxNode, blankStart: number, blankEnd: number): Span {
  if (start === end) return { start: blankStart, end: blankEnd };
  return { start, end: trimEnd(text, start, end) };
}

/** Marks a flow collection as a whole, a block by its first key or element. */
export function collectionSpan(text: string, node: SyntaxMapping | SyntaxSequence): Span {
  let marked: SyntaxNode = node;
  for (let first: SyntaxNode | undefined = node; first !== undefined; first = firstOf(marked)) {
    if (first.start === first.end) return { start: marked.start, end: marked.start + 1 };
    marked = first;
  }
  return { start: marked.start, end: trimEnd(text, marked.start, marked.end) };
}

function firstOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'mapping') return node.isFlow ? undefined : node.pairs[0]?.key;
  return node.kind === 'sequence' && !node.isFlow ? node.items[0] : undefined;
}

/** An element, or the `-` of an empty one. */
export function dashSpan(text: string, { start, end }: SyntaxNode): readonly [number, number] {
  if (end > start) return [start, end];
  // A list in brackets has no `-`, and may be the whole file.
  const before = Math.max(start - MAX_DASH_DISTANCE, 0);
  const at = Math.max(before + text.slice(before, start + 1).lastIndexOf('-'), 0);
  return [at, at + 1];
}

/** The span to show for an empty key: its colon, or the `?` before it. */
export function spanOfBlankKey(text: string, at: number): readonly [number, number] {
  let start = at;
  while (start < text.length && isSpace(text, start)) start += 1;
  return text.charAt(start) === ':' ? [start, start + 1] : spanOfBlankDocument(text, at);
}

/** Marks an empty document by the end of the text before it, such as an anchor. */
export function spanOfBlankDocument(text: string, at: number): readonly [number, number] {
  let start = Math.max(0, Math.min(at, text.length) - 1);
  while (start > 0 && isSpace(text, start)) start -= 1;
  return [start, start + 1];
}

function isSpace(text: string, at: number): boolean {
  return ' \t\r\n'.includes(text.charAt(at));
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && isSpace(text, at - 1)) at -= 1;
  return at;
}
