import type { Command, While } from 'unbash';
import { Text } from '../../../../text/text.ts';
import { isEngineCommand } from '../../../programs/engines.ts';
import { expandArgument, expandText } from '../../expand/words.ts';
import { linesOf } from '../../items/fields.ts';
import type { Item } from '../../items/items.ts';
import { branchAt, inSubshell, reportLimit, type Scope } from '../../state/scope.ts';
import { fork, join, type State } from '../../state/state.ts';
import { readLine } from '../builtins/reading.ts';
import { runEmbedded } from '../embedded.ts';
import { isWithinRounds, MAX_DECIDED_ROUNDS } from './loops.ts';
import { goOn, runBody } from './rounds.ts';

/** What reads its lines from the input of the whole loop, so that a round has more than one. */
const READERS = /\b(?:read|mapfile|readarray)\b/;

/** Follows `while read line; do …; done` line by line where its input is known. False where that cannot be done. */
export function runLines(scope: Scope, node: While, input: () => Text | undefined): boolean {
  const { clause, body, kind } = node;
  const { session, state, rounds, script } = scope;
  const reader = kind === 'while' ? readerOf(clause.commands[0]?.command, clause.commands.length) : undefined;
  if (reader === undefined || READERS.test(script.text.slice(body.pos, body.end))) return false;
  const text = input();
  if (text?.isKnown !== true) return false;
  const lines = linesOf(text);
  if (lines.length > MAX_DECIDED_ROUNDS || !isWithinRounds(scope, lines.length) || session.repeats <= 0) {
    if (lines.some(({ skeleton }) => isEngineCommand(skeleton))) reportLimit(scope, text.whole.location, TOO_MANY);
    return false;
  }
  runEmbedded(scope, clause);
  const words = reader.args.flatMap((argument) => expandArgument(scope, argument));
  const environment = environmentOf(scope, reader);
  const trial = { ...scope, state: fork(state) };
  if (!lines.every((line) => readLine(trial, words, line, environment))) return false;
  const end = new Text([], text.whole);
  followLines({ ...scope, rounds: rounds * Math.max(lines.length, 1) }, node, { lines, end, words, environment });
  return true;
}

const TOO_MANY = `A loop over more than ${MAX_DECIDED_ROUNDS} lines is not followed line by line, so that commands in them are not read.`;

interface Reading {
  readonly lines: readonly Text[];
  /** What is read behind the last of them. */
  readonly end: Text;
  readonly words: readonly Item[];
  readonly environment: ReadonlyMap<string, Text>;
}

function followLines(
  scope: Scope,
  { clause, body }: While,
  { lines, end: nothing, words, environment }: Reading,
): void {
  const { state, session } = scope;
  const { runNode } = session.interpreter;
  const branch = branchAt(scope, clause);
  const breaks: State[] = [];
  if (lines.length === 0) runNode({ ...inSubshell(scope), isUnreached: true }, body);
  for (const line of lines) {
    const inRound = (inner: Scope): void => {
      readLine(inner, words, line, environment);
      runNode(inner, body);
    };
    const end = runBody(scope, { body: inRound }, { breaks, isExact: true }, branch);
    goOn(state, end, breaks, branch);
    if (end.hasEnded) return;
  }
  readLine(scope, words, nothing, environment);
  if (breaks.length > 0) join(state, [fork(state), ...breaks], branch);
}

/** The `read` that decides whether there is another round: `read line`, `read line || [ -n "$line" ]`. */
function readerOf(
  node: While['clause']['commands'][number]['command'] | undefined,
  count: number,
): Command | undefined {
  if (node === undefined || count > 1) return undefined;
  if (node.type === 'Pipeline')
    return node.commands.length === 1 && node.prefixes.length === 0 ? readerOf(node.commands[0], 1) : undefined;
  if (node.type === 'AndOr')
    return node.operators.every((operator) => operator === '||') ? readerOf(node.commands[0], 1) : undefined;
  return node.type === 'Command' && node.name?.text === 'read' && node.redirects.length === 0 ? node : undefined;
}

function environmentOf(scope: Scope, { prefix }: Command): ReadonlyMap<string, Text> {
  const environment = new Map<string, Text>();
  for (const part of prefix)
    if (part.type === 'Assignment' && part.value.type === 'Word')
      environment.set(part.name, expandText(scope, part.value, true));
  return environment;
}
