/**
 * How an input relates to the other inputs of a run. The README of this directory explains each
 * state.
 */
export type Relation = 'found' | 'named' | 'project' | 'alone' | 'deployed' | 'part' | 'base' | LeftOut;
type LeftOut = 'included' | 'duplicate' | 'unasked';

/**
 * Facts about an input, in the order in which they become known. Each leads from some states to
 * another; other states stay.
 */
export const TRANSITIONS = {
  merged: { found: 'project' },
  rejected: { project: 'found' },
  named: { found: 'named' },
  single: { found: 'alone', named: 'alone', project: 'alone' },
  deploys: { found: 'deployed', project: 'deployed' },
  unasked: { found: 'unasked', project: 'unasked', deployed: 'unasked' },
  repeated: { found: 'duplicate', named: 'duplicate', project: 'duplicate', alone: 'duplicate' },
  covered: { found: 'included' },
  stacked: { found: 'included', project: 'included' },
  completed: { named: 'part', alone: 'part' },
  extended: { found: 'base' },
} as const satisfies Readonly<Record<string, Partial<Record<Relation, Relation>>>>;

export type InputFact = keyof typeof TRANSITIONS;

export function after(relation: Relation, fact: InputFact): Relation {
  const transitions: Partial<Record<Relation, Relation>> = TRANSITIONS[fact];
  return transitions[relation] ?? relation;
}

/** The states of inputs that are not reported, because others report their files. */
export const LEFT_OUT: ReadonlySet<Relation> = new Set<LeftOut>(['included', 'duplicate', 'unasked']);
