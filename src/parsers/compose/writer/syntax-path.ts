import type { TextEdit } from '../../../text/edit.ts';
import { lineStart } from '../../../text/lines.ts';
import type { Span } from '../../../text/location.ts';
import { parseWithRecovery } from '../../yaml/error-recovery.ts';
import type { SyntaxMapping, SyntaxNode, SyntaxPair, SyntaxSequence } from '../../yaml/syntax.ts';
import { withLineFeeds } from '../../yaml/syntax.ts';

export type Step =
  | { readonly kind: 'pair'; readonly parent: SyntaxMapping; readonly index: number; readonly pair: SyntaxPair }
  | { readonly kind: 'item'; readonly parent: SyntaxSequence; readonly index: number; readonly item: SyntaxNode };

/** A file's text with uniform line ends; offsets stay the same. */
export interface WrittenYaml {
  readonly text: string;
  readonly documents: readonly (SyntaxNode | undefined)[];
}

/** A text's syntax; `undefined` if a part is invalid, since the client may read it differently. */
export function readWritten(source: string): WrittenYaml | undefined {
  if (last?.source !== source) {
    const { documents, errors, limit } = parseWithRecovery(source);
    const isWhole = errors.length === 0 && limit === undefined;
    last = { source, yaml: isWhole ? { text: withLineFeeds(source), documents } : undefined };
  }
  return last.yaml;
}

let last: { readonly source: string; readonly yaml: WrittenYaml | undefined } | undefined;

/** The steps to the key or value around a span; empty if there is none. */
export function stepsTo({ documents }: WrittenYaml, span: Span): readonly Step[] {
  const document = documents.findLast((node) => node !== undefined && node.start <= span.start);
  const steps: Step[] = [];
  for (let node = document; node !== undefined; ) {
    const step = stepInto(node, span);
    if (step === undefined) break;
    steps.push(step);
    const next: SyntaxNode | undefined = step.kind === 'item' ? step.item : step.pair.value;
    node = next === undefined || span.start < next.start ? undefined : next;
  }
  return steps;
}

function stepInto(node: SyntaxNode, { start }: Span): Step | undefined {
  if (node.kind === 'mapping') {
    const index = node.pairs.findLastIndex(({ key }) => key.start <= start);
    const pair = node.pairs[index];
    return pair && { kind: 'pair', parent: node, index, pair };
  }
  if (node.kind === 'sequence') {
    const index = node.items.findLastIndex((item) => item.start <= start);
    const item = node.items[index];
    return item && { kind: 'item', parent: node, index, item };
  }
  return undefined;
}

export function pairOf(node: SyntaxNode | undefined, key: string): SyntaxPair | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.pairs.find((pair) => pair.key.kind === 'scalar' && pair.key.string === key);
}

export function hasMerge(node: SyntaxMapping): boolean {
  return pairOf(node, '<<') !== undefined;
}

/** True if other nodes may reference the node or one inside it. */
export function isAnchored(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.anchor !== undefined) return true;
  if (node.kind === 'mapping') return node.pairs.some(({ key, value }) => isAnchored(key) || isAnchored(value));
  return node.kind === 'sequence' && node.items.some(isAnchored);
}

/** The end of a node without trailing white space and comments. */
export function contentEnd(text: string, node: SyntaxNode): number {
  if (node.kind === 'mapping' && !node.isFlow) {
    const last = node.pairs.at(-1);
    if (last !== undefined) return pairEnd(text, last);
  }
  if (node.kind === 'sequence' && !node.isFlow) {
    const last = node.items.at(-1);
    if (last !== undefined)
      return last.start === last.end ? text.lastIndexOf('-', last.start) + 1 : contentEnd(text, last);
  }
  let end = node.end;
  while (end > node.start && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

export function pairEnd(text: string, { key, value }: SyntaxPair): number {
  if (value !== undefined && value.end > value.start) return contentEnd(text, value);
  const colon = text.indexOf(':', key.end);
  return colon < 0 ? key.end : colon + 1;
}

/** The end of a key's value, or of an element. */
export function partEnd(text: string, part: SyntaxNode | SyntaxPair): number {
  return 'key' in part ? pairEnd(text, part) : contentEnd(text, part);
}

export function partStart(part: SyntaxNode | SyntaxPair): number {
  return 'key' in part ? part.key.start : part.start;
}

export function insertAt(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

export function columnOf(text: string, at: number): number {
  const start = lineStart(text, at);
  return at - start - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}
