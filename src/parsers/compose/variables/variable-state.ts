import { getOrInsert } from '../../../util/maps.ts';
import type { ParseContext, SourceFile } from '../../contract/parsed.ts';

/** Identifies a scope's variables: the same object in successive parses while unchanged. */
export interface VariableState {
  readonly id: number;
}

/** The state of variables from these texts; `undefined` without successive parses. */
export function variableState({ memory }: ParseContext, ...texts: readonly string[]): VariableState | undefined {
  if (memory === undefined) return undefined;
  const states = getOrInsert(memories, memory, () => new Map<string, VariableState>());
  const key = texts.map((text) => `${text.length}:${text}`).join('');
  if (states.size > MAX_STATES) states.clear();
  return getOrInsert(states, key, () => ({ id: nextId++ }));
}

export function stateWith(
  outer: VariableState | undefined,
  files: readonly SourceFile[],
  context: ParseContext,
): VariableState | undefined {
  if (outer === undefined || files.length === 0) return outer;
  return variableState(context, String(outer.id), ...files.flatMap(({ path, text }) => [path, text]));
}

const memories = new WeakMap<object, Map<string, VariableState>>();
let nextId = 0;

const MAX_STATES = 1_000;
