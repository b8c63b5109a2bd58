import type { Location } from '../../../../text/location.ts';
import { Text } from '../../../../text/text.ts';
import { joinPath } from '../../../../util/paths.ts';
import { isStandardInput } from '../../../programs/unwrap.ts';
import { currentFolder, folderFromStart, parentOf, pathOfText } from '../../expand/paths.ts';
import { assignToUnknown, unknownNames } from '../../expand/unknown-names.ts';
import { type Item, isCertainItem, placeOf, valueOfItem } from '../../items/items.ts';
import { joinWords } from '../../items/joined-words.ts';
import { reportUnknown, type Scope } from '../../state/scope.ts';
import {
  bind,
  FOLDER_MARK,
  fork,
  INHERITED,
  join,
  lookUp,
  type State,
  scalar,
  UNSET,
  WRITING_FOLDER,
} from '../../state/state.ts';
import { changeWritingFolder, likelyText, textWrittenTo } from '../../state/written-text.ts';
import { runString } from '../nested.ts';
import { formatted } from '../output.ts';
import { runSource, setAnything } from '../sources.ts';
import { bindText } from '../variables/assignments.ts';
import { leaveFunction, leaveLoop, leaveShell } from './leaving.ts';
import { setOptions, setShellOptions, shift } from './options.ts';
import { type BuiltinCall, readLines, readWords } from './reading.ts';
import { defineAliases, setTrap } from './traps.ts';
import { bindNames, bindUnknown, namesAssignedIn, unset } from './variables.ts';

/** A command that the shell itself runs. `words` follow its name. */
type Builtin = (scope: Scope, words: readonly Item[], call: BuiltinCall) => void;

/**
 * Builtins that change variables, run a string or end something. Not wrappers (`exec`, `command`)
 * and declarations.
 */
const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['eval', runJoined],
  ['trap', setTrap],
  ['alias', defineAliases],
  ['set', setOptions],
  ['shift', shift],
  ['unset', unset],
  ['read', readWords],
  ['mapfile', readLines],
  ['readarray', readLines],
  [
    'getopts',
    (scope, words) => {
      bindNames(scope, words.slice(1, 2));
      bindUnknown(scope, ['OPTARG', 'OPTIND'], words);
    },
  ],
  [
    'printf',
    (scope, words) => {
      if (valueOfItem(words[0]) === '-v') printToVariable(scope, words.slice(1));
    },
  ],
  [
    'let',
    (scope, words) => {
      bindUnknown(scope, words.flatMap(namesAssignedIn), words);
    },
  ],
  ['source', source],
  ['.', source],
  ['load', runLoad],
  ['shopt', setShellOptions],
  [
    'wait',
    (scope, words) => {
      const at = words.findIndex((word) => /^-[fn]*p$/.test(valueOfItem(word) ?? ''));
      if (at >= 0) bindNames(scope, words.slice(at + 1, at + 2));
    },
  ],
  ['cd', changeFolder],
  [
    'pushd',
    (scope, words) => {
      for (const name of FOLDERS) bind(scope.state, `${name} before`, lookUp(scope.state, name));
      changeFolder(scope, words);
    },
  ],
  [
    'popd',
    ({ state }) => {
      for (const name of FOLDERS) {
        bind(state, name, lookUp(state, `${name} before`));
        bind(state, `${name} before`, UNSET);
      }
    },
  ],
  ['exit', leaveShell],
  ['return', leaveFunction],
  [
    'break',
    (scope, words) => {
      leaveLoop(scope, words, 'breaks');
    },
  ],
  [
    'continue',
    (scope, words) => {
      leaveLoop(scope, words, 'continues');
    },
  ],
]);

export function findBuiltin(name: string): Builtin | undefined {
  return builtins.get(name);
}

/** `source file`, `. file`: a file of the project, or the command's own input. */
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

/** `popd` restores these if a `pushd` came before; otherwise, they become unknown. */
const FOLDERS = [FOLDER_MARK, WRITING_FOLDER];

/** `cd`: later commands run in that directory, if known. */
function changeFolder({ state }: Scope, words: readonly Item[]): void {
  const [target, ...others] = words.filter((item) => !/^-(?:-|[LPe@]+)$/.test(valueOfItem(item) ?? ''));
  const isKnown = target?.kind === 'word' && others.length === 0 && isCertainItem(target);
  changeWritingFolder(state, isKnown ? target.text : undefined);
  const folder = isKnown ? folderNamed(state, target.text) : undefined;
  bind(state, FOLDER_MARK, folder === undefined ? INHERITED : scalar(folder));
}

/** A directory's path, relative to the start directory if that is unknown. */
function folderNamed(state: State, name: Text): Text | undefined {
  const path = pathOfText(name, currentFolder(state));
  if (path !== undefined) return Text.unknownPath(path, '$PWD', name.whole);
  const { value } = name;
  return value === undefined || /^[/~]|^-?$/.test(value)
    ? undefined
    : Text.derived(joinPath(folderFromStart(state), value), name.whole);
}

/** `eval`: if its text is unknown, it may change anything, as an unknown sourced file may. */
function runJoined(scope: Scope, words: readonly Item[]): void {
  const text = joinWords(words);
  if (text === undefined) {
    const [first] = words;
    if (first !== undefined) reportUnknown(scope, placeOf(first), 'This runs code');
    return;
  }
  if (text.segments.every((segment) => segment.kind === 'unknown' && segment.candidates.length === 0))
    setAnything(scope, text.place);
  runString(scope, { text, runner: 'here' });
  for (const name of unknownNames(text)) assignToUnknown(scope, name);
}
