import type { Location } from '../../../../text/location.ts';
import { Text } from '../../../../text/text.ts';
import { joinPath } from '../../../../util/paths.ts';
import { findProgram } from '../../../programs/engines.ts';
import { isStandardInput } from '../../../programs/unwrap.ts';
import { currentFolder, folderFromStart, parentOf, pathOfText } from '../../expand/paths.ts';
import { type Item, isCertainItem, joinWords, placeOf, valueOfItem } from '../../items/items.ts';
import { type Body, type Loop, reportUnknown, type Scope } from '../../state/scope.ts';
import { bind, FOLDER_MARK, fork, INHERITED, join, lookUp, type State, scalar, snapshot } from '../../state/state.ts';
import { changeWritingFolder, likelyText, textWrittenTo } from '../../state/written-text.ts';
import { keep, runLater, runString } from '../nested.ts';
import { formatted } from '../output.ts';
import { runSource, setAnything } from '../sources.ts';
import { bindText } from '../variables/assignments.ts';
import { type BuiltinCall, readLines, readWords } from './reading.ts';
import { bindNames, bindUnknown, namesIn, setOptions, setShellOptions, shift, unset } from './variables.ts';

/** A command that the shell itself runs. `words` follow its name. */
type Builtin = (scope: Scope, words: readonly Item[], call: BuiltinCall) => void;

/** Builtins that change variables, run a string or end something. `exec` and `command` are wrappers, declarations are assignments. */
const builtins: ReadonlyMap<string, Builtin> = new Map(
  Object.entries<Builtin>({
    eval: runJoined,
    trap: setTrap,
    alias: defineAliases,
    set: setOptions,
    shift,
    unset,
    read: readWords,
    mapfile: readLines,
    readarray: readLines,
    getopts: (scope, words) => {
      bindNames(scope, words.slice(1, 2));
      bindUnknown(scope, ['OPTARG', 'OPTIND'], words);
    },
    printf: (scope, words) => {
      if (valueOfItem(words[0]) === '-v') printToVariable(scope, words.slice(1));
    },
    let: (scope, words) => {
      bindUnknown(scope, words.flatMap(namesIn), words);
    },
    source,
    '.': source,
    load: runLoad,
    shopt: setShellOptions,
    wait: (scope, words) => {
      const at = words.findIndex((word) => /^-[fn]*p$/.test(valueOfItem(word) ?? ''));
      if (at >= 0) bindNames(scope, words.slice(at + 1, at + 2));
    },
    cd: changeFolder,
    pushd: changeFolder,
    popd: ({ state }) => {
      bind(state, FOLDER_MARK, INHERITED);
      changeWritingFolder(state, undefined);
    },
    exit: leaveShell,
    return: leaveFunction,
    break: (scope, words) => {
      leaveLoop(scope, words, 'breaks');
    },
    continue: (scope, words) => {
      leaveLoop(scope, words, 'continues');
    },
  }),
);

export function findBuiltin(name: string): Builtin | undefined {
  return builtins.get(name);
}

/** `source file`, `. file`: a project file, or the command's own input. */
function source(scope: Scope, words: readonly Item[], { input, contents }: BuiltinCall): void {
  const [first] = words;
  const written = first?.kind === 'word' ? likelyText(scope, first.text) : undefined;
  const text = isStandardInput(valueOfItem(first)) ? input() : ((first && contents.get(first)) ?? written);
  if (text === undefined) runSource(scope, words);
  else {
    runString(scope, { text, runner: 'here' });
    if (first?.kind === 'word' && text === written && textWrittenTo(scope, first.text) === undefined)
      setAnything(scope, placeOf(first));
  }
}

function printToVariable(scope: Scope, [variable, ...words]: readonly Item[]): void {
  if (variable === undefined) return;
  const name = valueOfItem(variable);
  const text = formatted(words, placeOf(variable));
  if (name === undefined || text === undefined || !/^[A-Za-z_]\w*$/.test(name)) bindNames(scope, [variable]);
  else bindText(scope, name, text);
}

/** bats' `load`: a file next to the tests, possibly without its ending. */
function runLoad(scope: Scope, words: readonly Item[]): void {
  const { file, state } = scope;
  if (file?.main.endsWith('.bats') !== true) return;
  const inner = fork(state);
  const [first] = words;
  if (first !== undefined)
    bind(inner, FOLDER_MARK, scalar(Text.unknownPath(parentOf(file.main), '$BATS_TEST_DIRNAME', placeOf(first))));
  runSource({ ...scope, state: inner }, words, ['.bash', '']);
  const folder = lookUp(state, FOLDER_MARK);
  bind(inner, FOLDER_MARK, folder);
  join(state, [inner], { kind: 'branch', location: first === undefined ? NOWHERE : placeOf(first).location });
}

const NOWHERE: Location = { path: '', span: { start: 0, end: 0 } };

/** `cd`: later commands run in that directory, if known. */
function changeFolder({ state }: Scope, words: readonly Item[]): void {
  const [target, ...others] = words.filter((item) => !/^-(?:-|[LPe@]+)$/.test(valueOfItem(item) ?? ''));
  const isKnown = target?.kind === 'word' && others.length === 0 && isCertainItem(target);
  changeWritingFolder(state, isKnown ? target.text : undefined);
  const folder = isKnown ? folderNamed(state, target.text) : undefined;
  bind(state, FOLDER_MARK, folder === undefined ? INHERITED : scalar(folder));
}

/** A directory's path, from the start directory if that is unknown. */
function folderNamed(state: State, name: Text): Text | undefined {
  const path = pathOfText(name, currentFolder(state));
  if (path !== undefined) return Text.unknownPath(path, '$PWD', name.whole);
  const { value } = name;
  return value === undefined || /^[/~]|^-?$/.test(value)
    ? undefined
    : Text.derived(joinPath(folderFromStart(state), value), name.whole);
}

/** An assignment to a partly unknown name at the start of a command. */
const ASSIGNS_UNKNOWN = /(?:^|[;&|\n\s])\w*\uFFFC[\w\uFFFC]*(?:\[[^\]=\n;]*\])?\+?=/;

/** `eval`: may change anything if fully unknown or if it assigns to an unknown name, like a sourced file. */
function runJoined(scope: Scope, words: readonly Item[]): void {
  const text = joinWords(words);
  if (text === undefined) {
    const [first] = words;
    if (first !== undefined) reportUnknown(scope, placeOf(first), 'This runs code');
    return;
  }
  const isOpen = text.segments.every((segment) => segment.kind === 'unknown' && segment.candidates.length === 0);
  if (isOpen || (!text.isOneOfFew && ASSIGNS_UNKNOWN.test(text.skeleton))) setAnything(scope, text.place);
  runString(scope, { text, runner: 'here' });
}

/** `trap 'script' EXIT INT`: keeps the script, and also runs it now if a function ends first. */
function setTrap(scope: Scope, words: readonly Item[]): void {
  const [action, ...signals] = valueOfItem(words[0]) === '--' ? words.slice(1) : words;
  if (action?.kind !== 'word' || action.text.skeleton.startsWith('-')) return;
  if (!signals.some((signal) => valueOfItem(signal) === 'RETURN')) keep(scope, action.text);
  else if (!scope.isSilent) runLater(scope, action.text);
}

/** `alias name=text`: follows the text with any words after it, instead of its uses. */
function defineAliases(scope: Scope, words: readonly Item[]): void {
  for (const item of words) {
    const equals = item.kind === 'word' ? item.text.skeleton.indexOf('=') : -1;
    if (item.kind !== 'word' || equals < 1) continue;
    const { whole } = item.text;
    const text = item.text.slice(equals + 1);
    if (text.skeleton.split(/\s+/).some((each) => findProgram(each) !== undefined))
      scope.shell.aliases.add(item.text.skeleton.slice(0, equals));
    keep(scope, Text.concat([text, Text.derived(' ', whole), Text.unknown('"$@"', whole)], whole));
  }
}

/** Ends this code path through a loop, a function or a file. An untaken one leads nowhere, unless the whole body is on such a path. */
function leave({ state, isUnreached }: Scope, left: Loop | Body, ends: State[]): void {
  if (!state.hasEnded && (!isUnreached || left.isUnreached)) ends.push(snapshot(state, left.base));
  state.hasEnded = true;
}

/** `break 2` ends the second loop outward, or the outermost. */
function leaveLoop(scope: Scope, [level]: readonly Item[], ends: 'breaks' | 'continues'): void {
  let { loop } = scope;
  const value = valueOfItem(level) ?? '';
  const count = /^[1-9][0-9]{0,3}$/.test(value) ? Number(value) : 1;
  for (let left = count; left > 1 && loop?.outer !== undefined; left -= 1) loop = loop.outer;
  if (loop !== undefined) leave(scope, loop, loop[ends]);
}

/** `return` from a sourced file or a function. Elsewhere, bash reports an error and continues. */
function leaveFunction(scope: Scope): void {
  const body = scope.bodies.sourced ?? scope.bodies.frame;
  if (body === undefined) scope.state.hasEnded = scope.shell.isPlain;
  else leave(scope, body, body.returns);
}

/** `exit` from the script or its subshell. With too many words, bash reports an error and continues. */
function leaveShell(scope: Scope, words: readonly Item[]): void {
  if (!scope.shell.isPlain && words.filter((item) => valueOfItem(item) !== undefined).length > 1) return;
  const { subshell } = scope.bodies;
  if (subshell !== undefined) leave(scope, subshell, subshell.returns);
  scope.state.hasEnded = true;
}
