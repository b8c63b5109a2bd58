import { parseWithRecovery } from '../yaml/error-recovery.ts';
import type { SyntaxMapping, SyntaxNode } from '../yaml/syntax.ts';

/** The defined names in each section of a Compose file; empty if unreadable. */
export function definitionsIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const roots = parseWithRecovery(text).documents.filter((document) => document?.kind === 'mapping');
  return new Map(
    roots.flatMap(({ pairs }) =>
      pairs.map(({ key, value }) => [nameOf(key), new Set(value?.kind === 'mapping' ? keysOf(value) : [])] as const),
    ),
  );
}

function keysOf({ pairs }: SyntaxMapping): readonly string[] {
  return pairs.map(({ key }) => nameOf(key));
}

function nameOf(node: SyntaxNode): string {
  return node.kind === 'scalar' ? node.string : '';
}
