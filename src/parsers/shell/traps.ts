import { valueOfItem, type Item } from './items.ts';
import { runLater } from './nested.ts';
import { inSubshell, type Scope, type Trap } from './scope.ts';
import { bindOwn, INHERITED, joinBindings, lookUp, POSITIONAL, type Binding } from './state.ts';

/** `trap 'script' EXIT INT`: the script is kept until the shell ends, and read at once where that isn't seen or a function's end comes before. */
export function setTrap(scope: Scope, words: readonly Item[]): void {
  const { session, traps, state, frame, isSilent, isUnreached } = scope;
  const values = words.map((word) => valueOfItem(word));
  const at = values[0] === '--' ? 1 : 0;
  const action = words[at];
  if (action?.kind !== 'word' || values[at]?.startsWith('-') === true || isSilent) return;
  const { text } = action;
  const signals = values.slice(at + 1);
  if (traps === undefined || signals.includes('RETURN')) { runLater(scope, text); return; }
  const named = [...text.skeleton.matchAll(/\$\{?(?<name>[A-Za-z_]\w*)/g)].flatMap(({ groups }) => groups?.['name'] ?? []);
  const names = new Set([...named, ...(frame?.saved.keys() ?? [])]);
  names.delete(POSITIONAL);
  session.nested -= names.size;
  if (session.nested < 0) { runLater(scope, text); return; }
  const before = new Map([...names].map((name) => [name, lookUp(state, name)]));
  traps.push({ text, before, isAtEnd: signals.some((signal) => signal === 'EXIT' || signal === '0'), isUnreached });
}

/** Follows what the shell runs when it ends. */
export function runTraps(scope: Scope): void {
  for (const trap of scope.traps ?? []) {
    const inner = inSubshell({ ...scope, isUnreached: trap.isUnreached });
    for (const [name, before] of trap.before) bindOwn(inner.state, name, bindingOf(trap, name, before, lookUp(scope.state, name)));
    runLater(inner, trap.text);
  }
}

/** What a variable can be where a trap runs. One that is gone at the end was a function's own, or the function never returned. */
function bindingOf({ text, isAtEnd }: Trap, name: string, before: Binding, after: Binding): Binding {
  if (before === after) return before;
  if (after === INHERITED) return before.mayBeUnset ? INHERITED : before;
  return isAtEnd ? after : joinBindings([before, after], name, { kind: 'branch', location: text.whole.location });
}
