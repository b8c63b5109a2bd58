import type { AndOr, Case, CommandNode, CompoundList, For, If, Pipeline, PipelineNode, Select, Statement, While } from 'unbash';
import type { Hop } from '../../model/source.ts';
import { Text } from '../../model/text.ts';
import { assignArithmetic } from './assignments.ts';
import { runCommand, runEmbedded } from './commands.ts';
import { conditionOf, decisiveValue, isEndless, matchesCase, nodeCondition } from './conditions.ts';
import { defineFunction } from './functions.ts';
import { countOf, itemsOf } from './variables.ts';
import type { Item } from './items.ts';
import { mergeTexts } from './merge.ts';
import { MAX_DEPTH } from './nested.ts';
import { limitProblem, parseScript } from './parse-script.ts';
import { addProblem, inSubshell, type Loop, type Scope } from './scope.ts';
import { locationIn, placeIn, type ScriptText } from './script-text.ts';
import { bind, fork, join, POSITIONAL, scalar, snapshot, unknownParameters, type State } from './state.ts';
import { expandText, expandWord } from './words.ts';

/** A loop over at most so many literal words is followed word by word. */
const MAX_UNROLLED = 8;

/** A loop whose condition is decided each time, such as one over the arguments of a call, is followed up to so often. */
const MAX_DECIDED_ROUNDS = 40;

/** Reads a whole script and follows it to its end, or to an `exit` that is always taken. */
export function runScript(scope: Scope, script: ScriptText): void {
  const { parts, problems } = parseScript(script);
  let end = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    if (scope.state.hasEnded) break;
    const last = runStatements({ ...scope, script: part.script }, part.statements);
    if (last !== undefined) end = locationIn(part.script, last.pos, last.end).span.end;
  }
  // Where part of a string is unknown, what looks like an error need not be one.
  if (script.text !== '' && !script.slice(0, script.text.length).isKnown) return;
  for (const problem of problems) if (problem.place.location.span.start < end) addProblem(scope, problem);
}

/** Follows one command or a list of them. */
export function runNode(scope: Scope, node: CommandNode | CompoundList): void {
  if (scope.depth > MAX_DEPTH) {
    addProblem(scope, limitProblem(scope.script, node.pos, Math.max(node.end, node.pos + 1), 'This is nested too deeply to be followed.'));
    return;
  }
  if (node.type === 'CompoundList') runStatements(scope, node.commands);
  else runCommandNode({ ...scope, depth: scope.depth + 1 }, node);
}

/** Follows statements up to one that ends the way through them, and returns that one. */
function runStatements(scope: Scope, statements: readonly Statement[]): Statement | undefined {
  for (const statement of statements) {
    const { command, background } = statement;
    runPipelineNode(background === true ? inSubshell(scope) : scope, command);
    if (scope.state.hasEnded) return statement;
  }
  return undefined;
}

function runPipelineNode(scope: Scope, node: Statement['command']): void {
  switch (node.type) {
    case 'Pipeline':
      { runPipeline(scope, node); return; }
    case 'AndOr':
      { runChain(scope, node); return; }
    case 'Command':
      { runCommand(scope, node); return; }
    default:
      runNode(scope, node);
  }
}

function runPipeline(scope: Scope, { commands }: Pipeline): void {
  const [only, ...others] = commands;
  if (only !== undefined && others.length === 0) { runPipelineNode(scope, only); return; }
  for (const [index, node] of commands.entries()) {
    const inner = inSubshell(scope);
    if (node.type === 'Command') runCommand(inner, node, commands[index - 1]);
    else runNode(inner, node);
  }
}

/** `a && b || c`: what holds after it is what held after the last command that ran. */
function runChain(scope: Scope, { commands, operators }: AndOr): void {
  const [first, ...others] = commands;
  if (first === undefined) return;
  const { state } = scope;
  runPipelineNode(scope, first);
  const branch: Hop = { kind: 'branch', location: locationIn(scope.script, first.pos, Math.max(first.end, first.pos + 1)) };
  let result = nodeCondition(scope, first);
  let success: State | undefined = succeeds(first) || result !== false ? state : undefined;
  let failure: State | undefined = succeeds(first) || result === true ? undefined : state;
  for (const [index, node] of others.entries()) {
    const isAnd = operators[index] === '&&';
    const way = isAnd ? success : failure;
    const from = way?.hasEnded === true ? undefined : way;
    const other = isAnd ? failure : success;
    const after = from === undefined || from === state ? fork(state) : snapshot(from, state);
    const inner = { ...scope, state: after, isUnreached: scope.isUnreached || from === undefined };
    runPipelineNode(inner, node);
    if (from === undefined) continue;
    result = nodeCondition(inner, node);
    const rest = other === undefined ? [after] : [after, other];
    const joined = joinStates(state, rest, branch);
    success = isAnd ? (result === false ? undefined : after) : result === false ? success : joined;
    failure = isAnd ? (result === true ? other : succeeds(node) ? other : joined) : result === true || succeeds(node) ? undefined : after;
  }
  const ends = [success, failure].flatMap((end) => end ?? []).map((end) => (end === state ? fork(state) : end));
  join(state, ends, branch);
}

/** One state for several that all began with `base`. */
function joinStates(base: State, states: readonly State[], branch: Hop): State {
  const [only, ...others] = new Set(states);
  if (only !== undefined && others.length === 0) return only;
  const joined = fork(base);
  join(joined, states.map((state) => ({ ...snapshot(state, base), parent: joined, hasEnded: state.hasEnded })), branch);
  return joined;
}

/** True for what cannot fail: an assignment of known text. */
function succeeds(node: PipelineNode): boolean {
  return node.type === 'Command' && node.name === undefined && !/[`]|\$\(/.test(node.prefix.map((part) => (part.type === 'Assignment' ? part.text : '`')).join(' '));
}

function runCommandNode(scope: Scope, node: CommandNode): void {
  switch (node.type) {
    case 'Command':
      { runCommand(scope, node); return; }
    case 'Redirected':
      for (const redirect of node.redirects) runEmbedded(scope, redirect);
      { runNode(scope, node.command); return; }
    case 'Function':
      { defineFunction(scope, node); return; }
    case 'Subshell':
      { runNode(inSubshell(scope), node.body); return; }
    case 'BraceGroup':
      { runNode(scope, node.body); return; }
    case 'Coproc':
      { runNode(inSubshell(scope), node.body); return; }
    case 'If':
      { runIf(scope, node, 0); return; }
    case 'Case':
      { runCase(scope, node); return; }
    case 'For':
    case 'Select':
      { runFor(scope, node); return; }
    case 'While':
      { runWhile(scope, node); return; }
    case 'ArithmeticFor':
      for (const part of [node.initialize, node.test, node.update]) if (part !== undefined) assignArithmetic(scope, part);
      { runLoop(scope, node.body, (inner) => { runNode(inner, node.body); }); return; }
    case 'ArithmeticCommand':
      runEmbedded(scope, node);
      if (node.expression !== undefined) assignArithmetic(scope, node.expression);
      return;
    case 'TestCommand':
      { runEmbedded(scope, node); return; }
  }
}

function branchAt(scope: Scope, { pos, end }: { readonly pos: number; readonly end: number }): Hop {
  return { kind: 'branch', location: locationIn(scope.script, pos, Math.max(end, pos + 1)) };
}

/** `if`, from the `elif` of number `index` on. */
function runIf(scope: Scope, node: If, index: number): void {
  const { clause, then } = index === 0 ? node : (node.elif[index - 1] ?? node);
  runNode(scope, clause);
  const condition = conditionOf(scope, clause);
  const taken = fork(scope.state);
  const skipped = fork(scope.state);
  runNode({ ...scope, state: taken, isUnreached: scope.isUnreached || condition === false }, then);
  const rest = { ...scope, state: skipped, isUnreached: scope.isUnreached || condition === true };
  if (index < node.elif.length) runIf(rest, node, index + 1);
  else if (node.else !== undefined) runNode(rest, node.else);
  const ends = condition === undefined ? [taken, skipped] : condition ? [taken] : [skipped];
  join(scope.state, ends, branchAt(scope, clause));
}

function runCase(scope: Scope, { word, items }: Case): void {
  runEmbedded(scope, word);
  const value = decisiveValue(scope, expandText(scope, word));
  const ends: State[] = [];
  let isDecided = value !== undefined;
  let isTaken = false;
  let hasDefault = false;
  for (const [index, item] of items.entries()) {
    for (const pattern of item.pattern) runEmbedded(scope, pattern);
    const matched = value === undefined || isTaken || !isDecided ? undefined : matchesCase(scope, value, item.pattern);
    if (!isTaken && matched === undefined) isDecided = false;
    const isUnreached = isTaken || (isDecided && matched === false);
    const state = fork(scope.state);
    for (let at = index; at < items.length; at += 1) {
      const current = items[at];
      if (current === undefined) break;
      runNode({ ...scope, state, isUnreached: scope.isUnreached || isUnreached }, current.body);
      if (current.terminator !== ';&') break;
    }
    if (!isUnreached) ends.push(state);
    if (isDecided && matched === true) isTaken = true;
    hasDefault ||= item.pattern.some(({ text }) => text === '*');
  }
  if (!isTaken && !hasDefault) ends.push(fork(scope.state));
  join(scope.state, ends, branchAt(scope, word));
}

/** One way through a loop's body, in which `continue` leads to its end. */
function runBody(scope: Scope, body: (inner: Scope) => void, loop: Omit<Loop, 'continues' | 'base'>, branch: Hop): State {
  const { state } = scope;
  const inner = fork(state);
  const continues: State[] = [];
  body({ ...scope, state: inner, loop: { base: state, breaks: loop.breaks, continues } });
  const end = fork(state);
  join(end, [inner, ...continues].map((each) => ({ ...each, parent: end })), branch);
  return end;
}

/**
 * A loop that runs any number of times: its body is read with what may hold at the start of any round. First only the
 * variables that it changes are followed.
 */
function runLoop(scope: Scope, node: { readonly pos: number; readonly end: number }, body: (inner: Scope) => void, isEntered = false): void {
  const { state, session } = scope;
  const branch = branchAt(scope, { pos: node.pos, end: node.pos + 1 });
  const start = fork(state);
  if (!scope.isSilent && session.repeats > 0) {
    const first = runBody({ ...scope, isSilent: true }, body, { breaks: [] }, branch);
    if (first.changed.size > 0) {
      join(start, [{ ...fork(start) }, { ...first, parent: start }], branch);
      if (first.changed.has(POSITIONAL)) bind(start, POSITIONAL, unknownParameters('$@', branch));
    }
  }
  const breaks: State[] = [];
  const loopStart = start.changed.size > 0 ? start : state;
  const end = runBody({ ...scope, state: loopStart }, body, { breaks }, branch);
  const ends = [end, ...breaks].map((each) => ({ ...snapshot(each, state), hasEnded: each.hasEnded }));
  if (!isEntered) ends.push(fork(state));
  join(state, ends, branch);
  if (ends.some(({ changed }) => changed.has(POSITIONAL))) bind(state, POSITIONAL, unknownParameters('$@', branch));
}

function runWhile(scope: Scope, node: While): void {
  const { clause, body, kind } = node;
  if (isEndless(clause)) { runLoop(scope, node, (inner) => { runNode(inner, body); }, true); return; }
  const breaks: State[] = [];
  for (let round = 0; round < MAX_DECIDED_ROUNDS && scope.session.repeats > 0; round += 1) {
    const condition = conditionOf(scope, clause);
    if (condition === undefined) break;
    if (condition === (kind === 'until')) {
      runNode(scope, clause);
      if (round === 0) runNode({ ...inSubshell(scope), isUnreached: true }, body);
      if (breaks.length > 0) join(scope.state, [fork(scope.state), ...breaks], branchAt(scope, clause));
      return;
    }
    runNode(scope, clause);
    const end = runBody(scope, (inner) => { runNode(inner, body); }, { breaks }, branchAt(scope, clause));
    if (end.hasEnded && breaks.length > 0) { join(scope.state, breaks, branchAt(scope, clause)); return; }
    join(scope.state, [end], branchAt(scope, clause));
    if (end.hasEnded) return;
  }
  runLoop(scope, node, (inner) => {
    runNode(inner, clause);
    runNode(inner, body);
  });
}

function runFor(scope: Scope, node: For | Select): void {
  const { name, wordlist, body } = node;
  for (const each of wordlist ?? []) runEmbedded(scope, each);
  const use = { expression: '"$@"', place: placeIn(scope.script, name.pos, name.end) };
  const variables = { state: scope.state, environment: scope.session.environment };
  const items = wordlist === undefined ? itemsOf(variables, POSITIONAL, use) : wordlist.flatMap((each) => expandWord(scope, each));
  const count = countOf(items);
  const branch = branchAt(scope, name);
  if (node.type === 'For' && items !== undefined && count !== undefined && count <= MAX_UNROLLED && scope.session.repeats > 0) {
    runForEach(scope, node, items, branch); return;
  }
  const value = loopValue(items ?? [], name.text, use.place, branch, items === undefined);
  runLoop(scope, node, (inner) => {
    bind(inner.state, name.text, scalar(value));
    runNode(inner, body);
  }, count !== undefined && count > 0);
}

function runForEach(scope: Scope, { name, body }: For, items: readonly Item[], branch: Hop): void {
  const breaks: State[] = [];
  for (const item of items) {
    if (item.kind !== 'word') continue;
    const end = runBody(
      scope,
      (inner) => {
        bind(inner.state, name.text, scalar(item.text));
        runNode(inner, body);
      },
      { breaks },
      branch,
    );
    if (end.hasEnded) {
      scope.state.hasEnded = breaks.length === 0;
      break;
    }
    join(scope.state, [end], branch);
  }
  if (items.length === 0) runNode({ ...inSubshell(scope), isUnreached: true }, body);
  if (breaks.length > 0) join(scope.state, [fork(scope.state), ...breaks], branch);
}

/** The value of a loop's variable in any of its rounds. */
function loopValue(items: readonly Item[], name: string, place: Text['whole'], branch: Hop, isUnknown: boolean): Text {
  const texts = items.map((item) => (item.kind === 'word' ? item.text : Text.unknown(`$${name}`, item.opening.place)));
  if (isUnknown || texts.length === 0) return Text.unknown(`$${name}`, place);
  return mergeTexts(texts, { expression: `$${name}`, place, branch });
}

