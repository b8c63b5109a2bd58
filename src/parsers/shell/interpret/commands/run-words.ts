import { Text } from '../../../../text/text.ts';
import { findSubcommand } from '../../../docker/commands/subcommand.ts';
import { baseName, findProgram, isEngineCommand, isPodmanCompose } from '../../../programs/engines.ts';
import { readShellWords, type ShellTask, type Unwrapped, unwrap } from '../../../programs/unwrap.ts';
import {
  findWrapper,
  isNamedLikeWrapper,
  isPlainSh,
  isPrinter,
  isReader,
  isShell,
  type Wrapper,
} from '../../../programs/wrappers.ts';
import { commandNames, guessedProgram, isEngineAt, knownWords, textAt } from '../../expand/command-words.ts';
import { withInput, withoutPlaceholder } from '../../expand/placeholders.ts';
import { type Item, isCertainItem, placeOf, sourceOf, valueOfItem, word } from '../../items/items.ts';
import { joinWords } from '../../items/joined-words.ts';
import { noteText } from '../../state/assigned-values.ts';
import { reportLimit, reportUnknown, type Scope } from '../../state/scope.ts';
import { fork } from '../../state/state.ts';
import { likelyText } from '../../state/written-text.ts';
import { hasShebang, isScriptName } from '../../syntax/detect.ts';
import { findBuiltin } from '../builtins/builtins.ts';
import { isProjectScript, noteRun } from '../files.ts';
import { callFunction, findFunction } from '../functions.ts';
import { runLater, runString } from '../nested.ts';
import { readProjectFile } from '../sources.ts';
import { isHarmlessOutput, isUnknownOutput, reportRenamed, reportUnread } from '../unread.ts';
import type { PassedVariables } from '../variables/client-environment.ts';
import { noteCopied, noteTee } from '../written-files.ts';
import { type Call, record } from './call.ts';
import { engineBehind, isUnresolvedOptions, runsElsewhere } from './likely-words.ts';

const MAX_WRAPPERS = 20;

/** Follows a command by its words: a function, a builtin, docker, or a wrapper. */
export function runWords(scope: Scope, call: Call): void {
  const [first, ...rest] = call.words;
  if (first === undefined) return;
  if (call.depth > MAX_WRAPPERS) {
    reportLimit(scope, call.location, `A command inside more than ${MAX_WRAPPERS} wrapper commands is not read.`);
    return;
  }
  if (first.kind === 'word' && runWritten(scope, call, first.text, rest)) return;
  const names = commandNames(first);
  const behind = engineBehind(names, rest);
  const programs = [...names, ...(behind?.names ?? [])].flatMap((name) => findProgram(name) ?? []);
  const guess = guessedProgram(first, rest, scope.script.text);
  // docker or podman counts as docker: same flags, and its daemon runs as root.
  const program = (programs.includes('docker') ? 'docker' : programs[0]) ?? guess?.program;
  const [name] = names;
  const functions = call.isDirect && name !== undefined ? findFunction(scope, name) : undefined;
  if (functions !== undefined) {
    const { definitions, mayBeOther } = functions;
    // Its words are parsed where the function runs them.
    if (programs.length > 0) scope.session.found.commands.add(first);
    const other = mayBeOther ? { ...scope, state: fork(scope.state) } : undefined;
    callFunction({ ...scope, input: call.input }, definitions, rest, placeOf(first).location, call.environment);
    // If missing: `if missing docker; then docker() { podman "$@"; }; fi`
    if (other !== undefined) runWords(other, { ...call, isDirect: false });
  } else if (program !== undefined) {
    const isGuess = programs.length === 0 && guess?.mayBeAnother === true;
    const mayBeAnother = isGuess || new Set(programs).size > 1;
    record(scope, behind === undefined ? call : { ...call, words: behind.words }, program, {
      ...(mayBeAnother ? { mayBeAnother } : {}),
      ...(isGuess ? { isGuess } : {}),
    });
  } else if (name === '$') {
    // A copied prompt.
    runWords(scope, { ...call, words: rest, depth: call.depth + 1 });
  } else if (name === undefined && runsElsewhere(first, rest)) {
    const ssh = findWrapper('ssh');
    if (ssh !== undefined) runWrapper(scope, call, 'ssh', ssh, rest);
  } else if (name === undefined || !isCertainItem(first) || /[*?]|\[[^[\]]+\]/.test(name)) {
    // `$SUDO docker run …`, or a prefix that some code paths lack: the command comes after it.
    const isEngine = (item: Item, at: number): boolean =>
      commandNames(item).some((other) => findProgram(other) !== undefined) || (at < MAX_BEFORE && isEngineAt(rest, at));
    if (rest.some(isEngine)) runWords(scope, { ...call, words: rest, depth: call.depth + 1 });
    else if (rest.length === 0 && name === undefined && isUnknownOutput(first)) {
      if (!isHarmlessOutput(scope, sourceOf(first))) reportUnknown(scope, placeOf(first), 'This runs a command');
    } else reportUnread(scope, first, rest);
  } else {
    if (first.kind === 'word' && isNotedPath(scope, name)) noteRun(scope, first.text);
    if (DOCUMENT.test(name)) runShell(scope, call, 'sh', call.words);
    else runNamed(scope, call, name, rest);
  }
}

/**
 * True for a program run by its path that isn't linted by itself, or may be outside the repository.
 */
export function isRunByPath(scope: Scope, name: string): boolean {
  return DOCUMENT.test(name) || isNotedPath(scope, name);
}

function isNotedPath({ session: { sources } }: Scope, name: string): boolean {
  return sources?.noteRun !== undefined && /^\.{0,2}\//.test(name);
}

const DOCUMENT = /\/[^/]*\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?)$/;

const MAX_BEFORE = 8;

/** `./file`, which the script wrote: it is a script unless its first line names another program. */
function runWritten(scope: Scope, call: Call, file: Text, parameters: readonly Item[]): boolean {
  const text = file.skeleton.includes('/') ? likelyText(scope, file) : undefined;
  if (text === undefined || (text.skeleton.startsWith('#!') && !hasShebang(text.skeleton))) return false;
  runString(scope, { text, runner: 'child', name: word(file), parameters, environment: call.environment });
  return true;
}

function runNamed(scope: Scope, call: Call, name: string, rest: readonly Item[]): void {
  const base = baseName(name);
  const builtin = call.isDirect ? findBuiltin(name) : undefined;
  const wrapper = findWrapper(base);
  if (builtin !== undefined) builtin(scope, rest, call);
  else if (isShell(base)) runShell(scope, call, base, rest);
  else if (wrapper !== undefined) runWrapper(scope, call, base, wrapper, rest);
  else if (isPodmanCompose(base)) runPodmanCompose(scope, call, rest);
  else if (name === 'find') runFind(scope, call, rest);
  else if (COPIES.test(base)) {
    const isFollowed = noteCopied(scope, rest);
    if (isFollowed) return;
    if (RENAMES.test(base)) reportRenamed(scope, rest);
    else runOther(scope, call, base, rest);
  } else if (name === 'hash' && rest.length > 2) reportRenamed(scope, rest);
  else if (base === 'tee') noteTee(scope, rest, call.input());
  else runOther(scope, call, base, rest);
}

function runOther(scope: Scope, call: Call, base: string, rest: readonly Item[]): void {
  if (isNamedLikeWrapper(base)) {
    const isRun = runUnknownWrapper(scope, call, rest);
    if (isRun) return;
  }
  if (isReader(base)) return;
  const isRun = runBehindText(scope, call, base, rest);
  if (!isRun) runBehindDashes(scope, call, rest);
}

const COPIES = /^(?:cp|install|ln|mv|rsync|scp)$/;
const RENAMES = /^(?:cp|ln|mv)$/;

/**
 * Options with a value that only `podman-compose` has (podman_compose.py, `_init_global_parser`).
 */
const PODMAN_COMPOSE_OPTION = /^--(?:in-pod|pod-args|podman-path|podman-args|podman-[a-z]+-args)$/;

/** Deploys like `podman compose`, without its own options. Its other commands aren't parsed. */
function runPodmanCompose(scope: Scope, call: Call, words: readonly Item[]): void {
  const [first] = call.words;
  if (first === undefined) return;
  const isOwn = (item: Item | undefined): boolean =>
    item !== undefined && PODMAN_COMPOSE_OPTION.test(valueOfItem(item) ?? '');
  const shared = words.filter((item, index) => !isOwn(item) && !isOwn(words[index - 1]));
  const group = word(Text.derived('compose', placeOf(first)));
  const { command } = findSubcommand({ program: 'podman', arguments: [group, ...shared] }) ?? {};
  if (command === 'compose up' || command === 'compose create')
    record(scope, { ...call, words: [first, group, ...shared] }, 'podman', { mayBeAnother: true });
}

function runShell(scope: Scope, call: Call, shell: string, words: readonly Item[]): void {
  const task = readShellWords(knownWords(words));
  if (task === undefined) return;
  const script = scriptOf(scope, call, words, task);
  if (script === undefined) {
    const file = task.kind === 'file' ? words[task.file] : undefined;
    if (file?.kind === 'word' && isProjectScript(scope, file.text)) return;
    const isUnknown = task.kind === 'file' ? file === undefined || valueOfItem(file) === undefined : call.hasInput;
    if (isUnknown || task.kind === 'string')
      reportUnknown(scope, file === undefined ? placeOfCall(call) : placeOf(file), 'This shell runs code');
    return;
  }
  const name = task.kind === 'string' ? words[task.name] : undefined;
  runString(scope, {
    text: script,
    runner: 'child',
    isPlainSh: isPlainSh(shell),
    ...(name === undefined ? {} : { name }),
    parameters: words.slice(task.parameters),
    environment: call.environment,
  });
}

/**
 * The script that a shell runs. A project file is linted separately; one that the script wrote, or
 * that doesn't look like a script, is read here.
 */
function scriptOf(scope: Scope, call: Call, words: readonly Item[], task: ShellTask): Text | undefined {
  switch (task.kind) {
    case 'string':
      return textAt(words, { word: task.script, from: 0 });
    case 'input':
      return call.input();
    case 'file': {
      const file = words[task.file];
      if (file === undefined) return undefined;
      if (file.kind !== 'word') return call.contents.get(file);
      return call.contents.get(file) ?? likelyText(scope, file.text) ?? unlintedText(scope, file.text);
    }
  }
}

/**
 * The text of a project file that isn't a script by its name or first line, such as `commands.txt`.
 */
function unlintedText(scope: Scope, name: Text): Text | undefined {
  const { value } = name;
  const text = value === undefined || isScriptName(value) ? undefined : readProjectFile(scope, name);
  return text === undefined || hasShebang(text.skeleton) ? undefined : text;
}

function runWrapper(scope: Scope, call: Call, name: string, wrapper: Wrapper, words: readonly Item[]): void {
  const unwrapped = unwrap(wrapper, knownWords(words), (at) => isUnresolvedOptions(words[at]));
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
    if (text !== undefined)
      runString(scope, { text, runner, environment, ...(rest.length > 0 ? { input: call.input } : {}) });
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

/**
 * The start of a wrapper's command, which may be a variable named after an engine, before a
 * subcommand or possible options (`exec $DOCKER $OPTS run …`).
 */
function startOfCommand(words: readonly Item[], at: number): number {
  for (let before = at - 1; words[before]?.kind === 'unknown-words' && at - before < MAX_BEFORE; before -= 1)
    if (isEngineAt(words, before)) return before;
  return at;
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

function runFind(scope: Scope, call: Call, words: readonly Item[]): void {
  for (const [index, item] of words.entries()) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(valueOfItem(item) ?? '')) continue;
    const rest = words.slice(index + 1);
    const end = rest.findIndex((other) => [';', '+'].includes(valueOfItem(other) ?? ''));
    const command = (end < 0 ? rest : rest.slice(0, end)).map((other) => withoutPlaceholder(other, '{}'));
    runWords(scope, { ...call, words: command, isDirect: false, depth: call.depth + 1 });
  }
}

/**
 * A command whose name suggests a wrapper is one if docker and a subcommand are among its first
 * words, or in a string.
 */
function runUnknownWrapper(scope: Scope, call: Call, words: readonly Item[]): boolean {
  const first = words.findIndex((item) => !isOwnWord(item));
  const index = words.slice(0, MAX_BEFORE).findIndex((item, at) => {
    const name = valueOfItem(item) ?? '';
    const isFunction = call.isDirect && findFunction(scope, name) !== undefined;
    const wrapper = name === 'exec' ? undefined : findWrapper(baseName(name));
    const runsOther = wrapper !== undefined && (at === first || wrapper.takesAssignments === true);
    return isFunction || runsOther || isShell(baseName(name)) || isEngineAt(words, at);
  });
  if (index >= 0) runWords(scope, { ...call, words: words.slice(index), depth: call.depth + 1 });
  return index >= 0 || runLastString(scope, words);
}

/** An option, number or negation that belongs to such a command. */
function isOwnWord(item: Item): boolean {
  return item.kind === 'word' && /^(?:-|!$|\d+[smh]?$)/.test(item.text.skeleton);
}

function runLastString(scope: Scope, words: readonly Item[]): boolean {
  const last = words.at(-1);
  const isAlone = words.slice(0, -1).every(isOwnWord);
  if (last?.kind !== 'word' || !isAlone || !isEngineCommand(last.text.skeleton)) return false;
  runLater(scope, last.text);
  return true;
}

/**
 * If docker and a subcommand follow a text of several words, an unknown command runs them (`check
 * "the web server answers" docker exec web true`).
 */
function runBehindText(scope: Scope, call: Call, name: string, words: readonly Item[]): boolean {
  if (isPrinter(name)) return false;
  const index = words.findIndex(
    (item, at) =>
      at > 0 &&
      findProgram(valueOfItem(item) ?? '') !== undefined &&
      ['run', 'exec', 'create'].includes(valueOfItem(words[at + 1]) ?? '') &&
      /\S\s+\S/.test(sourceOf(words[at - 1] ?? item)),
  );
  if (index < 0 || index > 3 || words.length < index + 3) return false;
  runWords(scope, { ...call, words: words.slice(index), isDirect: false, depth: call.depth + 1 });
  return true;
}

/**
 * If docker and a subcommand follow `--`, an unknown command runs them (`aws-vault exec prod --
 * docker run …`).
 */
function runBehindDashes(scope: Scope, call: Call, words: readonly Item[]): void {
  const index = words.findIndex((item, at) => {
    if (valueOfItem(item) !== '--') return false;
    return isEngineAt(words, valueOfItem(words[at + 1] ?? item) === 'sudo' ? at + 2 : at + 1);
  });
  if (index >= 0) runWords(scope, { ...call, words: words.slice(index + 1), isDirect: false, depth: call.depth + 1 });
}
