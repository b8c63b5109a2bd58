import type { Span } from '../../../../text/location.ts';
import type { Text } from '../../../../text/text.ts';
import { separatorsOf } from '../../expand/words.ts';
import { type Item, placeOf, unknownWords, valueOfItem, word } from '../../items/items.ts';
import { noteText } from '../../state/assigned-values.ts';
import type { Scope } from '../../state/scope.ts';
import { array, bind } from '../../state/state.ts';
import { reportCommandsIn } from '../unread.ts';
import { bindText, limitedItems } from '../variables/assignments.ts';
import { bindNames } from './variables.ts';

/** Other inputs of a builtin. */
export interface BuiltinCall {
  readonly environment: ReadonlyMap<string, Text>;
  /** Its here-document, here-string or file: `< file`. */
  readonly own: () => Text | undefined;
  /** The content of a word that isn't a project file: `<(echo …)`. */
  readonly contents: ReadonlyMap<Item, Text>;
  /** All its input: its own, or from a pipe. */
  readonly input: () => Text | undefined;
}

/** `read X Y`; with `-a`, the words become an array. */
export function readWords(scope: Scope, words: readonly Item[], call: BuiltinCall): void {
  const names = namesAfterOptions(words, 'dinNptu');
  // In a partly unknown text, the line ends at the first written line end.
  const [line] = call.own()?.split('\n', 2) ?? [];
  if (line !== undefined && readLine(scope, words, names, line, call.environment)) return;
  reportRead(scope, words, call);
  const name = valueOfItem(names[0]);
  if (name !== undefined && words.some((word) => /^-[A-Za-z]*a$/.test(valueOfItem(word) ?? '')))
    bindArray(scope, name, words);
  else bindNames(scope, names);
}

/** Applies `read` to one line; false if the result is unknown. */
function readLine(
  scope: Scope,
  words: readonly Item[],
  names: readonly Item[],
  line: Text,
  environment: ReadonlyMap<string, Text>,
): boolean {
  const options = words.flatMap((item) => /^-[A-Za-z]+$/.exec(valueOfItem(item) ?? '') ?? []).join('');
  const separators = environment.has('IFS') ? environment.get('IFS')?.value : separatorsOf(scope);
  const isEscaped = !options.includes('r') && line.skeleton.includes('\\');
  if (separators === undefined || /[dnNtu]/.test(options) || isEscaped) return false;
  const variables = names.length === 0 ? ['REPLY'] : names.flatMap((name) => valueOfItem(name) ?? []);
  const [first, ...others] = variables;
  const spans = fieldSpans(line, names.length === 0 ? '' : separators);
  if (first === undefined || spans === undefined || variables.length < names.length) return false;
  const isArray = options.includes('a');
  // One variable gets a line unchanged, if no unknown part at its ends may be a separator.
  const isOpen = isArray || others.length > 0 || (separators !== '' && /^\uFFFC|\uFFFC$/.test(line.skeleton));
  if (!line.isKnown && isOpen) return false;
  noteText(scope, line);
  if (isArray)
    bind(
      scope.state,
      first,
      array(
        limitedItems(
          spans.map(({ start, end }) => word(line.slice(start, end))),
          first,
        ),
      ),
    );
  else
    for (const [index, name] of variables.entries()) {
      const { start, end } = spans[index] ?? { start: line.length, end: line.length };
      const isRest = index === variables.length - 1 && index < spans.length - 1;
      const behind = /^[ \t\n]+$/.test(separators) ? spans.at(-1)?.end : line.length;
      bindText(scope, name, line.slice(start, isRest ? behind : end));
    }
  return true;
}

/** The words between blanks, or the fields between single other characters (POSIX, "Field Splitting"); `undefined` for a mix of both. */
function fieldSpans({ skeleton }: Text, separators: string): readonly Span[] | undefined {
  const areBlanks = /^[ \t\n]*$/.test(separators);
  if (!areBlanks && separators.length > 1) return undefined;
  const mark = separators.replace(/\W/, '\\$&');
  const field = areBlanks ? `([^${separators}]+)` : `([^${mark}]*)(?:${mark}|$)`;
  const fields = Array.from(skeleton.matchAll(new RegExp(field, 'g')));
  return fields.flatMap(({ 0: { length }, 1: text = '', index }) =>
    length === 0 ? [] : [{ start: index, end: index + text.length }],
  );
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

/** Reports input that isn't followed: `mapfile X`, `read -d '' X`. */
function reportRead(scope: Scope, [first]: readonly Item[], { own }: BuiltinCall): void {
  if (first !== undefined)
    reportCommandsIn(scope, own(), placeOf(first).location, "This command's input is not followed");
}

function bindArray(scope: Scope, name: string, words: readonly Item[]): void {
  const [first] = words;
  if (first === undefined) return;
  bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, placeOf(first))]));
}

/** The words that name variables: known names, and unknown words. */
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
