import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { conditional, type Item, isCertainItem, placeOf, unknownWords, valueOfItem } from '../expand/items.ts';
import { joinWords } from '../expand/joined-words.ts';
import { folderOf, parentOf, pathOfText } from '../expand/paths.ts';
import { assignToUnknown, isUnknownReference, unknownNames } from '../expand/unknown-names.ts';
import { separatorsOf } from '../expand/words.ts';
import { noteText } from '../state/assigned-values.ts';
import { bindText, limited, unsetElement } from '../state/assignments.ts';
import type { Body, Loop, Scope } from '../state/scope.ts';
import {
  array,
  bind,
  bindOwn,
  FOLDER,
  fork,
  functionKey,
  INHERITED,
  join,
  lookUp,
  lookUpOwn,
  POSITIONAL,
  type State,
  scalar,
  snapshot,
  UNSET,
} from '../state/state.ts';
import { runString } from './nested.ts';
import { runSource, setAnything } from './sources.ts';
import { setTrap } from './traps.ts';

/** What else decides what a builtin does. */
interface BuiltinCall {
  /** Variables for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
  /** The here-document or here-string that it reads. */
  readonly given: () => Text | undefined;
}

/** A command that the shell itself carries out. `words` are those after its name. */
type Builtin = (scope: Scope, words: readonly Item[], call: BuiltinCall) => void;

/** Those that change variables, run a string or end something. `exec` and `command` are wrappers, declarations are assignments. */
const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [
    'eval',
    (scope, words) => {
      runJoined(scope, words);
    },
  ],
  ['trap', setTrap],
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
      if (valueOfItem(words[0]) === '-v') bindNames(scope, words.slice(1, 2));
    },
  ],
  [
    'let',
    (scope, words) => {
      bindUnknown(scope, words.flatMap(namesAssignedIn), words);
    },
  ],
  [
    'source',
    (scope, words) => {
      runSource(scope, words);
    },
  ],
  [
    '.',
    (scope, words) => {
      runSource(scope, words);
    },
  ],
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
  ['pushd', changeFolder],
  [
    'popd',
    ({ state }) => {
      bindOwn(state, FOLDER, INHERITED);
    },
  ],
  [
    'exit',
    (scope) => {
      const { state, subshell, traps, isUnreached } = scope;
      if (!isUnreached)
        for (const { exits } of traps ?? []) for (const [name, found] of exits) found.add(lookUp(state, name));
      if (subshell !== undefined) leave(scope, subshell, subshell.returns);
      state.hasEnded = true;
    },
  ],
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

/** bats' `load`: a file beside that of the tests, whose name may lack its ending. */
function runLoad(scope: Scope, words: readonly Item[]): void {
  const { file, state } = scope;
  if (file?.main.endsWith('.bats') !== true) return;
  const inner = fork(state);
  const [first] = words;
  if (first !== undefined)
    bindOwn(inner, FOLDER, scalar(Text.unknownPath(parentOf(file.main), '$BATS_TEST_DIRNAME', placeOf(first))));
  runSource({ ...scope, state: inner }, words, ['.bash', '']);
  const folder = lookUpOwn(state, FOLDER);
  bindOwn(inner, FOLDER, folder);
  join(state, [inner], { kind: 'branch', location: first === undefined ? NOWHERE : placeOf(first).location });
}

const NOWHERE: Location = { path: '', span: { start: 0, end: 0 } };

/** `cd folder`: where that is known, the commands behind it run there. */
function changeFolder(scope: Scope, words: readonly Item[]): void {
  const { state } = scope;
  const [target, ...others] = words.filter((item) => !/^-(?:-|[LPe@]+)$/.test(valueOfItem(item) ?? ''));
  const path =
    target?.kind === 'word' && others.length === 0 && isCertainItem(target)
      ? pathOfText(target.text, folderOf(state))
      : undefined;
  bindOwn(
    state,
    FOLDER,
    path === undefined || target === undefined ? INHERITED : scalar(Text.unknownPath(path, '$PWD', placeOf(target))),
  );
}

/** `eval`: what it runs may set anything where none of it is known, as a file that is read in may, and any variable where a name isn't. */
function runJoined(scope: Scope, words: readonly Item[]): void {
  const text = joinWords(words);
  if (text === undefined) return;
  if (text.segments.every((segment) => segment.kind === 'unknown' && segment.candidates.length === 0))
    setAnything(scope, text.place);
  runString(scope, { text, runner: 'here' });
  for (const name of unknownNames(text)) assignToUnknown(scope, name);
}

/** Ends this way through a loop or a function. One that is not taken leads nowhere, unless all of the loop or function stands on such a way. */
function leave({ state, isUnreached }: Scope, left: Loop | Body, ends: State[]): void {
  if (!state.hasEnded && (!isUnreached || left.isUnreached)) ends.push(snapshot(state, left.base));
  state.hasEnded = true;
}

/** `break 2` is for the loop around the one in which it stands; where there are fewer, for the outermost. */
function leaveLoop(scope: Scope, [level]: readonly Item[], ends: 'breaks' | 'continues'): void {
  let { loop } = scope;
  const value = valueOfItem(level) ?? '';
  for (
    let count = /^[1-9][0-9]{0,3}$/.test(value) ? Number(value) : 1;
    count > 1 && loop?.outer !== undefined;
    count -= 1
  )
    loop = loop.outer;
  if (loop !== undefined) leave(scope, loop, loop[ends]);
}

function leaveFunction(scope: Scope): void {
  const body = scope.sourced ?? scope.frame;
  if (body === undefined) scope.state.hasEnded = true;
  else leave(scope, body, body.returns);
}

/** `set -- a b`: the positional parameters. Options alone leave them. */
function setOptions({ shell, state }: Scope, words: readonly Item[]): void {
  for (let at = 0; at < words.length; at += 1) {
    const value = valueOfItem(words[at]);
    if (value === '--' || value === '-') {
      bindParameters(state, words.slice(at + 1));
      return;
    }
    if (value === undefined || !/^[-+]./.test(value)) {
      bindParameters(state, words.slice(at));
      return;
    }
    const isNamed = value.endsWith('o');
    if (value.includes('a') || (isNamed && valueOfItem(words[at + 1]) === 'allexport'))
      shell.exportsAll = value.startsWith('-');
    if (isNamed) at += 1;
  }
}

/** `shopt -s lastpipe` */
function setShellOptions({ shell }: Scope, words: readonly Item[]): void {
  const values = words.map((word) => valueOfItem(word) ?? '');
  for (const name of values.filter((value) => !value.startsWith('-'))) {
    if (values.some((value) => /^-[a-z]*s/.test(value))) shell.options.add(name);
    else if (values.some((value) => /^-[a-z]*u/.test(value))) shell.options.delete(name);
  }
}

function bindParameters(state: Scope['state'], items: readonly Item[]): void {
  bind(state, POSITIONAL, array(limited(items, POSITIONAL)));
}

function shift({ state }: Scope, [count]: readonly Item[]): void {
  const { items } = lookUp(state, POSITIONAL);
  if (items === undefined) return;
  const value = count === undefined ? '1' : valueOfItem(count);
  // `shift $((OPTIND - 1))`: any number of them may be left.
  if (value === undefined) {
    bind(state, POSITIONAL, INHERITED);
    return;
  }
  const firstUnknown = items.findIndex((item) => item.kind === 'unknown-words' || !isCertainItem(item));
  const certain = firstUnknown < 0 ? items.length : firstUnknown;
  const wanted = /^[0-9]{1,4}$/.test(value) ? Number(value) : undefined;
  // It fails where there are fewer, and leaves them.
  if (wanted === undefined || (firstUnknown < 0 && wanted > items.length)) return;
  // Where it is not known how many words come first, those behind them may be taken.
  let left = wanted - certain;
  const rest = items.slice(Math.min(wanted, certain)).map((item) => {
    if (left <= 0 || item.kind !== 'word') return item;
    left -= 1;
    return conditional(item, { kind: 'branch', location: item.text.whole.location });
  });
  bindParameters(state, rest);
}

function unset(scope: Scope, words: readonly Item[]): void {
  const { state } = scope;
  const options = words.flatMap((word) => /^-[fnv]+$/.exec(valueOfItem(word) ?? '')?.[0] ?? []).join('');
  for (const word of words) {
    const element =
      word.kind === 'word' && !options.includes('f')
        ? /^(?<array>[A-Za-z_]\w*)\[[^\]]+\]$/.exec(word.text.skeleton)?.groups?.['array']
        : undefined;
    if (word.kind === 'word' && element !== undefined)
      unsetElement(scope, element, word.text.slice(element.length + 1, word.text.length - 1), placeOf(word));
    const name = valueOfItem(word);
    if (name === undefined || !/^\w+$/.test(name)) continue;
    if (options.includes('f')) bindOwn(state, functionKey(name), UNSET);
    else if (options.includes('n')) bindOwn(state, name, UNSET);
    else if (isUnknownReference(scope, name)) assignToUnknown(scope, Text.unknown(name, placeOf(word)));
    else bind(state, name, UNSET);
  }
}

/** `read X Y`; with `-a` the words become those of one array. */
function readWords(scope: Scope, words: readonly Item[], call: BuiltinCall): void {
  const names = namesAfterOptions(words, 'dinNptu');
  const [first, ...others] = names;
  const name = valueOfItem(first);
  const all = name !== undefined && others.length === 0 && readsAll(words) ? readText(scope, call) : undefined;
  if (name !== undefined && all !== undefined) {
    bindText(scope, name, all);
    noteText(scope, all);
    return;
  }
  if (name !== undefined && words.some((word) => /^-[A-Za-z]*a$/.test(valueOfItem(word) ?? '')))
    bindArray(scope, name, words);
  else bindNames(scope, names);
}

/** `mapfile X` */
function readLines(scope: Scope, words: readonly Item[]): void {
  const [first] = namesAfterOptions(words, 'dnOsuCc');
  const name = first === undefined ? 'MAPFILE' : valueOfItem(first);
  if (name !== undefined) bindArray(scope, name, words);
  else if (first !== undefined) bindNames(scope, [first]);
}

/** The variables to which an arithmetic expression assigns, anywhere in it. */
function namesAssignedIn(word: Item): readonly string[] {
  if (word.kind !== 'word') return [];
  const assignments = word.text.skeleton.matchAll(
    /(?<!\w)(?:(?<name>[A-Za-z_]\w*)(?:\[[^\][]*\])?\s*(?:=(?!=)|(?:[-+*/%&|^]|<<|>>)=|\+\+|--)|(?:\+\+|--)\s*(?<next>[A-Za-z_]\w*))/g,
  );
  return Array.from(assignments, ({ groups }) => groups?.['name'] ?? groups?.['next'] ?? '');
}

/** Gives the variables with these names values that are not known. */
function bindNames(scope: Scope, names: readonly Item[]): void {
  for (const item of names) {
    const name = valueOfItem(item);
    if (name !== undefined) bindUnknown(scope, [name], [item]);
    else
      assignToUnknown(
        scope,
        item.kind === 'word' ? item.text : Text.unknown(item.unresolved.expression, item.unresolved.place),
      );
  }
}

/** True for `read -r -d '' X`, which reads up to the end. */
function readsAll(words: readonly Item[]): boolean {
  const values = words.slice(0, -1).map((word) => valueOfItem(word));
  const [last, delimiter] = [values.at(-2) ?? '', values.at(-1)];
  return delimiter === '' && /^-r?d$/.test(last) && (last === '-rd' || values.includes('-r')) && values.length <= 3;
}

/** The text that a command is given without the separators around it, as `read` takes it. */
function readText(scope: Scope, { environment, given }: BuiltinCall): Text | undefined {
  const separators = environment.has('IFS') ? environment.get('IFS')?.value : separatorsOf(scope);
  const text = given();
  if (text === undefined || separators === undefined) return undefined;
  const isBlank = (at: number): boolean =>
    at >= 0 &&
    at < text.length &&
    ' \t\n'.includes(text.skeleton.charAt(at)) &&
    separators.includes(text.skeleton.charAt(at));
  let [start, end] = [0, text.length];
  while (isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

function bindArray(scope: Scope, name: string, words: readonly Item[]): void {
  const [first] = words;
  if (first === undefined) return;
  if (isUnknownReference(scope, name)) assignToUnknown(scope, Text.unknown(name, placeOf(first)));
  else bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, placeOf(first))]));
}

/** The words that name variables: known ones that are names, and unknown ones. */
function namesAfterOptions(words: readonly Item[], valued: string): readonly Item[] {
  const names: Item[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const item = words[at];
    const skeleton = item?.kind === 'word' ? item.text.skeleton : '';
    if (skeleton.startsWith('-')) at += valued.includes(skeleton.slice(-1)) ? 1 : 0;
    else if (item !== undefined && (valueOfItem(item) === undefined || /^\w+$/.test(skeleton))) names.push(item);
  }
  return names;
}

function bindUnknown(scope: Scope, names: readonly string[], words: readonly Item[]): void {
  const places = new Map(words.map((word) => [valueOfItem(word) ?? '', placeOf(word)]));
  const [first] = words;
  for (const name of names) {
    const place = places.get(name) ?? (first === undefined ? undefined : placeOf(first));
    if (/^[A-Za-z_]\w*$/.test(name) && place !== undefined) bindText(scope, name, Text.unknown(`$${name}`, place));
  }
}
