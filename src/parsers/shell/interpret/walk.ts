import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  Pipeline,
  PipelineNode,
  Redirected,
  Statement,
  Subshell,
  While,
} from 'unbash';
import type { Hop } from '../../../text/location.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { notePasswords } from '../state/passwords.ts';
import { addProblem, behindEnd, inSubshell, type Scope } from '../state/scope.ts';
import { bind, fork, join, joinStates, lookUp, OUTPUT, type State, snapshot } from '../state/state.ts';
import { keepWritten } from '../state/written-text.ts';
import { limitProblem, type ParsedShell, parseSyntax } from '../syntax/parse-script.ts';
import { locationIn, type ScriptText, scriptPlace } from '../syntax/script-text.ts';
import { runCase, runIf } from './branches.ts';
import { inputOf } from './commands/input.ts';
import { runCommand } from './commands/run-command.ts';
import { nodeCondition } from './conditions.ts';
import { goesToFile } from './coverage.ts';
import { bindDescriptors, openDescriptors } from './descriptors.ts';
import { runEmbedded } from './embedded.ts';
import { defineFunction } from './functions.ts';
import { runArithmeticFor, runFor, runWhile } from './loops/loops.ts';
import { isReplaced, type Narrowed, narrow, widen } from './narrowing.ts';
import { MAX_DEPTH } from './nested.ts';
import { isEnd, looksUp, succeeds } from './outcomes.ts';
import { givenInput, inputFile, outputGoes } from './output.ts';
import { printBinding, printUnknown, runCaptured } from './printing.ts';
import { reportCommandsIn } from './unread.ts';
import { assignArithmetic } from './variables/assignments.ts';
import { runWriting } from './written-files.ts';

/** Follows a whole script to its end, or to an unconditional `exit`. */
export function runScript(scope: Scope, script: ScriptText): void {
  const { parts, problems } = parsedScript(scope, script);
  let end = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const at = scope.state.hasEnded ? behindEnd(scope) : scope;
    const last = runStatements({ ...at, script: part.script }, part.statements);
    if (last === undefined) continue;
    end = locationIn(part.script, last.pos, last.end).span.end;
    break;
  }
  // The error may be in an unknown part.
  if (script.text !== '' && !script.slice(0, script.text.length).isKnown) return;
  for (const problem of problems) if (problem.place.location.span.start < end) addProblem(scope, problem);
}

function parsedScript(scope: Scope, script: ScriptText): ParsedShell {
  return getOrInsert(scope.session.parsed, script, () => {
    const parsed = parseSyntax(script, scope.shell.isPlain);
    for (const part of parsed.parts) notePasswords({ ...scope, script: part.script }, part.statements);
    return parsed;
  });
}

/** Follows a command or a list. `before` are the earlier commands of the pipe. */
export function runNode(scope: Scope, node: CommandNode | CompoundList, before: readonly CommandNode[] = []): void {
  if (scope.depth > MAX_DEPTH) {
    addProblem(
      scope,
      limitProblem(scope.script, node.pos, Math.max(node.end, node.pos + 1), 'This is nested too deeply to follow.'),
    );
    return;
  }
  if (node.type === 'CompoundList') runStatements(scope, node.commands);
  else runCommandNode({ ...scope, depth: scope.depth + 1 }, node, before);
}

/**
 * Follows statements up to one that ends the script, such as `exit`, and returns it. After a guard
 * that probably ends the script, code counts as untaken.
 */
function runStatements(scope: Scope, statements: readonly Statement[]): Statement | undefined {
  let at = scope;
  for (const statement of statements) {
    const { command, background } = statement;
    if (background === true && at.isCaptured) printUnknown(at);
    const from = at;
    if (background === true)
      runApart(from, (inner) => {
        runPipelineNode(inner, command);
      });
    else runPipelineNode(from, command);
    if (!at.state.hasEnded) continue;
    if (isEnd(scope, command)) return statement;
    at = behindEnd(at);
  }
  return undefined;
}

function runPipelineNode(scope: Scope, node: Statement['command']): void {
  switch (node.type) {
    case 'Pipeline': {
      runPipeline(scope, node);
      return;
    }
    case 'AndOr': {
      runChain(scope, node);
      return;
    }
    case 'Command': {
      runCommand(scope, node);
      return;
    }
    default:
      runNode(scope, node);
  }
}

const MAX_BEFORE = 1_000;

function runPipeline(scope: Scope, { commands }: Pipeline): void {
  const [only, ...others] = commands;
  if (only !== undefined && others.length === 0) {
    runPipelineNode(scope, only);
    return;
  }
  const last = commands.at(-1);
  const isPrinted = last?.type !== 'Command' || outputGoes(last.redirects) !== 'elsewhere';
  if (scope.isCaptured && isPrinted) printUnknown(scope);
  for (const [index, node] of commands.entries()) {
    const isHere = index === commands.length - 1 && scope.shell.options.has('lastpipe');
    const isPiped = scope.isPiped || index < commands.length - 1;
    const inner = { ...(isHere ? { ...scope, isCaptured: false } : inSubshell(scope)), isPiped };
    const before = commands.slice(Math.max(index - MAX_BEFORE, 0), index);
    if (node.type === 'Command') runCommand(inner, node, before);
    else runNode({ ...inner, input: inputFor(scope, { redirects: [] }, before) }, node, before);
    if (!isHere) keepWritten(inner.state, scope.state);
  }
}

/** `a && b || c`: later code continues from the last command that ran. */
function runChain(scope: Scope, { commands, operators }: AndOr): void {
  const [first, ...others] = commands;
  if (first === undefined) return;
  const { state } = scope;
  const printed = lookUp(state, OUTPUT);
  runPipelineNode(scope, first);
  const branch: Hop = {
    kind: 'branch',
    location: locationIn(scope.script, first.pos, Math.max(first.end, first.pos + 1)),
  };
  let result = nodeCondition(scope, first);
  let success: State | undefined = succeeds(first) || result !== false ? state : undefined;
  let failure: State | undefined = succeeds(first) || result === true ? undefined : state;
  let isGuard = false;
  for (const [index, node] of others.entries()) {
    const isAnd = operators[index] === '&&';
    const way = isAnd ? success : failure;
    const from = way?.hasEnded === true ? undefined : way;
    let other = isAnd ? failure : success;
    const after = from === undefined || from === state ? fork(state) : snapshot(from, state);
    const inner = { ...scope, state: after, isUnreached: scope.isUnreached || from === undefined };
    const narrowed = index === 0 ? narrow(after, first, isAnd) : undefined;
    // `$(command -v docker || echo podman)`
    if (index === 0 && !isAnd && looksUp(first)) bind(after, OUTPUT, printed);
    runPipelineNode(inner, node);
    if (narrowed !== undefined && other === state) {
      other = unlessReplaced(state, { first, holds: !isAnd, after, narrowed });
      if (isAnd) failure = other;
      else success = other;
    }
    if (narrowed !== undefined) widen(after, narrowed, () => false);
    // After `[ -n "$X" ] || exit`, X isn't empty.
    isGuard = index === 0 && others.length === 1 && after.hasEnded;
    if (from === undefined) continue;
    result = nodeCondition(inner, node);
    const rest = other === undefined ? [after] : [after, other];
    const joined = joinStates(state, rest, branch);
    success = isAnd ? (result === false ? undefined : after) : result === false ? success : joined;
    failure = isAnd
      ? result === true
        ? other
        : succeeds(node)
          ? other
          : joined
      : result === true || succeeds(node)
        ? undefined
        : after;
  }
  const ends = [success, failure].flatMap((end) => end ?? []).map((end) => (end === state ? fork(state) : end));
  join(state, ends, branch);
  if (isGuard) narrow(state, first, operators[0] !== '&&');
}

interface Skipped {
  readonly first: PipelineNode;
  readonly holds: boolean;
  readonly after: State;
  readonly narrowed: Narrowed;
}

/**
 * The state of assigned variables if the second command doesn't run: after `[ -n "$X" ] ||
 * X=default`, X isn't empty.
 */
function unlessReplaced(state: State, { first, holds, after, narrowed }: Skipped): State {
  if (![...narrowed.keys()].some((name) => isReplaced(after, name, narrowed))) return state;
  const other = fork(state);
  widen(other, narrow(other, first, holds), (name) => isReplaced(after, name, narrowed));
  return other;
}

function runCommandNode(scope: Scope, node: CommandNode, before: readonly CommandNode[]): void {
  switch (node.type) {
    case 'Command':
      runCommand(scope, node);
      return;
    case 'Redirected':
      runRedirected(scope, node, before);
      return;
    case 'Function':
      defineFunction(scope, node);
      return;
    case 'Subshell':
      runSubshell(scope, node);
      return;
    case 'BraceGroup':
      runNode(scope, node.body);
      return;
    case 'Coproc':
      bindDescriptors(scope, node.name?.text ?? 'COPROC', node);
      runApart(scope, (inner) => {
        runNode(inner, node.body);
      });
      return;
    case 'If':
      runIf(scope, node);
      return;
    case 'Case':
      runCase(scope, node);
      return;
    case 'For':
    case 'Select':
      runFor(scope, node);
      return;
    case 'While':
      runLoopOver(scope, node, [], before);
      return;
    case 'ArithmeticFor':
      runArithmeticFor(scope, node);
      return;
    case 'ArithmeticCommand':
      runEmbedded(scope, node);
      if (node.expression !== undefined) assignArithmetic(scope, node.expression);
      return;
    case 'TestCommand':
      runEmbedded(scope, node);
      return;
  }
}

function runRedirected(scope: Scope, node: Redirected, before: readonly CommandNode[]): void {
  const { command, redirects } = node;
  for (const redirect of redirects) runEmbedded(scope, redirect);
  openDescriptors(scope, node);
  const goes = outputGoes(redirects);
  if (goes === 'mixed' && scope.isCaptured) printUnknown(scope);
  const isCaptured = scope.isCaptured && goes !== 'elsewhere';
  const isPiped = scope.isPiped || goesToFile(node);
  runWriting({ ...scope, isCaptured, isPiped, input: inputFor(scope, node, before) }, node, (writing) => {
    if (command.type === 'While') runLoopOver(writing, command, redirects, before);
    else runNode(writing, command, before);
  });
}

/** A group's input: its own, a pipe's, or the outer one. */
function inputFor(scope: Scope, node: Pick<Command, 'redirects'>, before: readonly CommandNode[]): Scope['input'] {
  const hasOwn = givenInput(node) !== undefined || inputFile(node) !== undefined;
  return hasOwn || before.length > 0 ? () => inputOf(scope, node, before) : scope.input;
}

/**
 * `while read line; do …; done` is followed once for all lines. Reports engine commands in the
 * lines: the loop may run them.
 */
function runLoopOver(scope: Scope, node: While, redirects: Command['redirects'], before: readonly CommandNode[]): void {
  const { pos, end } = node.clause;
  const isReader = /\bread\b/.test(scope.script.text.slice(pos, end));
  const lines = isReader ? inputOf(scope, { redirects }, before) : undefined;
  reportCommandsIn(scope, lines, locationIn(scope.script, pos, end), "This loop's input is not followed line by line");
  runWhile(scope, node);
}

/** Follows commands in a subshell, from which only written files remain. */
function runApart(scope: Scope, run: (inner: Scope) => void): void {
  const inner = inSubshell(scope);
  run(inner);
  keepWritten(inner.state, scope.state);
}

function runSubshell(scope: Scope, { body, pos, end }: Subshell): void {
  if (!scope.isCaptured) {
    runApart(scope, (inner) => {
      runNode(inner, body);
    });
    return;
  }
  const isForFile = lookUp(scope.state, OUTPUT).isForFile === true;
  const run = (inner: Scope): void => {
    runNode(inner, body);
  };
  const printed = runCaptured(scope, scriptPlace(scope.script, pos, end), run, isForFile);
  printBinding(scope, printed);
}
