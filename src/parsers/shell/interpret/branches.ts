import type { Case, If } from 'unbash';
import type { Hop } from '../../../text/location.ts';
import { expandText } from '../expand/words.ts';
import { branchAt, reportLimit, type Scope } from '../state/scope.ts';
import { fork, join, type State } from '../state/state.ts';
import { conditionOf, decisiveValue, matchesCase } from './conditions.ts';
import { runEmbedded } from './embedded.ts';

/** Paths from one state: conditions of an `if` that change no variable. */
interface Level {
  readonly state: State;
  readonly branch: Hop;
  /** The states after a condition held. */
  readonly ends: State[];
  /** The state if none held; later code continues from it. */
  readonly skipped: State;
  /** Some condition may have been false. */
  readonly leadsOn: boolean;
}

/** Each condition that changes variables builds on all before it, hence the limit. */
const MAX_LEVELS = 400;
const TOO_MANY = `Only the first ${MAX_LEVELS} conditions of an \`if\` that change variables are followed.`;

/** `if` with its `elif`s; each starts with the state of the earlier ones not taken. A loop: there can be thousands. */
export function runIf(scope: Scope, { clause, then, elif, else: otherwise }: If): void {
  const { runNode } = scope.session.interpreter;
  const levels: Level[] = [];
  let rest = scope;
  for (const arm of [{ clause, then }, ...elif]) {
    runNode(rest, arm.clause);
    const condition = conditionOf(rest, arm.clause);
    const level = levels.at(-1);
    const isChanged = rest.state.changed.size > 0 || rest.state.hasEnded;
    const shared = level?.leadsOn === true && condition !== true && !isChanged ? level : undefined;
    const taken = fork(shared?.state ?? rest.state);
    runNode({ ...rest, state: taken, isUnreached: rest.isUnreached || condition === false }, arm.then);
    const ends = condition === false ? [] : [taken];
    if (shared !== undefined) {
      shared.ends.push(...ends);
      continue;
    }
    const branch = branchAt(rest, arm.clause);
    if (levels.length === MAX_LEVELS) {
      reportLimit(scope, branch.location, TOO_MANY);
      break;
    }
    const skipped = fork(rest.state);
    levels.push({ state: rest.state, branch, ends, skipped, leadsOn: condition !== true });
    rest = { ...rest, state: skipped, isUnreached: rest.isUnreached || condition === true };
  }
  if (otherwise !== undefined) runNode(rest, otherwise);
  for (const { state, branch, ends, skipped, leadsOn } of levels.reverse())
    join(state, leadsOn ? [...ends, skipped] : ends, branch);
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
    const state = fork(scope.state);
    const fallen = falling === undefined ? [] : [{ ...falling, parent: state }];
    if (fallen.length > 0) join(state, isMatched ? [fork(state), ...fallen] : fallen, branch);
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
