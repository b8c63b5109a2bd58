import type { Scope } from '../state/scope.ts';
import { type Binding, bindOwn, fork, isReference, lookUpOwn, observe, type Run, type State } from '../state/state.ts';
import { leaveShell } from './builtins/leaving.ts';

/** So many of the last calls of a function are kept. */
const MAX_KEPT = 32;

/** Of a call that looked up more names than this nothing is kept: of functions that call one another in a row, each looks up what all behind it do. */
const MAX_READS = 256;

/** A call of a function that is to be followed. */
interface RepeatedCall {
  /** What earlier calls of it did. */
  readonly runs: Run[];
  /** What holds where the call begins, its parameters among it. */
  readonly given: State;
}

/**
 * Follows a call by `follow`, which leaves in the state that it is given what the call changes. Where an earlier call found all that it looked up as it is
 * now, what that one changed is taken: it ran the same commands, which are known already.
 */
export function repeat(scope: Scope, { runs, given }: RepeatedCall, follow: (base: State) => void): void {
  const { state, session } = scope;
  const circumstances = circumstancesOf(scope);
  const { isSilent, isUnreached } = scope;
  const before = runs.find(
    (run) =>
      run.circumstances === circumstances &&
      (isSilent || !run.isSilent) &&
      (isUnreached || !run.isUnreached) &&
      isAsBefore(run, given),
  );
  if (before !== undefined) {
    if (before.isSilent) session.leftOut += 1;
    for (const exit of before.exits) leaveShell({ ...scope, state: { ...exit, parent: fork(given) } });
    change(state, before);
    return;
  }
  const base = observe(given);
  const exits: State[] = [];
  const call = { depth: scope.running.length, base, exits, isRepeatable: true };
  session.following.push(call);
  const leftOut = session.leftOut;
  follow(base);
  session.following.pop();
  const { reads, changed, hasEnded } = base;
  change(state, { changed, hasEnded });
  if (!call.isRepeatable || session.repeats <= 0 || reads.size > MAX_READS) return;
  runs.unshift({
    circumstances,
    isSilent: isSilent && session.leftOut > leftOut,
    isUnreached,
    reads,
    changed,
    hasEnded,
    exits,
  });
  if (runs.length > MAX_KEPT) runs.pop();
}

function change(state: State, { changed, hasEnded }: Pick<Run, 'changed' | 'hasEnded'>): void {
  for (const [name, binding] of changed) bindOwn(state, name, binding);
  if (hasEnded) state.hasEnded = true;
}

/** What a call, or a round of a loop, can depend on besides what it looks up. */
export function circumstancesOf({ shell, subshell, traps, reading, isCaptured }: Scope): string {
  return [
    ...[isCaptured, subshell !== undefined, shell.hasSourced].map(Number),
    ...[traps?.length, shell.exported.size, shell.aliases.size],
    ...shell.options,
    ...reading,
  ].join(' ');
}

function isAsBefore(run: Run, given: State): boolean {
  for (const [name, binding] of run.reads) if (!isSame(binding, lookUpOwn(given, name))) return false;
  for (const name of run.changed.keys()) if (!run.reads.has(name) && isReference(given, name)) return false;
  return true;
}

/** True for bindings that are the same in everything, their places too. */
function isSame(a: Binding, b: Binding): boolean {
  if (a === b) return true;
  if (a.scalar?.skeleton !== b.scalar?.skeleton || a.items?.length !== b.items?.length) return false;
  const [{ functions: left = [], ...binding }, { functions: right = [], ...other }] = [a, b];
  return left.length === right.length && left.every((each, at) => each === right[at]) && isSameData(binding, other);
}

/** Compares plain data, in which the same objects stand again and again. */
function isSameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((each, at) => isSameData(each, b[at]));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map || b instanceof Map) return a instanceof Map && b instanceof Map && isSameData([...a], [...b]);
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], at) => {
      const [otherKey, other] = right[at] ?? [];
      return key === otherKey && isSameData(value, other);
    })
  );
}
