import type {
  AndOr,
  Command,
  CommandNode,
  Pipeline,
  PipelineNode,
  Redirected,
  Statement,
  Subshell,
  While,
} from 'unbash';
import { getOrInsert } from '../../../util/maps.ts';
import { notePasswords } from '../state/passwords.ts';
import { addProblem, behindEnd, branchAt, inSubshell, type Scope, type ScriptNode } from '../state/scope.ts';
import { bind, fork, join, joinStates, lookUp, OUTPUT, type State, snapshot } from '../state/state.ts';
import { keepWritten } from '../state/written-text.ts';
import { limitProblem, type ParsedShell, parseSyntax } from '../syntax/parse-script.ts';
import { locationIn, type ScriptText, scriptPlace } from '../syntax/script-text.ts';
import { runCase, runIf } from './branches.ts';
import { inputOf } from './commands/input.ts';
import { runCommand } from './commands/run-command.ts';
import { isEndless, nodeCondition } from './conditions.ts';
import { goesToFile } from './coverage.ts';
import { bindDescriptors, openDescriptors } from './descriptors.ts';
import { runEmbedded } from './embedded.ts';
import { defineFunction } from './functions.ts';
import { runArithmeticFor, runFor, runWhile } from './loops/loops.ts';
import { isReplaced, type Narrowed, narrow, widen } from './narrowing.ts';
import { MAX_DEPTH } from './nested.ts';
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
  // In a partly unknown string, a syntax error may not be one.
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

/** Follows commands. `before` are the earlier commands of the pipe. */
export function runNode(scope: Scope, node: ScriptNode, before: readonly CommandNode[] = []): void {
  if (scope.depth > MAX_DEPTH) {
    const end = Math.max(node.end, node.pos + 1);
    addProblem(scope, limitProblem(scope.script, node.pos, end, 'This is nested too deeply to follow.'));
    return;
  }
  switch (node.type) {
    case 'CompoundList':
      runStatements(scope, node.commands);
      return;
    case 'Pipeline':
      runPipeline(scope, node);
      return;
    case 'AndOr':
      runChain(scope, node);
      return;
    case 'Command':
      runCommand(scope, node, before);
      return;
    default:
      runCompound({ ...scope, depth: scope.depth + 1 }, node, before);
  }
}

/** Follows statements up to an ending one, such as `exit`, and returns it. Code after a guard that probably ends the script is read as an untaken branch. */
function runStatements(scope: Scope, statements: readonly Statement[]): Statement | undefined {
  let at = scope;
  for (const statement of statements) {
    const { command, background } = statement;
    if (background === true) {
      if (at.isCaptured) printUnknown(at);
      runApart(at, command);
    } else runNode(at, command);
    if (!at.state.hasEnded) continue;
    if (isEnd(scope, command)) return statement;
    at = behindEnd(at);
  }
  return undefined;
}

const MAX_BEFORE = 1_000;

function runPipeline(scope: Scope, { commands }: Pipeline): void {
  const [only, ...others] = commands;
  if (only !== undefined && others.length === 0) {
    runNode(scope, only);
    return;
  }
  const last = commands.at(-1);
  const isPrinted = last?.type !== 'Command' || outputGoes(last.redirects) !== 'elsewhere';
  if (scope.isCaptured && isPrinted) printUnknown(scope);
  for (const [index, node] of commands.entries()) {
    const isHere = index === commands.length - 1 && scope.shell.options.has('lastpipe');
    const isPiped = scope.isPiped || index < commands.length - 1;
    const before = commands.slice(Math.max(index - MAX_BEFORE, 0), index);
    const input = inputFor(scope, { redirects: [] }, before);
    const inner = { ...(isHere ? { ...scope, isCaptured: false } : inSubshell(scope)), isPiped, input };
    runNode(inner, node, before);
    if (!isHere) keepWritten(inner.state, scope.state);
  }
}

/** `a && b || c`: the state after it is that of the last command that ran. */
function runChain(scope: Scope, { commands, operators }: AndOr): void {
  const [first, ...others] = commands;
  if (first === undefined) return;
  const { state } = scope;
  const printed = lookUp(state, OUTPUT);
  runNode(scope, first);
  const branch = branchAt(scope, first);
  const holds = nodeCondition(scope, first);
  let success: State | undefined = succeeds(first) || holds !== false ? state : undefined;
  let failure: State | undefined = succeeds(first) || holds === true ? undefined : state;
  let isGuard = false;
  for (const [index, node] of others.entries()) {
    const isAnd = operators[index] === '&&';
    const way = isAnd ? success : failure;
    let other = isAnd ? failure : success;
    const from = way?.hasEnded === true ? undefined : way;
    const after = from === undefined || from === state ? fork(state) : snapshot(from, state);
    const inner = { ...scope, state: after, isUnreached: scope.isUnreached || from === undefined };
    const narrowed = index === 0 ? narrow(after, first, isAnd) : undefined;
    // `$(command -v docker || echo podman)`
    if (index === 0 && !isAnd && looksUp(first)) bind(after, OUTPUT, printed);
    runNode(inner, node);
    if (narrowed !== undefined && other === state) {
      other = unlessReplaced(state, { first, holds: !isAnd, after, narrowed });
      if (isAnd) failure = other;
      else success = other;
    }
    if (narrowed !== undefined) widen(after, narrowed, () => false);
    // After `[ -n "$X" ] || exit`, X is filled.
    isGuard = index === 0 && others.length === 1 && after.hasEnded;
    if (from === undefined) continue;
    const result = nodeCondition(inner, node);
    const mayFail = result !== true && !succeeds(node);
    const joined = joinStates(state, other === undefined ? [after] : [after, other], branch);
    if (isAnd) {
      success = result === false ? undefined : after;
      if (mayFail) failure = joined;
    } else {
      if (result !== false) success = joined;
      failure = mayFail ? after : undefined;
    }
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

/** The state of assigned variables if the second command doesn't run: after `[ -n "$X" ] || X=default`, X is filled. */
function unlessReplaced(state: State, { first, holds, after, narrowed }: Skipped): State {
  if (![...narrowed.keys()].some((name) => isReplaced(after, name, narrowed))) return state;
  const other = fork(state);
  widen(other, narrow(other, first, holds), (name) => isReplaced(after, name, narrowed));
  return other;
}

function runCompound(scope: Scope, node: Exclude<CommandNode, Command>, before: readonly CommandNode[]): void {
  switch (node.type) {
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
      runApart(scope, node.body);
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

/** The input of a group's commands: its own, a pipe's, or the outer one. */
function inputFor(scope: Scope, node: Pick<Command, 'redirects'>, before: readonly CommandNode[]): Scope['input'] {
  const hasOwn = givenInput(node) !== undefined || inputFile(node) !== undefined;
  return hasOwn || before.length > 0 ? () => inputOf(scope, node, before) : scope.input;
}

/** `while read line; do …; done` is read once for all lines. Reports engine commands in the lines, which it may run. */
function runLoopOver(scope: Scope, node: While, redirects: Command['redirects'], before: readonly CommandNode[]): void {
  const { pos, end } = node.clause;
  const isReader = /\bread\b/.test(scope.script.text.slice(pos, end));
  const lines = isReader ? inputOf(scope, { redirects }, before) : undefined;
  reportCommandsIn(scope, lines, locationIn(scope.script, pos, end), "This loop's input is not followed line by line");
  runWhile(scope, node);
}

/** Follows commands in a subshell, which keeps nothing but the files that it writes. */
function runApart(scope: Scope, node: ScriptNode): void {
  const inner = inSubshell(scope);
  runNode(inner, node);
  keepWritten(inner.state, scope.state);
}

function runSubshell(scope: Scope, { body, pos, end }: Subshell): void {
  if (!scope.isCaptured) {
    runApart(scope, body);
    return;
  }
  const isForFile = lookUp(scope.state, OUTPUT).isForFile === true;
  const run = (inner: Scope): void => {
    runNode(inner, body);
  };
  printBinding(scope, runCaptured(scope, scriptPlace(scope.script, pos, end), run, isForFile));
}

/** True if it always ends: a command that ends something, or a loop without an end or `break`. */
function isEnd(scope: Scope, node: Statement['command']): boolean {
  const commands: readonly Statement['command'][] = node.type === 'Pipeline' ? node.commands : [node];
  const [only, ...others] = commands;
  if (only === undefined || others.length > 0) return false;
  if (only.type === 'While')
    return isEndless(only.clause) && !scope.script.text.slice(only.pos, only.end).includes('break');
  // Where a file can't be read, bash goes on.
  return only.type === 'Command' && ENDS.has(only.name?.text ?? '') && inputFile(only) === undefined;
}

const ENDS: ReadonlySet<string> = new Set(['exit', 'return', 'break', 'continue', 'exec']);

/** True for commands that print a program's path, or nothing. */
function looksUp(node: PipelineNode): boolean {
  if (node.type !== 'Command') return false;
  const [name, option] = [node.name?.text, node.args[0]?.text];
  return name === 'which' || (name === 'command' && option === '-v') || (name === 'type' && option === '-p');
}

/** True for commands that can't fail: an assignment of known text, and printing. */
function succeeds(node: PipelineNode): boolean {
  if (node.type === 'Command' && (node.name?.text === 'echo' || node.name?.text === 'printf')) return true;
  return (
    node.type === 'Command' &&
    node.name === undefined &&
    !/[`]|\$\(/.test(node.prefix.map((part) => (part.type === 'Assignment' ? part.text : '`')).join(' '))
  );
}
