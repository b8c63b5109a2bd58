import type { Case, If } from 'unbash';
import type { Hop } from '../../../text/location.ts';
import { expandText } from '../expand/words.ts';
import { branchAt, type Scope } from '../state/scope.ts';
import { fork, join, type State } from '../state/state.ts';
import { conditionOf, decisiveValue, matchesCase } from './conditions.ts';
import { runEmbedded } from './embedded.ts';
import { narrow, widenBoth } from './narrowing.ts';

/** `if` with its `elif`s, each of which begins with what holds where those before it were not taken. No recursion: there can be thousands. */
export function runIf(scope: Scope, { clause, then, elif, else: otherwise }: If): void {
  const { session } = scope;
  const joins: (() => void)[] = [];
  let rest = scope;
  for (const arm of [{ clause, then }, ...elif]) {
    const { state, isUnreached } = rest;
    session.interpreter.runNode(rest, arm.clause);
    const condition = conditionOf(rest, arm.clause);
    const branch = branchAt(rest, arm.clause);
    const [taken, skipped] = [fork(state), fork(state)];
    const [here, there] = [narrow(taken, arm.clause, true), narrow(skipped, arm.clause, false)];
    session.interpreter.runNode({ ...rest, state: taken, isUnreached: isUnreached || condition === false }, arm.then);
    const ends = condition === undefined ? [taken, skipped] : condition ? [taken] : [skipped];
    joins.push(() => {
      // Where one of the branches ends, what the other one found still holds.
      if (ends.every(({ hasEnded }) => !hasEnded))
        widenBoth({ state: taken, narrowed: here }, { state: skipped, narrowed: there });
      join(state, ends, branch);
    });
    rest = { ...rest, state: skipped, isUnreached: isUnreached || condition === true };
  }
  if (otherwise !== undefined) session.interpreter.runNode(rest, otherwise);
  for (const joinBranches of joins.reverse()) joinBranches();
}

/** `case`, whose items can fall through (`;&`) or go on testing (`;;&`). */
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

/** What holds where an item of `case` begins: what held before it, and what the item before left that goes on into it (`;&`). */
function entryOf({ state }: Scope, isMatched: boolean, falling: State | undefined, branch: Hop): State {
  const start = fork(state);
  const starts = [
    ...(isMatched ? [fork(start)] : []),
    ...(falling === undefined ? [] : [{ ...falling, parent: start }]),
  ];
  if (starts.length > 0) join(start, starts, branch);
  return start;
}
