import type { SyntaxNode } from 'unbash';
import type { Text } from '../../../text/text.ts';
import type { Expanded, Remembered, WordScope } from '../state/scope.ts';
import { bindOwn, lookUpOwn, observe } from '../state/state.ts';

/** What a word expands to: what it did the last time, where all that it depends on is the same. */
export function remembered<T>(
  scope: WordScope,
  node: SyntaxNode,
  known: Remembered<T>,
  expand: (inner: WordScope) => T,
): T {
  const last = known.get(node);
  if (last !== undefined && isAsBefore(scope, last)) {
    for (const [part, text] of last.outputs) scope.outputs?.set(part, text);
    return last.result;
  }
  if (!known.has(node)) {
    known.set(node, undefined);
    return expand(scope);
  }
  const state = observe(scope.state);
  const outputs = new Map<SyntaxNode, Text | undefined>();
  const result = expand({ ...scope, state, outputs });
  for (const [part, text] of outputs) scope.outputs?.set(part, text);
  // `${X:=default}` gives a variable its value each time.
  for (const [name, binding] of state.changed) bindOwn(scope.state, name, binding);
  const { script, file, loop } = scope;
  known.set(
    node,
    state.changed.size > 0 ? undefined : { result, script, file, isExact: loop?.isExact, reads: state.reads, outputs },
  );
  return result;
}

function isAsBefore<T>({ script, file, loop, state, session }: WordScope, last: Expanded<T>): boolean {
  if (script !== last.script || file !== last.file || loop?.isExact !== last.isExact) return false;
  for (const [name, binding] of last.reads) if (lookUpOwn(state, name) !== binding) return false;
  for (const [part, text] of last.outputs) if (session.printed.get(part) !== text) return false;
  return true;
}
