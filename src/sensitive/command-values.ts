import type { Span } from '../text/location.ts';

/** A word of a command line, as part of the text in which it is looked for. */
interface Word extends Span {
  readonly text: string;
  /** It begins a command. */
  readonly isFirst: boolean;
}

/** Behind these each `NAME=value` is for a variable. */
const SETTERS: ReadonlySet<string> = new Set([
  'env',
  'export',
  'declare',
  'typeset',
  'local',
  'readonly',
  'sudo',
  'doas',
]);
/** The word behind one of these is for a variable. */
const OPTIONS: ReadonlySet<string> = new Set(['-e', '--env', '--build-arg', '--setenv']);
/** After these words of the shell a command begins anew. */
const KEYWORDS: ReadonlySet<string> = new Set([
  '!',
  '{',
  'do',
  'elif',
  'else',
  'exec',
  'if',
  'then',
  'time',
  'until',
  'while',
]);

const ASSIGNMENT = /^["']?[A-Za-z_]\w*\+?=/;
const GLUED_OPTION = /^(?:--(?:env|build-arg|setenv)=|-e)["']?[^=\s"']+=/;
const PAIR = /^["']?[^=\s"']+=/;
const REFERENCE = /^["']?\$(?:\w+|\{\w+\})["']?$/;

/** Strings in strings that are looked into. */
const MAX_DEPTH = 8;

/**
 * Where the words of a command line hold values of environment variables, for each word: in `env A=x app`, behind `-e`, and in the strings that
 * a shell would run, such as the last of `sh -c 'A=x app'`. A value that only names a variable, as `$X` does, is not among them.
 */
export function valuesInCommand(words: readonly string[]): readonly (readonly Span[])[] {
  const found = words.map((): Span[] => []);
  let previous: string | undefined;
  let hasSetter = false;
  let isFirst = true;
  for (const [index, text] of words.entries()) {
    found[index] = valuesInWord({ text, start: 0, end: text.length, isFirst }, previous, hasSetter, 0);
    hasSetter ||= isSetter(text);
    isFirst &&= ASSIGNMENT.test(text);
    previous = text;
  }
  return found;
}

/** True for a text that gives no value of its own: `$X`, `"${X}"`. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

function isSetter(word: string): boolean {
  return SETTERS.has(word.slice(word.lastIndexOf('/') + 1));
}

function valuesInWord(
  { text, start, end, isFirst }: Word,
  previous: string | undefined,
  hasSetter: boolean,
  depth: number,
): Span[] {
  if (!text.includes('=')) return [];
  const pattern =
    previous !== undefined && OPTIONS.has(previous) ? PAIR : isFirst || hasSetter ? ASSIGNMENT : GLUED_OPTION;
  const head = (pattern.exec(text) ?? GLUED_OPTION.exec(text))?.[0];
  if (head !== undefined) {
    const value = text.slice(head.length);
    return value === '' || isReference(value) ? [] : [{ start: start + head.length, end }];
  }
  if (depth >= MAX_DEPTH || !/[\s;&|(`]/.test(text)) return [];
  return valuesInScript(text, start, depth);
}

function valuesInScript(text: string, offset: number, depth: number): Span[] {
  const spans: Span[] = [];
  let previous: string | undefined;
  let hasSetter = false;
  let isFirst = true;
  for (const token of tokensOf(text)) {
    if (token.isFirst) [previous, hasSetter, isFirst] = [undefined, false, true];
    const inner = withinQuotes(token);
    const word = { ...(inner ?? token), isFirst };
    spans.push(
      ...valuesInWord({ ...word, start: offset + word.start, end: offset + word.end }, previous, hasSetter, depth + 1),
    );
    hasSetter ||= isSetter(token.text);
    isFirst &&= KEYWORDS.has(token.text) || ASSIGNMENT.test(token.text);
    previous = token.text;
  }
  return spans;
}

/** What stands between the quotes of a word that has blanks in them: a string of its own. A variable's value stays with its name. */
function withinQuotes({ text, start }: Word): Word | undefined {
  const from = text.search(/["']/);
  if (from < 0 || ASSIGNMENT.test(text) || PAIR.test(text.slice(0, from))) return undefined;
  const to = text.lastIndexOf(text.charAt(from));
  if (to <= from) return undefined;
  return { text: text.slice(from + 1, to), start: start + from + 1, end: start + to, isFirst: false };
}

/** The words of a shell's text, with their quotes; far from all of its grammar, but enough to tell them apart. */
function tokensOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let isFirst = true;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/[\s;&|()`]/.test(char)) {
      isFirst ||= char !== ' ' && char !== '\t';
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && !/[\s;&|()`]/.test(text.charAt(at))) at = endOfPiece(text, at);
    words.push({ text: text.slice(start, at), start, end: at, isFirst });
    isFirst = false;
  }
  return words;
}

/** The end of the character, escape or quoted text at an offset. */
function endOfPiece(text: string, at: number): number {
  const char = text.charAt(at);
  if (char === '\\') return Math.min(at + 2, text.length);
  if (char !== '"' && char !== "'") return at + 1;
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== char) end += char === '"' && text.charAt(end) === '\\' ? 2 : 1;
  return Math.min(end + 1, text.length);
}
