import type { Wrapper } from './wrappers.ts';

/** Words with one character per unknown part; `undefined` for an unquoted expansion. */
export type Words = readonly (string | undefined)[];

/** The rest of a word, from a character on. */
export interface WordEnd {
  readonly word: number;
  readonly from: number;
}

/** The roles of the words after a wrapper's name. */
export interface Unwrapped {
  /** The index of the command's first word; the word count if there is none. */
  readonly command: number;
  /** The script in the value of an option such as `-c`. */
  readonly script?: WordEnd;
  /** `NAME=value` words. */
  readonly assignments: readonly number[];
  readonly options: readonly string[];
  /** The values of options, by letter or long name. */
  readonly values: ReadonlyMap<string, WordEnd>;
}

/**
 * Parses a wrapper's words after its name; `undefined` if it runs nothing. `isOptions` tells
 * whether the expansion at an index is options.
 */
export function unwrap(
  wrapper: Wrapper,
  words: Words,
  isOptions: (at: number) => boolean = () => false,
): Unwrapped | undefined {
  const { letters = '', onlyAsks = '', scriptOptions = [], takesAssignments = false, permutes = false } = wrapper;
  const assignments: number[] = [];
  const options: string[] = [];
  const values = new Map<string, WordEnd>();
  let operands = wrapper.operands ?? 0;
  let script: WordEnd | undefined;
  let isEnded = false;
  let at = 0;
  for (; at < words.length; at += 1) {
    const text = words[at];
    // `su - user`, `env - NAME=value …`
    if (text === '-' && (permutes || takesAssignments)) continue;
    if (!isEnded && text === '--') {
      isEnded = true;
    } else if (!isEnded && text !== undefined && /^[-+]./.test(text)) {
      options.push(text);
      if (!text.startsWith('--') && hasLetter(text, onlyAsks, letters)) return undefined;
      const option = readOption(wrapper, text, at);
      if (option.takesNext) at += 1;
      const value = option.value ?? (option.takesNext && words[at] !== undefined ? { word: at, from: 0 } : undefined);
      if (option.isScript && value !== undefined) script = value;
      if (option.name !== undefined && value !== undefined) values.set(option.name, value);
      // After the script come its arguments, unless options may follow operands.
      if (option.isScript && !permutes && !text.startsWith('--')) {
        at += 1;
        break;
      }
    } else if (takesAssignments && text !== undefined && /^[A-Za-z_]\w*=/.test(text)) {
      assignments.push(at);
    } else if (operands > 0 && text === undefined && at < words.length - 1 && isOptions(at)) {
      // `ssh $SSH_OPTS host docker run …`
    } else if (operands > 0 || (permutes && script === undefined && hasScriptAfter(words.slice(at), scriptOptions))) {
      const isFirst = operands === wrapper.operands;
      if (isFirst && text !== undefined && text !== (wrapper.subcommand ?? text)) return undefined;
      operands -= 1;
    } else if (text !== undefined || at === words.length - 1) {
      break;
    }
    // `sudo $SUDO_OPTS docker run …`: the expansion, possibly empty, belongs to the wrapper.
  }
  const command = Math.min(at, words.length);
  return { command, ...(script === undefined ? {} : { script }), assignments, options, values };
}

interface Option {
  /** The letter or long name of an option with a value. */
  readonly name?: string;
  readonly takesNext: boolean;
  readonly isScript: boolean;
  readonly value?: WordEnd;
}

function readOption({ letters = '', names = '', scriptOptions = [] }: Wrapper, text: string, word: number): Option {
  if (text.startsWith('--')) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const isScript = scriptOptions.includes(name);
    if (equals >= 0) return { name, takesNext: false, isScript, value: { word, from: equals + 1 } };
    return { name, takesNext: isScript || names.split(' ').includes(name), isScript };
  }
  for (let at = 1; at < text.length; at += 1) {
    const name = text.charAt(at);
    const isScript = scriptOptions.includes(name);
    if (!isScript && !letters.includes(name)) continue;
    const isLast = at === text.length - 1;
    return isLast
      ? { name, takesNext: true, isScript }
      : { name, takesNext: false, isScript, value: { word, from: at + 1 } };
  }
  return { takesNext: false, isScript: false };
}

function hasLetter(text: string, wanted: string, valued: string): boolean {
  for (let at = 1; at < text.length; at += 1) {
    if (wanted.includes(text.charAt(at))) return true;
    if (valued.includes(text.charAt(at))) return false;
  }
  return false;
}

function hasScriptAfter(words: Words, scriptOptions: readonly string[]): boolean {
  return words.some((text = '') =>
    scriptOptions.some(
      (option) =>
        text === option ||
        text.startsWith(`${option}=`) ||
        (option.length === 1 && text.startsWith('-') && !text.startsWith('--') && text.includes(option)),
    ),
  );
}

/** What a shell runs: the string after `-c`, a file, or its input. Numbers are word indices. */
export type ShellTask =
  | { readonly kind: 'string'; readonly script: number; readonly name: number; readonly parameters: number }
  | { readonly kind: 'file'; readonly file: number; readonly parameters: number }
  | { readonly kind: 'input'; readonly parameters: number };

/** True for a file name that means standard input. */
export function isStandardInput(name: string | undefined): boolean {
  return name === '/dev/stdin' || name === '/dev/fd/0' || name === '/proc/self/fd/0';
}

/** Parses the words after a shell's name; `undefined` if it runs nothing. */
export function readShellWords(words: Words): ShellTask | undefined {
  let takesString = false;
  let readsInput = false;
  let at = 0;
  for (; at < words.length; at += 1) {
    const text = words[at] ?? '';
    if (text === '--' || text === '-') {
      at += 1;
      break;
    }
    if (!/^[-+]./.test(text)) break;
    if (text === '--rcfile' || text === '--init-file') at += 1;
    if (text.startsWith('--')) continue;
    // `bash -n` only checks the syntax.
    if (/^-\w*n/.test(text)) return undefined;
    takesString ||= text.startsWith('-') && text.includes('c');
    readsInput ||= text.startsWith('-') && text.includes('s');
    if (/[oO]/.test(text)) at += 1;
  }
  const isLast = at >= words.length;
  if (!takesString && !readsInput && isStandardInput(words[at])) return { kind: 'input', parameters: at + 1 };
  if (!takesString)
    return isLast || readsInput ? { kind: 'input', parameters: at } : { kind: 'file', file: at, parameters: at + 1 };
  // The word after the string is $0.
  return isLast ? undefined : { kind: 'string', script: at, name: at + 1, parameters: at + 2 };
}
