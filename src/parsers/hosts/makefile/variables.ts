import type { Hop } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';

/** A variable at one point of a Makefile. */
export interface MakeVariable {
  /** `recursive`: expanded where used; `simple`: expanded where set. */
  readonly flavor: 'recursive' | 'simple';
  /** Its value; unexpanded if recursive. */
  readonly text: Text;
  /** Set by `?=`: the environment may override it. */
  readonly isDefault: boolean;
  /** Some branch does not set it, so that it may come from the environment. */
  readonly mayBeInherited: boolean;
  /** `override` set it, always or on some branch; only `override` can set it again. */
  readonly override?: 'always' | 'maybe';
  /** `undefine` removed it, so `?=` sets it. */
  readonly isUndefined?: boolean;
}

/** The variables at one point of a Makefile: those set since `parent`. Conditional branches work on forks. */
export interface MakeState {
  readonly parent?: MakeState;
  readonly changed: Map<string, MakeVariable>;
}

export function newMakeState(): MakeState {
  return { changed: new Map() };
}

export function forkMake(parent: MakeState): MakeState {
  return { parent, changed: new Map() };
}

export function lookUpMake(state: MakeState, name: string): MakeVariable | undefined {
  for (let at: MakeState | undefined = state; at !== undefined; at = at.parent) {
    const variable = at.changed.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** Merges several variables' texts, given their expression and the deciding branch. */
export type MergeVariables = (name: string, variables: readonly MakeVariable[], branch: Hop) => MakeVariable;

/** Joins the forks `ends` of `base`; one of them was taken. */
export function joinMake(base: MakeState, ends: readonly MakeState[], branch: Hop, merge: MergeVariables): void {
  for (const name of new Set(ends.flatMap(({ changed }) => [...changed.keys()]))) {
    const found = [...new Set(ends.map((end) => lookUpMake(end, name)))];
    const isSet = (variable: MakeVariable | undefined): variable is MakeVariable =>
      variable !== undefined && variable.isUndefined !== true;
    const variables = found.some(isSet) ? found.filter(isSet) : found.filter((variable) => variable !== undefined);
    const merged = merge(name, variables, branch);
    base.changed.set(name, found.length > variables.length ? orNothing(merged) : merged);
  }
}

function orNothing(variable: MakeVariable): MakeVariable {
  const unset: MakeVariable = { ...variable, mayBeInherited: true };
  return variable.override === undefined ? unset : { ...unset, override: 'maybe' };
}
