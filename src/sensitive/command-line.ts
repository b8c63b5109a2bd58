import type { Span } from '../text/location.ts';
import { secretsIn } from './line-secrets.ts';
import { isReference } from './names.ts';
import { passwordsInWords, printedWords, readsPassword } from './programs.ts';

/** A word of a command line, as part of the text in which it is looked for. */
interface Word extends Span {
  readonly text: string;
  /** It begins a command. */
  readonly isFirst: boolean;
  /** It begins a command that reads what the one before it prints. */
  readonly isPiped?: true;
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
/** `${A:=x}`, which gives the variable its value. */
const ASSIGNED_DEFAULT = /\$\{\w{1,100}:?=([^{}]+)\}/g;

/** Strings in strings that are looked into. */
const MAX_DEPTH = 8;

/**
 * Where the words of a command line hold what may be secrets, for each word: values of environment variables, in `env A=x app`, behind `-e`, and in
 * the strings that a shell would run, such as the last of `sh -c 'A=x app'`; passwords as programs take them; what the word itself tells to be one,
 * such as the password of an address. A value that only names a variable, as `$X` does, is not among them.
 */
export function secretsInCommand(words: readonly string[]): readonly (readonly Span[])[] {
  const passwords = passwordsInWords(words);
  const found = words.map((text, index) => [...secretsIn(text), ...(passwords[index] ?? [])]);
  let previous: string | undefined;
  let hasSetter = false;
  let isFirst = true;
  for (const [index, text] of words.entries()) {
    found[index]?.push(...valuesInWord({ text, start: 0, end: text.length, isFirst }, previous, hasSetter, 0));
    hasSetter ||= isSetter(text);
    isFirst &&= ASSIGNMENT.test(text);
    previous = text;
  }
  return found;
}

/** False where none of the words can hold anything that {@link secretsInCommand} finds; far cheaper than to look for it. */
export function mayHoldSecrets(words: readonly string[]): boolean {
  return words.length > 2 || words.some((word) => /[=:\s]|^-/.test(word));
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
  const pattern =
    previous !== undefined && OPTIONS.has(previous) ? PAIR : isFirst || hasSetter ? ASSIGNMENT : GLUED_OPTION;
  const head = text.includes('=') ? (pattern.exec(text) ?? GLUED_OPTION.exec(text))?.[0] : undefined;
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
  const tokens = tokensOf(text);
  spans.push(...passwordsIn(tokens, offset));
  for (const { 1: value = '', index, 0: whole } of text.matchAll(ASSIGNED_DEFAULT)) {
    const end = offset + index + whole.length - 1;
    spans.push({ start: end - value.length, end });
  }
  for (const token of tokens) {
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

/** Where the commands in a text are given passwords. */
export function passwordsInScript(text: string): readonly Span[] {
  return passwordsIn(tokensOf(text), 0);
}

/** Passwords in each command of a script, and those that one prints for the next. */
function passwordsIn(tokens: readonly Word[], offset: number): readonly Span[] {
  const spans: Span[] = [];
  const add = (words: readonly Word[], found: readonly (readonly Span[])[]): void => {
    for (const [index, own] of found.entries()) {
      const at = offset + (words[index]?.start ?? 0);
      for (const { start, end } of own) spans.push({ start: at + start, end: at + end });
    }
  };
  const textsOf = (words: readonly Word[]): readonly string[] => words.map(({ text }) => text);
  let before: readonly Word[] = [];
  for (const command of commandsOf(tokens)) {
    const texts = textsOf(command);
    add(command, passwordsInWords(texts));
    if (readsPassword(texts)) {
      if (command[0]?.isPiped === true) add(before, printedWords(textsOf(before)));
      const given = texts.indexOf('<<<');
      if (given >= 0)
        add(command.slice(given + 1, given + 2), printedWords(['echo', ...texts.slice(given + 1, given + 2)]).slice(1));
    }
    before = command;
  }
  return spans;
}

function commandsOf(tokens: readonly Word[]): readonly (readonly Word[])[] {
  const commands: Word[][] = [];
  for (const token of tokens) {
    const last = commands.at(-1);
    if (token.isFirst || last === undefined) commands.push([token]);
    else last.push(token);
  }
  return commands;
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
  let separator = '';
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/[\s;&|()`]/.test(char)) {
      isFirst ||= char !== ' ' && char !== '\t';
      separator += char.trim();
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && !/[\s;&|()`]/.test(text.charAt(at))) at = endOfPiece(text, at);
    const isPiped = separator === '|' || separator === '|&';
    words.push({ text: text.slice(start, at), start, end: at, isFirst, ...(isPiped ? { isPiped } : {}) });
    isFirst = false;
    separator = '';
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
