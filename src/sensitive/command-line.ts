import { baseName } from '../parsers/programs/engines.ts';
import { type ScriptWord, splitShellWords } from '../parsers/programs/split-words.ts';
import { findWrapper, isKeyword } from '../parsers/programs/wrappers.ts';
import type { Span } from '../text/location.ts';
import { secretsIn } from './line-secrets.ts';
import { withMasks } from './mask.ts';
import { isReference, isSecretOption } from './names.ts';
import { mayPassPasswords, passwordsInWords, printedWords, readsPassword } from './programs.ts';

type Part = Pick<ScriptWord, 'text' | 'start' | 'end'>;

/**
 * Commands like `env`: each `NAME=value` after them sets a variable. Includes doas, which doesn't
 * support this, but people write it.
 */
const SETTERS: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'doas']);
const OPTIONS: ReadonlySet<string> = new Set(['-e', '--env', '--build-arg', '--setenv']);
const ASSIGNMENT = /^["']?[A-Za-z_]\w*\+?=/;
const GLUED_OPTION = /^(?:--(?:env|build-arg|setenv)=|-e)["']?[^=\s"']+=/;
const PAIR = /^["']?[^=\s"']+=/;
/** `${A:=x}`, which also sets the variable. */
const ASSIGNED_DEFAULT = /\$\{\w{1,100}:?=([^{}]+)\}/g;

const MAX_DEPTH = 8;

/**
 * The spans of possible secrets in each word of a command line. They are environment values
 * (`env A=x app`, `-e A=x`), also in shell strings (`sh -c 'A=x app'`), passwords for programs, and
 * visible secrets such as passwords in URLs. Leaves out references such as `$X`.
 */
export function secretsInCommand(words: readonly string[]): readonly (readonly Span[])[] {
  const passwords = passwordsInWords(words);
  const likely = likelyPasswords(words);
  const reader = new CommandReader(0);
  return words.map((text, index) => [
    ...secretsIn(text),
    ...(passwords[index] ?? []),
    ...(likely[index] ?? []),
    ...reader.valuesIn({ text, start: 0, end: text.length }, text),
  ]);
}

/** A fast test: false if {@link secretsInCommand} finds nothing. */
export function mayWordsHoldSecrets(words: readonly string[]): boolean {
  return words.length > 2 || words.some((word) => /[=:\s]|^-/.test(word));
}

function isSetter(word: string): boolean {
  const name = baseName(word);
  return SETTERS.has(name) || findWrapper(name)?.takesAssignments === true;
}

/** Classifies the words of a command in order; previous words determine the meaning of the next. */
class CommandReader {
  readonly #depth: number;
  #previous: string | undefined;
  #hasSetter = false;
  /** True while all words so far are assignments. */
  #isFirst = true;

  constructor(depth: number) {
    this.#depth = depth;
  }

  /** The spans of variables' values in the next word, or in its quoted part. */
  valuesIn(part: Part, word: string): readonly Span[] {
    const pattern =
      this.#previous !== undefined && OPTIONS.has(this.#previous)
        ? PAIR
        : this.#isFirst || this.#hasSetter
          ? ASSIGNMENT
          : GLUED_OPTION;
    this.#hasSetter ||= isSetter(word);
    this.#isFirst &&= ASSIGNMENT.test(word) || (this.#depth > 0 && (isKeyword(word) || word === 'exec'));
    this.#previous = word;
    const { text, start, end } = part;
    const head = text.includes('=') ? (pattern.exec(text) ?? GLUED_OPTION.exec(text))?.[0] : undefined;
    if (head !== undefined) {
      const value = text.slice(head.length);
      return value === '' || isReference(value) ? [] : [{ start: start + head.length, end }];
    }
    return this.#depth >= MAX_DEPTH || !/[\s;&|(`]/.test(text) ? [] : valuesInScript(text, start, this.#depth + 1);
  }
}

function valuesInScript(text: string, offset: number, depth: number): readonly Span[] {
  const tokens = splitShellWords(text);
  const spans = [...passwordsIn(tokens, offset)];
  for (const { 1: value = '', index, 0: whole } of text.matchAll(ASSIGNED_DEFAULT)) {
    const end = offset + index + whole.length - 1;
    spans.push({ start: end - value.length, end });
  }
  let reader = new CommandReader(depth);
  for (const token of tokens) {
    if (token.isFirst) reader = new CommandReader(depth);
    const { text: inner, start, end } = withinQuotes(token) ?? token;
    spans.push(...reader.valuesIn({ text: inner, start: offset + start, end: offset + end }, token.text));
  }
  return spans;
}

/** The passwords that commands in a text pass to programs. */
export function passwordsInScript(text: string): readonly Span[] {
  return mayPassPasswords(text) ? passwordsIn(splitShellWords(text), 0) : [];
}

/** Masks secrets in a text, including those that commands pass to programs. */
export function withoutSecrets(text: string): string {
  return withMasks(text, [...secretsIn(text), ...passwordsInScript(text)]);
}

/** The passwords in each command of a script, and those that a command pipes to the next. */
function passwordsIn(tokens: readonly ScriptWord[], offset: number): readonly Span[] {
  const spans: Span[] = [];
  const add = (words: readonly ScriptWord[], found: readonly (readonly Span[])[]): void => {
    for (const [index, own] of found.entries()) {
      const at = offset + (words[index]?.start ?? 0);
      for (const { start, end } of own) spans.push({ start: at + start, end: at + end });
    }
  };
  const textsOf = (words: readonly ScriptWord[]): readonly string[] => words.map(({ text }) => text);
  let before: readonly ScriptWord[] = [];
  for (const command of commandsOf(tokens)) {
    const texts = textsOf(command);
    add(command, passwordsInWords(texts));
    add(command, likelyPasswords(texts));
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

/** One or more ports: `-p` may also take these. */
const PORTS = /^["']?[\d.:/-]+["']?$/;

/**
 * The word after `-p`, for any program that also has a password option: it may be the same
 * password. Hidden, but not reported.
 */
function likelyPasswords(words: readonly string[]): readonly (readonly Span[])[] {
  const bare = words.map((word) => /^["']?([^"'=]*)/.exec(word)?.[1] ?? '');
  if (!bare.includes('-p') || !bare.some((word) => word.startsWith('--') && isSecretOption(word))) return [];
  return words.map((word, index) =>
    bare[index - 1] === '-p' && !PORTS.test(word) && !isReference(word) ? [{ start: 0, end: word.length }] : [],
  );
}

function commandsOf(tokens: readonly ScriptWord[]): readonly (readonly ScriptWord[])[] {
  const commands: ScriptWord[][] = [];
  for (const token of tokens) {
    const last = commands.at(-1);
    if (token.isFirst || last === undefined) commands.push([token]);
    else last.push(token);
  }
  return commands;
}

/**
 * The quoted part of a word as a string. For an assignment, keeps the variable's name with the
 * value.
 */
function withinQuotes({ text, start }: ScriptWord): Part | undefined {
  const from = text.search(/["']/);
  if (from < 0 || ASSIGNMENT.test(text) || PAIR.test(text.slice(0, from))) return undefined;
  const to = text.lastIndexOf(text.charAt(from));
  if (to <= from) return undefined;
  return { text: text.slice(from + 1, to), start: start + from + 1, end: start + to };
}
