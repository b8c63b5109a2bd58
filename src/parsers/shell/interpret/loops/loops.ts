import type { ArithmeticFor, For, Select, While } from 'unbash';
import type { Hop } from '../../../../text/location.ts';
import { mergeTexts } from '../../../../text/merge-texts.ts';
import { Text } from '../../../../text/text.ts';
import { itemCount, variableItems } from '../../expand/variables.ts';
import { expandWord } from '../../expand/words.ts';
import type { Item } from '../../items/items.ts';
import { branchAt, inSubshell, type Scope } from '../../state/scope.ts';
import { bind, fork, join, POSITIONAL, type State, scalar } from '../../state/state.ts';
import { scriptPlace } from '../../syntax/script-text.ts';
import { conditionOf, isEndless } from '../conditions.ts';
import { runEmbedded } from '../embedded.ts';
import { assignArithmetic } from '../variables/assignments.ts';
import { goOn, runBody, runLoop } from './rounds.ts';

const MAX_UNROLLED = 8;

/** Loops whose condition is decidable are followed for up to this many rounds. */
const MAX_DECIDED_ROUNDS = 40;

/** In nested loops, a command is read up to this many times. */
const MAX_ROUNDS = 400;

export function runWhile(scope: Scope, node: While): void {
  const { clause, body, kind } = node;
  const { runNode } = scope.session.interpreter;
  const condition = (inner: Scope): void => {
    runNode(inner, clause);
  };
  const round = (inner: Scope): void => {
    runNode(inner, body);
  };
  if (isEndless(clause)) {
    runLoop(scope, node, { body: round }, true);
    return;
  }
  const isAnother = (): boolean | undefined => {
    runEmbedded(scope, clause);
    const holds = conditionOf(scope, clause);
    if (holds !== undefined) condition(scope);
    return holds === undefined ? undefined : holds !== (kind === 'until');
  };
  const inAnyRound = (inner: Scope): void => {
    condition(inner);
    round(inner);
  };
  const breaks: State[] = [];
  const branch = branchAt(scope, clause);
  if (!runDecidedRounds(scope, round, isAnother, branch, breaks)) runLoop(scope, node, { body: inAnyRound, condition });
  if (breaks.length > 0) join(scope.state, [fork(scope.state), ...breaks], branch);
}

/**
 * Follows a loop while its condition is certainly true. Returns true if it ends because the
 * condition is certainly false.
 */
function runDecidedRounds(
  scope: Scope,
  body: (inner: Scope) => void,
  isAnother: () => boolean | undefined,
  branch: Hop,
  breaks: State[],
): boolean {
  const { session, state } = scope;
  const limit = Math.min(MAX_DECIDED_ROUNDS, Math.floor(MAX_ROUNDS / scope.nesting.rounds));
  const inside = readOften(scope, limit);
  for (let count = 0; count < limit && session.left.repeats > 0; count += 1) {
    const condition = isAnother();
    if (condition === undefined) return false;
    if (!condition) {
      if (count === 0) body({ ...inSubshell(scope), isUnreached: true });
      return true;
    }
    const end = runBody(inside, { body }, breaks, branch);
    goOn(state, end, breaks, branch);
    if (end.hasEnded) return true;
  }
  return false;
}

/** `for ((i = 0; i < 3; i++))`: the counter is unknown. */
export function runArithmeticFor(scope: Scope, node: ArithmeticFor): void {
  const { initialize, test, update, body } = node;
  const change = (inner: Scope, expression: ArithmeticFor['test']): void => {
    if (expression !== undefined) assignArithmetic(inner, expression);
  };
  const condition = (inner: Scope): void => {
    change(inner, test);
  };
  const inAnyRound = (inner: Scope): void => {
    condition(inner);
    scope.session.interpreter.runNode(inner, body);
  };
  const next = (inner: Scope): void => {
    change(inner, update);
  };
  change(scope, initialize);
  if (test === undefined) runLoop(scope, node, { body: inAnyRound, next }, true);
  else runLoop(scope, node, { body: inAnyRound, condition, next });
}

export function runFor(scope: Scope, node: For | Select): void {
  const { name, wordlist, body } = node;
  const { runNode } = scope.session.interpreter;
  for (const each of wordlist ?? []) runEmbedded(scope, each);
  const use = { expression: '"$@"', place: scriptPlace(scope.script, name.pos, name.end) };
  const variables = { state: scope.state, environment: scope.session.environment };
  const items =
    wordlist === undefined
      ? variableItems(variables, POSITIONAL, use)
      : wordlist.flatMap((each) => expandWord(scope, each));
  const count = itemCount(items);
  const branch = branchAt(scope, name);
  const isShort = count !== undefined && count <= MAX_UNROLLED && isWithinRounds(scope, count);
  if (node.type === 'For' && items !== undefined && isShort && scope.session.left.repeats > 0) {
    runForEach(readOften(scope, Math.max(count, 1)), node, items, branch);
    return;
  }
  const value = loopValue(items ?? [], name.text, use.place, branch, items === undefined);
  const inAnyRound = (inner: Scope): void => {
    bind(inner.state, name.text, scalar(value));
    runNode(inner, body);
  };
  runLoop(scope, node, { body: inAnyRound }, count !== undefined && count > 0);
}

function readOften(scope: Scope, count: number): Scope {
  const { nesting } = scope;
  return { ...scope, nesting: { ...nesting, rounds: nesting.rounds * count } };
}

/** True if the surrounding loops allow this many rounds. */
function isWithinRounds(scope: Scope, count: number): boolean {
  return count * scope.nesting.rounds <= MAX_ROUNDS;
}

function runForEach(scope: Scope, { name, body }: For, items: readonly Item[], branch: Hop): void {
  const { runNode } = scope.session.interpreter;
  const breaks: State[] = [];
  for (const item of items) {
    if (item.kind !== 'word') continue;
    const inRound = (inner: Scope): void => {
      bind(inner.state, name.text, scalar(item.text));
      runNode(inner, body);
    };
    const end = runBody(scope, { body: inRound }, breaks, branch);
    goOn(scope.state, end, breaks, branch);
    if (end.hasEnded) return;
  }
  if (items.length === 0) runNode({ ...inSubshell(scope), isUnreached: true }, body);
  if (breaks.length > 0) join(scope.state, [fork(scope.state), ...breaks], branch);
}

function loopValue(items: readonly Item[], name: string, place: Text['whole'], branch: Hop, isUnknown: boolean): Text {
  const texts = items.map((item) =>
    item.kind === 'word' ? item.text : Text.unknown(`$${name}`, item.unresolved.place),
  );
  if (isUnknown || texts.length === 0) return Text.unknown(`$${name}`, place);
  return mergeTexts(texts, { expression: `$${name}`, place, branch });
}
