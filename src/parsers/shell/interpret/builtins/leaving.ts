import { type Item, valueOfItem } from '../../items/items.ts';
import type { Body, Loop, Scope } from '../../state/scope.ts';
import { type State, snapshot } from '../../state/state.ts';

/**
 * Ends this code path through a loop, a function or a file. An untaken path doesn't count, unless
 * the whole body is untaken.
 */
function leave(scope: Scope, left: Loop | Body, ends: State[]): void {
  if (leadsOn(scope, left)) ends.push(snapshot(scope.state, left.base));
  scope.state.hasEnded = true;
}

function leadsOn({ state, isUnreached }: Scope, left: Loop | Body): boolean {
  return !state.hasEnded && (!isUnreached || left.isUnreached);
}

/** `break 2` leaves the second loop outward; if there are fewer, the outermost. */
export function leaveLoop(scope: Scope, [level]: readonly Item[], ends: 'breaks' | 'continues'): void {
  let { loop } = scope;
  const value = valueOfItem(level) ?? '';
  for (
    let count = /^[1-9][0-9]{0,3}$/.test(value) ? Number(value) : 1;
    count > 1 && loop?.outer !== undefined;
    count -= 1
  )
    loop = loop.outer;
  if (loop !== undefined) leave(scope, loop, loop[ends]);
}

/** `return` from a sourced file or a function. Elsewhere, bash reports an error and continues. */
export function leaveFunction(scope: Scope): void {
  const body = scope.bodies.sourced ?? scope.bodies.frame;
  if (body === undefined) scope.state.hasEnded = scope.shell.isPlain;
  else leave(scope, body, body.returns);
}

/**
 * `exit` from the script or its subshell. With too many words, bash reports an error and continues.
 */
export function leaveShell(scope: Scope, words: readonly Item[]): void {
  if (!scope.shell.isPlain && words.filter((item) => valueOfItem(item) !== undefined).length > 1) return;
  const {
    state,
    bodies: { subshell },
  } = scope;
  if (subshell !== undefined) leave(scope, subshell, subshell.returns);
  state.hasEnded = true;
}
