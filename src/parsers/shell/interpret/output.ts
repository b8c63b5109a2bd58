import type { Command, Redirect } from 'unbash';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { joinItems } from '../expand/runs.ts';
import type { GivenInput } from '../expand/words.ts';
import { type Item, isCertainItem, valueOfItem } from '../items/items.ts';
import { joinWords } from '../items/joined-words.ts';

type AnyRedirect = Command['redirects'][number];

/** A command's here-document or here-string; `undefined` for other input. */
export function givenInput({ redirects }: Pick<Command, 'redirects'>): GivenInput | undefined {
  const last = redirects.findLast(isInput);
  return last === undefined || last.type === 'Redirect' ? undefined : last;
}

export function inputFile({ redirects }: Pick<Command, 'redirects'>): Redirect['target'] {
  const last = redirects.findLast(isInput);
  return last?.type === 'Redirect' && last.operator === '<' ? last.target : undefined;
}

function isInput({ descriptor, ...redirect }: AnyRedirect): boolean {
  const reads =
    redirect.type !== 'Redirect' ||
    redirect.operator === '<' ||
    redirect.operator === '<>' ||
    redirect.operator === '<&';
  return reads && (descriptor === undefined || (descriptor.type === 'FileDescriptor' && descriptor.value === 0));
}

/** The destination of a command's output: its shell's output, another one, or mixed with errors. */
export function outputGoes(redirects: readonly AnyRedirect[]): 'on' | 'elsewhere' | 'mixed' {
  let goes: 'on' | 'elsewhere' | 'mixed' = 'on';
  for (const redirect of redirects) {
    if (redirect.type !== 'Redirect') continue;
    const { operator, descriptor, target } = redirect;
    if (!operator.includes('>') || operator === '<>') continue;
    const from = descriptor?.type === 'FileDescriptor' ? descriptor.value : 1;
    if (operator.startsWith('&') || (descriptor === undefined && operator === '>&')) goes = 'elsewhere';
    else if (from === 1) goes = 'elsewhere';
    else if (from === 2 && operator === '>&' && target?.value === '1' && goes === 'on') goes = 'mixed';
  }
  return goes;
}

/** Shells treat these differently: `\` in words of `echo`, and unquoted file name patterns. */
const OWN_WAY = /[\\*?[\]]/;

function hasOwnWay(item: Item): boolean {
  return item.kind === 'word' && OWN_WAY.test(item.text.skeleton);
}

function isEchoOption(item: Item): boolean {
  return /^-[neE]+$/.test(valueOfItem(item) ?? '');
}

/** The output of `echo`; `undefined` if shells differ (POSIX, "echo"). */
export function echoed(words: readonly Item[], whole: Place): Text | undefined {
  const count = words.findIndex((item) => !isEchoOption(item) || !isCertainItem(item));
  const options = count < 0 ? words : words.slice(0, count);
  const rest = words.slice(options.length);
  const first = rest.findIndex((item) => item.kind === 'word' && isCertainItem(item));
  // After a word that may be absent, an option may be text.
  if (rest.slice(0, first < 0 ? rest.length : first + 1).some(isEchoOption) || rest.some(hasOwnWay)) return undefined;
  const hasLineEnd = !options.some((item) => valueOfItem(item)?.includes('n') === true);
  return Text.concat([joinItems(rest, whole), ...(hasLineEnd ? [Text.derived('\n', whole)] : [])], whole);
}

/** A format repeats while there are words, up to this many times. */
const MAX_ROUNDS = 100;

const DIRECTIVE = /%[sdi%]|\\[nt\\]|[^%\\]+|[^]/g;

/**
 * The output of `printf`; `undefined` if the format has more than plain text, `%s`, `%d`, `\n` and
 * similar.
 */
export function formatted(given: readonly Item[], whole: Place): Text | undefined {
  const isEnded = valueOfItem(given[0]) === '--';
  const [format, ...words] = isEnded ? given.slice(1) : given;
  const value = valueOfItem(format);
  if (format?.kind !== 'word' || value === undefined || (value.startsWith('-') && !isEnded) || /[*?[\]]/.test(value))
    return undefined;
  if (words.some((item) => item.kind !== 'word' || !isCertainItem(item) || hasOwnWay(item))) return undefined;
  const parts: Text[] = [];
  const left = words.flatMap((item) => (item.kind === 'word' ? [item.text] : []));
  for (let round = 0; round === 0 || left.length > 0; round += 1) {
    const before = left.length;
    if (round > MAX_ROUNDS) return undefined;
    for (const { 0: piece, index } of value.matchAll(DIRECTIVE)) {
      const part = formattedPiece(format.text, piece, index, left, whole);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    if (left.length === before) break;
  }
  return Text.concat(parts, whole);
}

function formattedPiece(format: Text, piece: string, at: number, left: Text[], whole: Place): Text | undefined {
  switch (piece) {
    case '%s':
      return left.shift() ?? new Text([], whole);
    case '%d':
    case '%i': {
      const text = left.shift();
      return text?.value !== undefined && /^(?:0|-?[1-9][0-9]*)$/.test(text.value) ? text : undefined;
    }
    case '%%':
    case '\\\\':
      return format.slice(at, at + 1);
    case '\\n':
    case '\\t':
      return Text.derived(piece === '\\n' ? '\n' : '\t', whole);
    default:
      return piece.startsWith('%') || piece.startsWith('\\') ? undefined : format.slice(at, at + piece.length);
  }
}

/** The probable output of `echo` or `printf`, to read scripts in it. */
export function likelyOutput(name: string, words: readonly Item[]): Text | undefined {
  if (name === 'echo') {
    const option = /^-[neE]+$/.exec(valueOfItem(words[0]) ?? '')?.[0] ?? '';
    const text = joinWords(option === '' ? words : words.slice(1));
    return option.includes('e') && text !== undefined ? withLines(text) : text;
  }
  const [format, ...values] = name === 'printf' ? words : [];
  if (format === undefined) return undefined;
  return (valueOfItem(format) ?? '').includes('%') ? joinWords(values) : joinWords([format, ...values]);
}

function withLines(text: Text): Text {
  const [first, ...others] = text.split('\\n');
  const lines = others.flatMap((line) => [Text.derived('\n', text.whole), line]);
  return first === undefined ? text : Text.concat([first, ...lines], text.whole);
}

export function likelyLine(name: string, words: readonly Item[]): Text | undefined {
  const text = likelyOutput(name, words);
  return text === undefined ? undefined : Text.concat([text, Text.derived('\n', text.whole)], text.whole);
}
