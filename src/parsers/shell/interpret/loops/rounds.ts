import type { Hop } from '../../../../text/location.ts';
import { UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { type Item, isOption, itemKey, unknownWords } from '../../items/items.ts';
import { branchAt, type Scope } from '../../state/scope.ts';
import { bind, fork, join, lookUp, OUTPUT, POSITIONAL, type State, unknownParameters } from '../../state/state.ts';
import { unknownOutput } from '../printing.ts';

/** In deeper loops, earlier rounds affect only rounds of the surrounding loops. */
const MAX_TWICE = 8;

/** Continues after a round: if no path reaches its end, only from its breaks. */
export function goOn(state: State, end: State, breaks: State[], branch: Hop): void {
  if (!end.hasEnded)
    for (const name of end.changed.keys())
      for (const { changed } of breaks) if (!changed.has(name)) changed.set(name, lookUp(state, name));
  join(state, end.hasEnded ? [end, ...breaks.splice(0)] : [end], branch);
}

/** A loop's round. `next` runs after it and after `continue`: the last part of `for ((…))`. */
export interface LoopRound {
  readonly body: (scope: Scope) => void;
  /** The condition, which runs once more than the body. */
  readonly condition?: (scope: Scope) => void;
  readonly next?: (scope: Scope) => void;
}

/** One path through a loop's body; `continue` leads to its end. */
export function runBody(scope: Scope, { body, next }: LoopRound, breaks: State[], branch: Hop): State {
  const { state, session, isUnreached, loop: outer } = scope;
  // A nested loop costs a repetition, even without commands.
  session.left.repeats -= 1;
  const inner = fork(state);
  const continues: State[] = [];
  const loop = { base: state, breaks, continues, outer, isUnreached };
  body({ ...scope, state: inner, loop });
  const end = fork(state);
  join(
    end,
    [inner, ...continues].map((each) => ({ ...each, parent: end })),
    branch,
  );
  next?.({ ...scope, state: end, loop });
  return end;
}

/**
 * Follows a loop first for its variables, then for its commands with all states that a round can
 * start in; once, if earlier rounds don't matter.
 */
export function runLoop(
  scope: Scope,
  node: { readonly pos: number; readonly end: number },
  round: LoopRound,
  isEntered = false,
): void {
  const { state, session } = scope;
  const branch = branchAt(scope, { pos: node.pos, end: node.pos + 1 });
  const breaks: State[] = [];
  const runsTwice = !scope.isSilent && session.left.repeats > 0 && scope.nesting.loops < MAX_TWICE;
  const inside = { ...scope, nesting: { ...scope.nesting, loops: scope.nesting.loops + 1 } };
  const first = runBody({ ...inside, isSilent: scope.isSilent || runsTwice }, round, breaks, branch);
  if (runsTwice) {
    const start = fork(state);
    joinRounds(start, [fork(start), { ...first, parent: start }], branch);
    runBody({ ...inside, state: start }, round, [], branch);
  }
  const ends = isEntered ? [] : [fork(state)];
  const decided = fork(state);
  round.condition?.({ ...inside, state: decided, isSilent: true });
  if (decided.changed.size === 0) joinRounds(state, [first, ...breaks, ...ends], branch);
  else {
    const last = fork(state);
    joinRounds(last, [{ ...first, parent: last }, ...ends.map((end) => ({ ...end, parent: last }))], branch);
    round.condition?.({ ...inside, state: last, isSilent: true });
    joinRounds(state, [last, ...breaks], branch);
  }
}

/** Sets `base` to the state after any number of rounds; `ends` are their ends. */
function joinRounds(base: State, ends: readonly State[], branch: Hop): void {
  const names = [...new Set(ends.flatMap(({ changed }) => [...changed.keys()]))];
  const before = new Map(names.map((name) => [name, lookUp(base, name).items]));
  join(base, ends, branch);
  for (const [name, items = []] of before) {
    const after = lookUp(base, name);
    if (name === OUTPUT) bind(base, name, unknownOutput(after));
    else if (name === POSITIONAL) bind(base, name, unknownParameters('$@', branch));
    else if (after.items !== undefined) bind(base, name, { ...after, items: collectedItems(items, after.items, name) });
  }
}

/**
 * The words of an array after several rounds: options count once, unknown words are any number of
 * words, which also follow each other word.
 */
function collectedItems(before: readonly Item[], after: readonly Item[], name: string): readonly Item[] {
  const kept = new Set(before.map(itemKey));
  const isAdded = (item: Item | undefined): item is Item => item !== undefined && !kept.has(itemKey(item));
  return after.flatMap((item, index) => {
    const previous = after[index - 1];
    const isValue = isAdded(previous) && isOption(previous);
    if (item.kind !== 'word' || !isAdded(item) || isValue || isOption(item)) return [item];
    const expression = `\${${name}[@]}`;
    const next = after[index + 1];
    if (next?.kind === 'unknown-words' && next.unresolved.expression === expression) return [item];
    const others = unknownWords(expression, item.text.place);
    const isAny = item.text.skeleton === UNKNOWN_CHARACTER && item.text.alternatives().length === 0;
    return isAny ? [others] : [item, others];
  });
}
