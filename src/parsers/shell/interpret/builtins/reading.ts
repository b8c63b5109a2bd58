import { Text } from '../../../../text/text.ts';
import { type Item, placeOf, unknownWords, valueOfItem } from '../../expand/items.ts';
import { assignToUnknown, isUnknownReference } from '../../expand/unknown-names.ts';
import { separatorsOf } from '../../expand/words.ts';
import { noteText } from '../../state/assigned-values.ts';
import { bindText } from '../../state/assignments.ts';
import type { Scope } from '../../state/scope.ts';
import { array, bind } from '../../state/state.ts';
import { bindNames } from './variables.ts';

/** What else decides what a builtin does. */
export interface BuiltinCall {
  /** Variables for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
  /** The here-document or here-string that it reads. */
  readonly given: () => Text | undefined;
  /** What can be read from a word that names no file of the project: `<(echo …)`. */
  readonly contents: ReadonlyMap<Item, Text>;
  /** All that it reads: that, or what comes through a pipe. */
  readonly input: () => Text | undefined;
}

/** `read X Y`; with `-a` the words become those of one array. */
export function readWords(scope: Scope, words: readonly Item[], call: BuiltinCall): void {
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
export function readLines(scope: Scope, words: readonly Item[]): void {
  const [first] = namesAfterOptions(words, 'dnOsuCc');
  const name = first === undefined ? 'MAPFILE' : valueOfItem(first);
  if (name !== undefined) bindArray(scope, name, words);
  else if (first !== undefined) bindNames(scope, [first]);
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
