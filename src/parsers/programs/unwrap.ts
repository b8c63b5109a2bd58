import { type Place, placeAt } from '../../text/location.ts';
import { Text } from '../../text/text.ts';
import { type Item, sourceOf, valueOfItem } from '../shell/expand/items.ts';
import type { Wrapper } from './wrappers.ts';

/** What stands in front of the command that a wrapper runs, and the rest. */
export interface Unwrapped {
  /** The command's words. */
  readonly rest: readonly Item[];
  /** The value of the option that holds a script, such as `-c`. */
  readonly script?: Text;
  /** `NAME=value` words. */
  readonly assignments: readonly Text[];
  readonly options: readonly string[];
  /** The values of options, by the letter or long name. */
  readonly values: ReadonlyMap<string, Text>;
}

/** Reads a wrapper's own options and operands off its words (without its name); `undefined` where it runs nothing. */
export function unwrap(wrapper: Wrapper, words: readonly Item[]): Unwrapped | undefined {
  const { letters = '', names = '', scriptOptions = [], onlyAsks = '', permutes = false } = wrapper;
  const longNames = new Set(names.split(' '));
  const assignments: Text[] = [];
  const options: string[] = [];
  const values = new Map<string, Text>();
  let operands = wrapper.operands ?? 0;
  let script: Text | undefined;
  let isEnded = false;
  let at = 0;
  for (; at < words.length; at += 1) {
    const item = words[at];
    if (item === undefined) break;
    const skeleton = item.kind === 'word' ? item.text.skeleton : '';
    // `su - user`, `env - NAME=value …`
    if (skeleton === '-' && (permutes || wrapper.takesAssignments === true)) continue;
    if (!isEnded && skeleton === '--') {
      isEnded = true;
    } else if (!isEnded && item.kind === 'word' && /^[-+]./.test(skeleton)) {
      options.push(skeleton);
      const option = readOption(item.text, letters, longNames, scriptOptions);
      if (!skeleton.startsWith('--') && hasLetter(skeleton, onlyAsks, letters)) return undefined;
      if (option.takesNext) at += 1;
      const next = option.takesNext ? words[at] : undefined;
      const value = option.value ?? (next?.kind === 'word' ? next.text : undefined);
      if (option.isScript && value !== undefined) script = value;
      if (option.name !== undefined && value !== undefined) values.set(option.name, value);
      // What follows a script is its arguments, except where options may stand anywhere.
      if (option.isScript && !permutes && !skeleton.startsWith('--'))
        return { rest: words.slice(at + 1), ...(script === undefined ? {} : { script }), assignments, options, values };
    } else if (wrapper.takesAssignments === true && item.kind === 'word' && /^[A-Za-z_]\w*=/.test(skeleton)) {
      assignments.push(item.text);
    } else if (operands > 0 || (permutes && script === undefined && hasScriptAfter(words.slice(at), scriptOptions))) {
      operands -= 1;
    } else if (item.kind === 'opening' && sourceOf(item).startsWith('$') && words.length > at + 1) {
      // `sudo $SUDO_OPTS docker run …`: what stands before the command is part of the wrapper.
      continue;
    } else break;
  }
  return { rest: words.slice(at), ...(script === undefined ? {} : { script }), assignments, options, values };
}

interface Option {
  /** The letter or long name of one with a value. */
  readonly name?: string;
  readonly takesNext: boolean;
  readonly isScript: boolean;
  readonly value?: Text;
}

function readOption(
  text: Text,
  letters: string,
  longNames: ReadonlySet<string>,
  scriptOptions: readonly string[],
): Option {
  const { skeleton } = text;
  if (skeleton.startsWith('--')) {
    const equals = skeleton.indexOf('=');
    const name = equals < 0 ? skeleton : skeleton.slice(0, equals);
    const isScript = scriptOptions.includes(name);
    if (equals >= 0) return { name, takesNext: false, isScript, value: text.slice(equals + 1) };
    return { name, takesNext: isScript || longNames.has(name), isScript };
  }
  for (let at = 1; at < skeleton.length; at += 1) {
    const letter = skeleton.charAt(at);
    const isScript = scriptOptions.includes(letter);
    if (!isScript && !letters.includes(letter)) continue;
    const isLast = at === skeleton.length - 1;
    return isLast
      ? { name: letter, takesNext: true, isScript }
      : { name: letter, takesNext: false, isScript, value: text.slice(at + 1) };
  }
  return { takesNext: false, isScript: false };
}

function hasLetter(skeleton: string, wanted: string, valued: string): boolean {
  for (let at = 1; at < skeleton.length; at += 1) {
    if (wanted.includes(skeleton.charAt(at))) return true;
    if (valued.includes(skeleton.charAt(at))) return false;
  }
  return false;
}

function hasScriptAfter(words: readonly Item[], scriptOptions: readonly string[]): boolean {
  return words.some((item) => {
    const value = valueOfItem(item) ?? '';
    return scriptOptions.some(
      (option) =>
        value === option ||
        value.startsWith(`${option}=`) ||
        (option.length === 1 && value.startsWith('-') && !value.startsWith('--') && value.includes(option)),
    );
  });
}

/** What a shell is asked to run: the string after `-c` with its parameters, or what comes from its input. */
export type ShellTask =
  | {
      readonly kind: 'string';
      readonly script: Item;
      readonly name: Item | undefined;
      readonly parameters: readonly Item[];
    }
  | { readonly kind: 'input'; readonly parameters: readonly Item[] };

/** Reads the words after a shell's name; `undefined` where it runs a file. */
export function readShellWords(words: readonly Item[]): ShellTask | undefined {
  let takesString = false;
  let readsInput = false;
  let at = 0;
  for (; at < words.length; at += 1) {
    const item = words[at];
    const skeleton = item?.kind === 'word' ? item.text.skeleton : '';
    if (skeleton === '--' || skeleton === '-') {
      at += 1;
      break;
    }
    if (!/^[-+]./.test(skeleton)) break;
    if (skeleton === '--rcfile' || skeleton === '--init-file') at += 1;
    if (skeleton.startsWith('--')) continue;
    takesString ||= skeleton.startsWith('-') && skeleton.includes('c');
    readsInput ||= skeleton.startsWith('-') && skeleton.includes('s');
    if (/[oO]/.test(skeleton)) at += 1;
  }
  const [script, ...rest] = words.slice(at);
  if (!takesString)
    return script === undefined || readsInput ? { kind: 'input', parameters: words.slice(at) } : undefined;
  // The word after the string is $0.
  return script === undefined ? undefined : { kind: 'string', script, name: rest[0], parameters: rest.slice(1) };
}

/** Words joined by blanks into one script, as `eval`, `ssh` and `watch` do. */
export function joinWords(items: readonly Item[]): Text | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  const parts: Text[] = [];
  let previous: Place | undefined;
  for (const item of items) {
    const text = item.kind === 'word' ? item.text : Text.unknown(item.opening.expression, item.opening.place);
    if (previous !== undefined) parts.push(Text.derived(' ', gapBetween(previous, text.whole)));
    parts.push(text);
    previous = text.whole;
  }
  const [start] = parts;
  return start === undefined ? undefined : Text.concat(parts, gapBetween(start.whole, previous ?? start.whole, true));
}

/** From one place to the next where they stand one after the other: the gap between, or both with all between. */
function gapBetween(a: Place, b: Place, isInclusive = false): Place {
  const { path, span } = a.location;
  const other = b.location;
  const isOrdered = path === other.path && a.hops.length === 0 && b.hops.length === 0 && span.end <= other.span.start;
  if (!isOrdered) return a;
  return isInclusive
    ? placeAt(path, span.start, other.span.end)
    : placeAt(path, span.end, Math.max(other.span.start, span.end + 1));
}
