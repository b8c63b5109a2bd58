import type { Command, CommandArgument, CommandNode, Word } from 'unbash';
import type { Problem } from '../../../model/finding.ts';
import type { Location, Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { DockerInvocation } from '../../docker/commands/invocation.ts';
import { holdsOptions } from '../../docker/grammar/unresolved-options.ts';
import {
  baseName,
  canFollowEngine,
  findProgram,
  isEngineCommand,
  type Program,
  variableName,
} from '../../programs/engines.ts';
import { readShellWords, type Unwrapped, unwrap } from '../../programs/unwrap.ts';
import { findWrapper, isNamedLikeWrapper, isReader, isShell, type Wrapper } from '../../programs/wrappers.ts';
import { commandNames, guessedProgram, plainWords, textAt } from '../expand/command-words.ts';
import { type Item, isCertainItem, placeOf, sourceOf, valueOfItem, word } from '../expand/items.ts';
import { joinWords } from '../expand/joined-words.ts';
import { withInput, withoutPlaceholder } from '../expand/placeholders.ts';
import { expandArgument, expandInput, expandText, expandWord } from '../expand/words.ts';
import { noteArguments, noteAssignments, noteText } from '../state/assigned-values.ts';
import { assign } from '../state/assignments.ts';
import { clientEnvironment, type PassedVariables } from '../state/client-environment.ts';
import { declare, defineAliases, expandAlias, isDeclaration } from '../state/declarations.ts';
import { addProblem, locationKey, type Scope, tellOnce } from '../state/scope.ts';
import { fork } from '../state/state.ts';
import { locationIn, placeIn } from '../syntax/script-text.ts';
import { findBuiltin } from './builtins.ts';
import { openDescriptors } from './descriptors.ts';
import { runEmbedded } from './embedded.ts';
import { callFunction, findFunction } from './functions.ts';
import { inputOf } from './input.ts';
import { runLater, runString } from './nested.ts';
import { givenInput, inputFile, outputGoes } from './output.ts';
import { printCommand, printFile, printUnknown } from './printing.ts';

/** A command's words, and what else decides how they are run. */
interface Call {
  readonly words: readonly Item[];
  /** Where a word of several came from between quotes: `"${C[@]}"`, for each word that it gives. */
  readonly quoted: ReadonlyMap<Item, Place>;
  /** The whole command. */
  readonly location: Location;
  /** Variables for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
  /** What of that and of what is exported a program gets. */
  readonly passed: PassedVariables;
  /** What a shell would read from its input. */
  readonly input: () => Text | undefined;
  /** The part of that which is its own: a here-document, a here-string. */
  readonly given: () => Text | undefined;
  /** It reads nothing: `< /dev/null`. */
  readonly hasNoInput: boolean;
  /** The shell itself looks the name up: functions and builtins count. */
  readonly isDirect: boolean;
  readonly depth: number;
}

const MAX_WRAPPERS = 20;

/** Of a command with more words than this the rest is not read. */
const MAX_WORDS = 10_000;

/** Follows one simple command. `piped` is the command before it in a pipe. */
export function runCommand(scope: Scope, node: Command, piped?: CommandNode): void {
  spend(scope, node);
  runEmbedded(scope, node);
  noteAssignments(scope, node);
  openDescriptors(scope, node);
  if (node.name === undefined) {
    if (scope.isCaptured && inputFile(node) !== undefined) printFile(scope, node);
    for (const part of node.prefix) if (part.type === 'Assignment') assign(scope, part);
    return;
  }
  if (isDeclaration(node.name.text)) {
    declare(scope, node, node.name.text);
    return;
  }
  if (expandAlias(scope, node, node.name)) return;
  const goes = scope.isCaptured ? outputGoes(node.redirects) : 'elsewhere';
  runNamedCommand(goes === 'elsewhere' ? { ...scope, isCaptured: false } : scope, node, node.name, piped);
  if (goes === 'mixed') printUnknown(scope);
}

function runNamedCommand(scope: Scope, node: Command, name: Word, piped: CommandNode | undefined): void {
  const first = asWritten(expandWord(scope, name), name.text);
  if (scope.isCaptured && !printsItself(scope, first[0])) {
    const words = node.args.flatMap((argument) => expandArgument(scope, argument));
    printCommand(scope, node, [...first, ...words]);
  }
  if (first.length > 0 && !isInteresting(scope, first, node.args)) {
    noteArguments(scope, node);
    // `: ${X:=default}`
    for (const argument of node.args) if (/\$\{\w+:?=/.test(argument.text)) expandArgument(scope, argument);
    return;
  }
  const environment = new Map<string, Text>();
  for (const part of node.prefix) {
    if (part.type === 'Assignment' && part.value.type === 'Word')
      environment.set(part.name, expandText(scope, part.value, true));
  }
  const quoted = new Map<Item, Place>();
  const words = wordsOf(scope, name, first, node.args, quoted);
  const location = locationIn(scope.script, node.pos, node.end);
  const input = givenInput(node);
  const given = (): Text | undefined => (input === undefined ? undefined : expandInput(scope, input));
  const hasNoInput = node.redirects.some(
    (redirect) => redirect.type === 'Redirect' && redirect.operator === '<' && redirect.target?.value === '/dev/null',
  );
  runWords(scope, {
    words,
    quoted,
    location,
    environment,
    passed: { own: environment, hasExported: true },
    input: () => inputOf(scope, node, piped),
    given,
    hasNoInput,
    isDirect: true,
    depth: 0,
  });
}

/** True for what runs commands in this shell, which print by themselves. */
function printsItself(scope: Scope, first: Item | undefined): boolean {
  const name = valueOfItem(first);
  const isRunner = name === 'eval' || name === '.' || name === 'source';
  return name !== undefined && (isRunner || findFunction(scope, name) !== undefined);
}

/** A command's words, those past the last one that is read left out. Those that are one of several between quotes are put into `quoted`. */
function wordsOf(
  scope: Scope,
  name: Word,
  first: readonly Item[],
  args: Command['args'],
  quoted: Map<Item, Place>,
): readonly Item[] {
  const words = [...first];
  const note = ({ text, pos, end }: CommandArgument, items: readonly Item[]): void => {
    if (text.startsWith('"') && text.endsWith('"') && text.includes('@'))
      for (const item of items) quoted.set(item, placeIn(scope.script, pos, end));
  };
  note(name, first);
  for (const argument of args) {
    const items = asWritten(expandArgument(scope, argument), argument.text);
    note(argument, items);
    for (const item of items) words.push(item);
    const next = words[MAX_WORDS + 1];
    if (next === undefined) continue;
    addProblem(scope, wordLimit(placeOf(next)));
    break;
  }
  return words;
}

/** The items with the word of the command that gives them, where they are not known. */
function asWritten(items: readonly Item[], written: string): readonly Item[] {
  return items.map((item) => (item.kind === 'word' && item.text.isKnown ? item : { ...item, written }));
}

/** Takes a command off what may still be read. When nothing is left of it, loops and calls are no longer followed round by round. */
function spend(scope: Scope, { pos, end, args }: Command): void {
  const { session, script } = scope;
  session.repeats -= 1 + args.length;
  if (session.repeats <= 0) tellOnce(scope, locationIn(script, pos, Math.max(end, pos + 1)), TOO_OFTEN);
}

const TOO_OFTEN =
  'The loops and functions of this script repeat its commands so often that they are not followed further: from here on each command is read once.';

/** False for a command that neither is nor runs anything that is looked for: its words need not be expanded. */
function isInteresting(scope: Scope, [first]: readonly Item[], args: Command['args']): boolean {
  const name = valueOfItem(first);
  if (name === undefined || first === undefined || !isCertainItem(first)) return true;
  const base = baseName(name);
  return (
    name === '$' ||
    name === 'alias' ||
    name === 'find' ||
    findFunction(scope, name) !== undefined ||
    findBuiltin(name) !== undefined ||
    findProgram(name) !== undefined ||
    findWrapper(base) !== undefined ||
    isShell(base) ||
    isNamedLikeWrapper(base) ||
    args.some(({ text }, index) => text === '--' && findProgram(args[index + 1]?.text ?? '') !== undefined)
  );
}

/** Follows a command by its words: a function, a builtin, docker, or what runs another command. */
function runWords(scope: Scope, call: Call): void {
  const [first, ...rest] = call.words;
  if (first === undefined) return;
  if (call.depth > MAX_WRAPPERS) {
    tellOnce(
      scope,
      call.location,
      `A command that stands behind more than ${MAX_WRAPPERS} others that run it is not read.`,
    );
    return;
  }
  const names = commandNames(first);
  const next = valueOfItem(rest[0]);
  const programs = names.flatMap((name) => findProgram(name) ?? []);
  const guess = guessedProgram(first, next);
  // One that is docker or podman is read as docker's: the flags are the same, and docker's daemon runs as root.
  const program = (programs.includes('docker') ? 'docker' : programs[0]) ?? guess?.program;
  const [name] = names;
  const functions = call.isDirect && name !== undefined ? findFunction(scope, name) : undefined;
  if (functions !== undefined) {
    const { definitions, mayBeOther } = functions;
    const other = mayBeOther ? { ...scope, state: fork(scope.state) } : undefined;
    callFunction(scope, definitions, rest, placeOf(first).location, call.environment);
    // `if missing docker; then docker() { podman "$@"; }; fi`
    if (other !== undefined) runWords(other, { ...call, isDirect: false });
  } else if (program !== undefined) {
    record(scope, call, program, new Set(programs).size > 1 || (programs.length === 0 && guess?.mayBeAnother === true));
  } else if (name === '$') {
    // A prompt that was copied along.
    runWords(scope, { ...call, words: rest, depth: call.depth + 1 });
  } else if (name === undefined && runsElsewhere(first, rest)) {
    const ssh = findWrapper('ssh');
    if (ssh !== undefined) runWrapper(scope, call, 'ssh', ssh, rest);
  } else if (name === undefined || !isCertainItem(first)) {
    // `$SUDO docker run …`, and a prefix that stands there on some code paths only: what comes after it is run.
    if (rest.some((item) => commandNames(item).some((other) => findProgram(other) !== undefined)))
      runWords(scope, { ...call, words: rest, depth: call.depth + 1 });
  } else {
    runNamed(scope, call, name, rest);
  }
}

/** True for an unknown word that is named after `ssh`, unless a program follows that it runs at once: `$SSH host docker run …`, but `$SSH_HOST docker run …`. */
function runsElsewhere(first: Item, [next]: readonly Item[]): boolean {
  const name = variableName((first.written ?? '').replace(/^"(.*)"$/, '$1').toLowerCase());
  return name !== undefined && /(?:^|_)ssh(?:_|$)/.test(name) && findProgram(valueOfItem(next) ?? '') === undefined;
}

function runNamed(scope: Scope, call: Call, name: string, rest: readonly Item[]): void {
  const base = baseName(name);
  const builtin = call.isDirect ? findBuiltin(name) : undefined;
  const wrapper = findWrapper(base);
  if (builtin !== undefined) builtin(scope, rest, call);
  else if (name === 'alias') defineAliases(scope, rest);
  else if (isShell(base)) runShell(scope, call, rest);
  else if (wrapper !== undefined) runWrapper(scope, call, base, wrapper, rest);
  else if (name === 'find') runFind(scope, call, rest);
  else if (isNamedLikeWrapper(base) && runUnknownWrapper(scope, call, rest)) return;
  else if (!isReader(base)) runBehindDashes(scope, call, rest);
}

function runShell(scope: Scope, call: Call, words: readonly Item[]): void {
  const task = readShellWords(plainWords(words));
  if (task === undefined) return;
  const script = task.kind === 'input' ? call.input() : textAt(words, { word: task.script, from: 0 });
  if (script === undefined) return;
  const name = task.kind === 'input' ? undefined : words[task.name];
  runString(scope, {
    text: script,
    runner: 'child',
    ...(name === undefined ? {} : { name }),
    parameters: words.slice(task.parameters),
    environment: call.environment,
  });
}

/** True for an expansion that is named after options: `$SSH_OPTS`. */
function isUnresolvedOptions(item: Item | undefined): boolean {
  return item?.kind === 'unknown-words' && holdsOptions(sourceOf(item));
}

function runWrapper(scope: Scope, call: Call, name: string, wrapper: Wrapper, words: readonly Item[]): void {
  const unwrapped = unwrap(wrapper, plainWords(words), (at) => isUnresolvedOptions(words[at]));
  if (unwrapped === undefined) return;
  const { options } = unwrapped;
  const rest = words.slice(startOfCommand(words, unwrapped.command));
  const script = textAt(words, unwrapped.script);
  const set = new Map<string, Text>();
  for (const at of unwrapped.assignments) {
    const text = textAt(words, { word: at, from: 0 });
    if (text === undefined) continue;
    const equals = text.skeleton.indexOf('=');
    set.set(text.skeleton.slice(0, equals), text.slice(equals + 1));
    noteText(scope, text.slice(equals + 1));
  }
  const environment = new Map([...call.environment, ...set]);
  const isDropped = wrapper.drops?.(options) === true;
  const passed: PassedVariables = {
    own: isDropped ? set : new Map([...call.passed.own, ...set]),
    hasExported: call.passed.hasExported && !isDropped,
  };
  const runner = wrapper.runsIn === undefined ? 'child' : 'remote';
  if (script !== undefined) {
    const text = joinWords([word(script), ...(name === 'env' ? rest : [])]) ?? script;
    runString(scope, { text, runner, environment, ...(runner === 'remote' ? {} : { parameters: [] }) });
    return;
  }
  if (wrapper.readsScript === true) {
    const text = call.given();
    if (text !== undefined) runString(scope, { text, runner, environment });
    return;
  }
  if (wrapper.runs === 'scripts') {
    for (const item of rest) if (item.kind === 'word') runString(scope, { text: item.text, runner, environment });
    return;
  }
  if (wrapper.runs === 'script' && !options.some((option) => option === wrapper.commandOption)) {
    const text = rest.length > 0 ? joinWords(rest) : call.input();
    if (text !== undefined) runString(scope, { text, runner, environment, input: call.input });
    return;
  }
  const appended =
    wrapper.appends === true && !call.hasNoInput
      ? withInput(
          rest,
          { options, values: valuesOf(words, unwrapped) },
          placeOf(call.words[0] ?? word(new Text([], placeOfCall(call)))),
        )
      : rest;
  const isDirect = call.isDirect && (name === 'builtin' || name === 'time');
  runWords(scope, { ...call, words: appended, environment, passed, isDirect, depth: call.depth + 1 });
  if (name === 'exec' && rest.length > 0) scope.state.hasEnded = true;
}

/** Where the command of a wrapper begins: with a variable in front of a subcommand that is named after an engine (`exec $DOCKER run …`), which may be no word otherwise. */
function startOfCommand(words: readonly Item[], at: number): number {
  const before = words[at - 1];
  const isEngine = before?.kind === 'unknown-words' && guessedProgram(before, valueOfItem(words[at])) !== undefined;
  return isEngine ? at - 1 : at;
}

function valuesOf(words: readonly Item[], { values }: Unwrapped): ReadonlyMap<string, Text> {
  const texts = new Map<string, Text>();
  for (const [name, end] of values) {
    const text = textAt(words, end);
    if (text !== undefined) texts.set(name, text);
  }
  return texts;
}

function placeOfCall({ location }: Call): Text['whole'] {
  return { location, hops: [] };
}

/** `find … -exec command … ;` */
function runFind(scope: Scope, call: Call, words: readonly Item[]): void {
  for (const [index, item] of words.entries()) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(valueOfItem(item) ?? '')) continue;
    const rest = words.slice(index + 1);
    const end = rest.findIndex((other) => [';', '+'].includes(valueOfItem(other) ?? ''));
    const command = (end < 0 ? rest : rest.slice(0, end)).map((other) => withoutPlaceholder(other, '{}'));
    runWords(scope, { ...call, words: command, isDirect: false, depth: call.depth + 1 });
  }
}

/** A command that is only named like one that runs another: it does so where docker and a subcommand stand among its first words, or in a string. */
function runUnknownWrapper(scope: Scope, call: Call, words: readonly Item[]): boolean {
  const index = words.slice(0, 8).findIndex((item, at) => {
    const next = valueOfItem(words[at + 1]) ?? '';
    const name = valueOfItem(item) ?? '';
    const runsDocker = findProgram(name) !== undefined && canFollowEngine(next);
    const isFunction = call.isDirect && findFunction(scope, name) !== undefined;
    return (
      isFunction || runsDocker || isShell(baseName(name)) || findWrapper(baseName(name))?.takesAssignments === true
    );
  });
  if (index >= 0) runWords(scope, { ...call, words: words.slice(index), depth: call.depth + 1 });
  return index >= 0 || runLastString(scope, words);
}

/** `retry 3 "docker run …"`: a string that begins like a command of an engine, behind options and numbers. */
function runLastString(scope: Scope, words: readonly Item[]): boolean {
  const last = words.at(-1);
  const isAlone = words.slice(0, -1).every((item) => /^(?:-|\d+[smh]?$)/.test(valueOfItem(item) ?? ''));
  if (last?.kind !== 'word' || !isAlone || !isEngineCommand(last.text.skeleton)) return false;
  runLater(scope, last.text);
  return true;
}

/** A command of which nothing is known: `--` before docker and a subcommand ends its own words (`aws-vault exec prod -- docker run …`). */
function runBehindDashes(scope: Scope, call: Call, words: readonly Item[]): void {
  const index = words.findIndex(
    (item, at) => valueOfItem(item) === '--' && findProgram(valueOfItem(words[at + 1]) ?? '') !== undefined,
  );
  const next = valueOfItem(words[index + 2]) ?? '';
  if (index >= 0 && canFollowEngine(next))
    runWords(scope, { ...call, words: words.slice(index + 1), isDirect: false, depth: call.depth + 1 });
}

function record(scope: Scope, call: Call, program: Program, mayBeAnother: boolean): void {
  const { session, isSilent, isUnreached } = scope;
  const [first] = call.words;
  if (first === undefined || isSilent) return;
  const key = `${locationKey(call.location)} ${locationKey(placeOf(first).location)}`;
  const site = getOrInsert(session.calls, key, () => ({ location: call.location, reached: [], unreached: [] }));
  const words = limitedWords(scope, call);
  const invocation: DockerInvocation = {
    program,
    ...(mayBeAnother ? { mayBeAnother } : {}),
    programPlace: placeOf(first),
    programWord: call.quoted.get(first) ?? (first.kind === 'word' ? first.text.whole : first.unresolved.place),
    arguments: words,
    environment: clientEnvironment(scope, words, call.passed),
  };
  (isUnreached ? site.unreached : site.reached).push({ invocation, path: scope.path });
}

function limitedWords(scope: Scope, { words }: Call): readonly Item[] {
  const next = words[MAX_WORDS + 1];
  if (next === undefined) return words.slice(1);
  const place = placeOf(next);
  addProblem(scope, wordLimit(place));
  return [
    ...words.slice(1, MAX_WORDS + 1),
    { kind: 'unknown-words', unresolved: { expression: sourceOf(next), reason: 'unparsed', place } },
  ];
}

function wordLimit(place: Place): Problem {
  return {
    id: 'syntax/limit',
    severity: 'error',
    message: { what: `Only the first ${MAX_WORDS} words of this command are read.` },
    place,
  };
}
