import type { Hop } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';

/** What is known of a variable at one point of a Makefile. */
export interface Variable {
  /** A recursive one is expanded where it is used, a simple one was expanded where it was set. */
  readonly flavor: 'recursive' | 'simple';
  /** Its value, not yet expanded where it is recursive. */
  readonly text: Text;
  /** It was set by `?=`: the environment may have another value. */
  readonly isDefault: boolean;
  /** Nothing sets it in one of the branches that lead here, so that it comes from the environment if it is set at all. */
  readonly mayBeInherited: boolean;
  /** `override` set it, always or in a branch, so that only that sets it again. */
  readonly override?: 'always' | 'maybe';
  /** `undefine` took its value away, so that `?=` sets it. */
  readonly isUndefined?: boolean;
}

/** The variables at one point of a Makefile: those that were set since `parent`, which holds the rest. A branch of a conditional works on a fork. */
export interface State {
  readonly parent?: State;
  readonly changed: Map<string, Variable>;
}

export function newState(): State {
  return { changed: new Map() };
}

export function fork(parent: State): State {
  return { parent, changed: new Map() };
}

export function lookUp(state: State, name: string): Variable | undefined {
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    const variable = at.changed.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** What makes one value of several: their text, given the expression that stands for them and what decides between them. */
export type Merge = (name: string, variables: readonly Variable[], branch: Hop) => Variable;

/** Makes of `base` what holds after one of `ends`, all forks of it, whichever was taken. */
export function join(base: State, ends: readonly State[], branch: Hop, merge: Merge): void {
  for (const name of new Set(ends.flatMap(({ changed }) => [...changed.keys()]))) {
    const found = [...new Set(ends.map((end) => lookUp(end, name)))];
    const isSet = (variable: Variable | undefined): variable is Variable =>
      variable !== undefined && variable.isUndefined !== true;
    const variables = found.some(isSet) ? found.filter(isSet) : found.filter((variable) => variable !== undefined);
    const merged = merge(name, variables, branch);
    base.changed.set(name, found.length > variables.length ? orNothing(merged) : merged);
  }
}

function orNothing(variable: Variable): Variable {
  const unset: Variable = { ...variable, mayBeInherited: true };
  return variable.override === undefined ? unset : { ...unset, override: 'maybe' };
}
