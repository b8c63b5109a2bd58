import { type Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { separatorsOf } from '../../expand/words.ts';
import { allFields, splitFields } from '../../items/fields.ts';
import { type Item, placeOf, unknownWords, valueOfItem, word } from '../../items/items.ts';
import { noteText } from '../../state/assigned-values.ts';
import type { Scope } from '../../state/scope.ts';
import { array, bind } from '../../state/state.ts';
import { reportCommandsIn } from '../unread.ts';
import { bindText, limitedItems } from '../variables/assignments.ts';
import { bindNames } from './variables.ts';

/** What a builtin gets besides its words. */
export interface BuiltinCall {
  readonly environment: ReadonlyMap<string, Text>;
  /** Its here-document, here-string or file: `< file`. */
  readonly own: () => Text | undefined;
  /** The content of `<(echo …)`. */
  readonly contents: ReadonlyMap<Item, Text>;
  /** All its input: its own, or from a pipe. */
  readonly input: () => Text | undefined;
}

/** `read X Y`; with `-a`, the words become an array. */
export function readWords(scope: Scope, words: readonly Item[], call: BuiltinCall): void {
  const names = namesAfterOptions(words, 'dinNptu');
  const [first] = names;
  const name = valueOfItem(first);
  // The first visible line end ends a partly unknown line.
  const [line] = call.own()?.split('\n', 2) ?? [];
  if (line !== undefined && readLine(scope, words, line, call.environment)) return;
  reportRead(scope, words, call);
  if (name !== undefined && words.some((word) => /^-[A-Za-z]*a$/.test(valueOfItem(word) ?? '')))
    bindArray(scope, name, words);
  else bindNames(scope, names);
}

/** Applies `read` to one line; false if the result is unknown. */
function readLine(scope: Scope, words: readonly Item[], line: Text, environment: ReadonlyMap<string, Text>): boolean {
  const names = namesAfterOptions(words, 'dinNptu').map((item) => valueOfItem(item));
  const options = words.flatMap((item) => /^-[A-Za-z]+$/.exec(valueOfItem(item) ?? '') ?? []).join('');
  const separators = environment.has('IFS') ? environment.get('IFS')?.value : separatorsOf(scope);
  const isRaw = options.includes('r');
  if (separators === undefined || /[dnNtu]/.test(options) || (!isRaw && line.skeleton.includes('\\'))) return false;
  if (!line.isKnown && !isTakenWhole(line, names.length, options, separators)) return false;
  noteText(scope, line);
  if (options.includes('a')) {
    const [name] = names;
    if (name === undefined) return false;
    bind(scope.state, name, array(limitedItems(allFields(line, separators).map(word), name)));
    return true;
  }
  if (names.length === 0) bindText(scope, 'REPLY', line);
  const fields = splitFields(line, names.length, separators);
  for (const [index, name] of names.entries()) {
    const field = fields[index];
    if (name === undefined || field === undefined) return false;
    bindText(scope, name, field);
  }
  return true;
}

/** True if one variable gets a whole, partly unknown line. */
function isTakenWhole(line: Text, count: number, options: string, separators: string): boolean {
  const ends = `${line.skeleton.slice(0, 1)}${line.skeleton.slice(-1)}`;
  return count === 1 && !options.includes('a') && (separators === '' || !ends.includes(UNKNOWN_CHARACTER));
}

/** `mapfile -t X`: an element for each line of a known text. */
export function readLines(scope: Scope, words: readonly Item[], call: BuiltinCall): void {
  const [first] = namesAfterOptions(words, 'dnOsuCc');
  const name = first === undefined ? 'MAPFILE' : valueOfItem(first);
  const text = call.own();
  const options = words.flatMap((item) => /^-\w+$/.exec(valueOfItem(item) ?? '') ?? []);
  if (name !== undefined && text?.isKnown === true && options.length === 1 && options[0] === '-t') {
    noteText(scope, text);
    const lines = text.slice(0, text.length - (text.skeleton.endsWith('\n') ? 1 : 0)).split('\n');
    bind(scope.state, name, array(text.length === 0 ? [] : limitedItems(lines.map(word), name)));
    return;
  }
  reportRead(scope, words, call);
  if (name !== undefined) bindArray(scope, name, words);
  else if (first !== undefined) bindNames(scope, [first]);
}

/** Reports input that `mapfile X` or `read -d '' X` reads, and that isn't followed. */
function reportRead(scope: Scope, [first]: readonly Item[], { own }: BuiltinCall): void {
  if (first !== undefined)
    reportCommandsIn(scope, own(), placeOf(first).location, "This command's input is not followed");
}

function bindArray(scope: Scope, name: string, words: readonly Item[]): void {
  const [first] = words;
  if (first === undefined) return;
  bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, placeOf(first))]));
}

/** The words after the options, which are variable names or unknown. */
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
