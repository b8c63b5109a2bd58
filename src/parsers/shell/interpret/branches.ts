import type { Case, If } from 'unbash';
import type { Hop } from '../../../text/location.ts';
import { expandText } from '../expand/words.ts';
import { branchAt, reportLimit, type Scope } from '../state/scope.ts';
import { fork, join, type State } from '../state/state.ts';
import { conditionOf, decisiveValue, matchesCase } from './conditions.ts';
import { runEmbedded } from './embedded.ts';
import { type Narrowed, narrow, widenBoth } from './narrowing.ts';

/** Conditions of an `if` that start from one state. */
interface Level {
  readonly state: State;
  readonly branch: Hop;
  /** The states after the branches. */
  readonly ends: State[];
  /** The state if no condition held, from which later code continues. */
  readonly skipped: State;
  /** True if all conditions may have been false. */
  readonly leadsOn: boolean;
  /** What the only condition tells about variables. */
  readonly narrowed?: { readonly taken: State; readonly here: Narrowed; readonly there: Narrowed };
}

/** Limits conditions that change variables: each builds on all before it. */
const MAX_LEVELS = 400;
const TOO_MANY = `Only the first ${MAX_LEVELS} conditions of an \`if\` that change variables are followed.`;

/**
 * `if` with its `elif`s; each starts in the state in which no earlier one held. Iterative, since
 * there can be thousands.
 */
export function runIf(scope: Scope, { clause, then, elif, else: otherwise }: If): void {
  const { session } = scope;
  const levels: Level[] = [];
  let rest = scope;
  for (const arm of [{ clause, then }, ...elif]) {
    session.interpreter.runNode(rest, arm.clause);
    const condition = conditionOf(rest, arm.clause);
    const level = levels.at(-1);
    const [entered, skipped] = [fork(rest.state), fork(rest.state)];
    const [here, there] = [narrow(entered, arm.clause, true), narrow(skipped, arm.clause, false)];
    const isNarrowed = here.size > 0 || there.size > 0;
    const isSameLevel =
      level?.leadsOn === true &&
      level.narrowed === undefined &&
      condition !== true &&
      !isNarrowed &&
      isUnchanged(rest.state);
    const taken = isSameLevel ? fork(level.state) : entered;
    session.interpreter.runNode(
      { ...rest, state: taken, isUnreached: rest.isUnreached || condition === false },
      arm.then,
    );
    if (isSameLevel) {
      if (condition !== false) level.ends.push(taken);
      continue;
    }
    if (levels.length === MAX_LEVELS) {
      reportLimit(scope, branchAt(rest, arm.clause).location, TOO_MANY);
      break;
    }
    levels.push({
      state: rest.state,
      branch: branchAt(rest, arm.clause),
      ends: condition === false ? [] : [taken],
      skipped,
      leadsOn: condition !== true,
      ...(isNarrowed ? { narrowed: { taken, here, there } } : {}),
    });
    rest = { ...rest, state: skipped, isUnreached: rest.isUnreached || condition === true };
  }
  if (otherwise !== undefined) session.interpreter.runNode(rest, otherwise);
  for (const level of levels.reverse()) closeLevel(level);
}

function isUnchanged({ changed, hasEnded }: State): boolean {
  return changed.size === 0 && !hasEnded;
}

function closeLevel({ state, branch, ends, skipped, leadsOn, narrowed }: Level): void {
  const all = leadsOn ? [...ends, skipped] : ends;
  // If a branch ends, later code can rely on the other one.
  if (narrowed !== undefined && all.every(({ hasEnded }) => !hasEnded))
    widenBoth({ state: narrowed.taken, narrowed: narrowed.here }, { state: skipped, narrowed: narrowed.there });
  join(state, all, branch);
}

/** `case`, whose items can fall through (`;&`) or continue testing (`;;&`). */
export function runCase(scope: Scope, { word, items }: Case): void {
  const { session } = scope;
  runEmbedded(scope, word);
  const value = decisiveValue(scope, expandText(scope, word));
  const ends: State[] = [];
  let isDecided = value !== undefined;
  let isTaken = false;
  let hasDefault = false;
  let falling: State | undefined;
  const branch = branchAt(scope, word);
  for (const [index, item] of items.entries()) {
    for (const pattern of item.pattern) runEmbedded(scope, pattern);
    const matched = value === undefined || isTaken || !isDecided ? undefined : matchesCase(scope, value, item.pattern);
    if (!isTaken && matched === undefined) isDecided = false;
    const isMatched = !isTaken && !(isDecided && matched === false);
    const state = entryOf(scope, isMatched, falling, branch);
    const isReached = isMatched || falling !== undefined;
    session.interpreter.runNode({ ...scope, state, isUnreached: scope.isUnreached || !isReached }, item.body);
    const falls = item.terminator === ';&' && index < items.length - 1;
    falling = falls && isReached ? state : undefined;
    if (isReached && !falls) ends.push(state);
    if (isDecided && matched === true) isTaken = true;
    hasDefault ||= item.pattern.some(({ text }) => text === '*');
  }
  if (!isTaken && !hasDefault) ends.push(fork(scope.state));
  join(scope.state, ends, branch);
}

/** The state at a `case` item: before the `case`, or after an item that falls through (`;&`). */
function entryOf({ state }: Scope, isMatched: boolean, falling: State | undefined, branch: Hop): State {
  const start = fork(state);
  const starts = [
    ...(isMatched ? [fork(start)] : []),
    ...(falling === undefined ? [] : [{ ...falling, parent: start }]),
  ];
  if (starts.length > 0) join(start, starts, branch);
  return start;
}
