import { type Item, valueOfItem } from '../../items/items.ts';
import { type Scope } from '../../state/scope.ts';
import { type Binding, lookUp, POSITIONAL } from '../../state/state.ts';
import { runLater } from '../nested.ts';

/**
 * `trap 'script' EXIT INT`: the script is kept until the shell ends, and read at once where that isn't seen or a
 * function's end comes before.
 */
export function setTrap(scope: Scope, words: readonly Item[]): void {
  const { session, traps, state, frame, isUnreached } = scope;
  const values = words.map((word) => valueOfItem(word));
  const at = values[0] === '--' ? 1 : 0;
  const action = words[at];
  if (action?.kind !== 'word' || values[at]?.startsWith('-') === true || scope.isSilent) return;
  const { text } = action;
  const signals = values.slice(at + 1);
  if (traps === undefined || signals.includes('RETURN')) {
    runLater(scope, text);
    return;
  }
  const named = [...text.skeleton.matchAll(/\$\{?(?<name>[A-Za-z_]\w*)/g)].flatMap(
    ({ groups }) => groups?.['name'] ?? [],
  );
  const names = new Set([...named, ...(frame?.saved.keys() ?? [])]);
  names.delete(POSITIONAL);
  session.nested -= names.size;
  if (session.nested < 0) {
    runLater(scope, text);
    return;
  }
  const before = new Map([...names].map((name) => [name, lookUp(state, name)]));
  const exits = new Map([...names].map((name) => [name, new Set<Binding>()]));
  traps.push({
    text,
    before,
    exits,
    isAtEnd: signals.some((signal) => signal === 'EXIT' || signal === '0'),
    isUnreached,
  });
}
