import { type ParseEntry, parse } from 'shell-quote';
import type { Span } from '../../text/location.ts';
import { Text } from '../../text/text.ts';

// A command line in a string is split by a shell's rules if it is run, by Compose's if it becomes a
// list.

/** A quoted or unquoted word of a script, with its span. */
export interface ScriptWord extends Span {
  readonly text: string;
  /** True if it starts a command, or the content of a comment. */
  readonly isFirst: boolean;
  readonly isComment: boolean;
  /** True if it starts a command that reads the output of the one before. */
  readonly isPiped: boolean;
}

/**
 * The words of a shell script. A redirection is a word or part of one. Only separates words and
 * commands.
 */
export function splitShellWords(script: string): readonly ScriptWord[] {
  const words: ScriptWord[] = [];
  let isFirst = true;
  let separator = '';
  let commentEnd = 0;
  let at = 0;
  while (at < script.length) {
    const char = script.charAt(at);
    const isComment = at < commentEnd;
    if (char === '\\' && script.charAt(at + 1) === '\n') {
      at += 2;
    } else if (endsWord(script, at)) {
      isFirst ||= char !== ' ' && char !== '\t';
      separator += char.trim();
      at += 1;
    } else if (char === '#' && !isComment) {
      const end = script.indexOf('\n', at);
      commentEnd = end < 0 ? script.length : end;
      isFirst = true;
      at += 1;
    } else {
      const start = at;
      const limit = isComment ? commentEnd : script.length;
      while (at < limit && !endsWord(script, at)) at = Math.min(endOfPiece(script, at), limit);
      const isPiped = !isComment && /^\|&?$/.test(separator);
      words.push({ text: script.slice(start, at), start, end: at, isFirst, isComment, isPiped });
      isFirst = false;
      if (!isComment) separator = '';
    }
  }
  return words;
}

function endsWord(script: string, at: number): boolean {
  const char = script.charAt(at);
  return char === '&' ? script.charAt(at + 1) !== '>' : /[\s;|()`]/.test(char);
}

/** The end of the character, escape, redirection operator or quoted text at an offset. */
function endOfPiece(script: string, at: number): number {
  const char = script.charAt(at);
  const next = script.charAt(at + 1);
  if (char === '\\') return Math.min(at + 2, script.length);
  if ((char === '<' || char === '>') && (next === '&' || next === '|')) return at + 2;
  const isAnsi = char === '$' && next === "'";
  if (!isAnsi && char !== '"' && char !== "'") return at + 1;
  const quote = isAnsi ? next : char;
  const hasEscapes = isAnsi || char === '"';
  let end = at + (isAnsi ? 2 : 1);
  while (end < script.length && script.charAt(end) !== quote) end += hasEscapes && script.charAt(end) === '\\' ? 2 : 1;
  return Math.min(end + 1, script.length);
}

/**
 * The commands of a script, each as words without quotes, redirections and comments. Expansions
 * such as `$NAME` stay.
 */
export function splitShellCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let isTarget = false;
  for (const word of splitShellWords(script)) {
    if (word.isComment) continue;
    if (word.isFirst) {
      commands.push([]);
      isTarget = false;
    }
    const command = commands.at(-1) ?? [];
    for (const [index, entry] of unquote(word.text).entries()) {
      if (typeof entry !== 'string' && !('pattern' in entry)) {
        // The `2` of `2>file`.
        if (index > 0 && /^\d+$/.test(command.at(-1) ?? '')) command.pop();
        isTarget = true;
      } else if (isTarget) {
        isTarget = false;
      } else {
        command.push(typeof entry === 'string' ? entry : entry.pattern);
      }
    }
  }
  return commands;
}

/** Stands for a `#` inside a word, which shell-quote would read as a comment. */
const HASH = '\u0001';

/** A word without quotes; unchanged if shell-quote rejects its expansion. */
function unquote(word: string): readonly ParseEntry[] {
  try {
    return parse(word.replaceAll('#', HASH), (name) => `$${name}`).map(withHashes);
  } catch {
    return [word];
  }
}

function withHashes(entry: ParseEntry): ParseEntry {
  if (typeof entry === 'string') return entry.replaceAll(HASH, '#');
  return 'pattern' in entry ? { ...entry, pattern: entry.pattern.replaceAll(HASH, '#') } : entry;
}

/**
 * Splits a command line like Compose (go-shellwords); an unquoted `;`, `&`, `|`, `<` or `>` ends
 * it. `undefined` if a quote isn't closed.
 */
export function splitComposeWords(line: Text): readonly Text[] | undefined {
  const words: Text[] = [];
  let parts: Text[] = [];
  let isWord = false;
  let quote: '"' | "'" | '`' | '(' | '' = '';
  const source = line.skeleton;
  const finish = (): void => {
    if (isWord) words.push(Text.concat(parts, wholeOf(parts, line)));
    parts = [];
    isWord = false;
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\\' && quote !== "'") {
      at += 1;
      if (at >= source.length) return undefined;
      parts.push(line.slice(at, at + 1));
      isWord = true;
      continue;
    }
    if (' \t\r\n'.includes(char) && quote === '') {
      finish();
      continue;
    }
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : '';
      isWord = true;
      continue;
    }
    if (char === '`' && (quote === '' || quote === '`')) quote = quote === '' ? '`' : '';
    if (char === ')' && quote === '(') quote = '';
    if (char === '(' && quote === '') {
      if (source.charAt(at - 1) !== '$') return undefined;
      quote = '(';
    }
    if (quote === '' && ';&|<>'.includes(char)) {
      if (char === '>' && isWord && /^\d/.test(Text.concat(parts, line.whole).skeleton)) isWord = false;
      break;
    }
    const end = runEnd(source, at);
    parts.push(line.slice(at, end));
    isWord = true;
    at = end - 1;
  }
  if (quote !== '') return undefined;
  finish();
  return words;
}

/** The end of a run of ordinary characters. */
function runEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && !'\\ \t\r\n"\'`();&|<>'.includes(source.charAt(at))) at += 1;
  return at;
}

function wholeOf(parts: readonly Text[], line: Text): Text['whole'] {
  return parts.length === 0 ? line.whole : Text.concat(parts, line.whole).place;
}
