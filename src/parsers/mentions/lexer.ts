import { lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import type { Lexicon } from './lexicon.ts';

export interface Bracket {
  readonly at: number;
  readonly around: Bracket | undefined;
}

/** A comment, or the content of a string. */
export interface Lexeme extends Span {
  readonly kind: 'comment' | 'string';
}

/** The comments, strings and brackets of a text. Linear time. */
export interface Lexed {
  readonly tokenAt: (at: number) => Lexeme | undefined;
  readonly bracketAt: (at: number) => Bracket | undefined;
}

const INTERESTING = /["'`()[\]{}#/\-;%<=*\n:@rR(]/g;

/**
 * Splits a text by a lexicon. Strings end with their line, unless triple-quoted or allowed to be
 * longer.
 */
export function lex(text: string, lexicon: Lexicon): Lexed {
  const tokens: Lexeme[] = [];
  const changes: { readonly at: number; readonly bracket: Bracket | undefined }[] = [];
  let bracket: Bracket | undefined;
  const change = (at: number, next: Bracket | undefined): void => {
    bracket = next;
    changes.push({ at, bracket });
  };
  const search = createSearch(text);
  const next = new RegExp(INTERESTING);
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const at = found.index;
    const character = found[0];
    const comment = endOfComment(text, at, lexicon, search);
    const string = comment === undefined ? stringAt(text, at, lexicon, search) : undefined;
    if (comment !== undefined) tokens.push({ kind: 'comment', start: at, end: comment });
    else if (string !== undefined) {
      const isDocstring = lexicon.hasDocstrings === true && string.isTriple && isStatement(text, at, bracket);
      tokens.push({ kind: isDocstring ? 'comment' : 'string', start: string.start, end: string.end });
    } else if ('([{'.includes(character)) change(at, { at, around: bracket });
    else if (')]}'.includes(character)) change(at, bracket?.around);
    const end = comment ?? string?.next;
    if (end !== undefined) next.lastIndex = Math.max(end, at + 1);
  }
  return {
    tokenAt: (at) => {
      const token = tokens[countWhile(tokens.length, (index) => (tokens[index]?.end ?? 0) < at)];
      return token !== undefined && token.start <= at ? token : undefined;
    },
    bracketAt: (at) => changes[countWhile(changes.length, (index) => (changes[index]?.at ?? 0) < at) - 1]?.bracket,
  };
}

type Search = (what: string, from: number) => number;

/** `indexOf` for ascending offsets, which searches for a missing text only once. */
function createSearch(text: string): Search {
  const missing = new Set<string>();
  return (what, from) => {
    const at = missing.has(what) ? -1 : text.indexOf(what, from);
    if (at < 0) missing.add(what);
    return at;
  };
}

function endOfComment(text: string, at: number, { line, block }: Lexicon, search: Search): number | undefined {
  if (block !== undefined && text.startsWith(block[0], at)) {
    const end = search(block[1], at + block[0].length);
    if (end >= 0) return end + block[1].length;
  }
  line.lastIndex = at;
  if (!line.test(text)) return undefined;
  const end = text.indexOf('\n', Math.max(line.lastIndex, at + 1));
  return end < 0 ? text.length : end;
}

interface StringLexeme extends Span {
  readonly next: number;
  readonly isTriple: boolean;
}

function stringAt(
  text: string,
  at: number,
  { long = '', noQuote = '' }: Lexicon,
  search: Search,
): StringLexeme | undefined {
  const quote = text.charAt(at);
  if (!`"'\``.includes(quote) || noQuote.includes(quote) || text.charAt(at - 1) === '\\') return undefined;
  const triple = quote.repeat(3);
  if (quote !== '`' && text.startsWith(triple, at)) {
    const end = search(triple, at + 3);
    return end < 0 ? undefined : { start: at + 3, end, next: end + 3, isTriple: true };
  }
  const last = long.includes(quote) ? text.length : lineEnd(text, at);
  if (search(quote, at + 1) < 0) return undefined;
  for (let end = at + 1; end < last; end += 1) {
    const character = text.charAt(end);
    if (character === '\\') end += 1;
    else if (character === quote) return { start: at + 1, end, next: end + 1, isTriple: false };
  }
  return undefined;
}

/** True for an expression that is a statement by itself. */
function isStatement(text: string, at: number, bracket: Bracket | undefined): boolean {
  const before = text.slice(Math.max(0, at - 100), at);
  return bracket === undefined && /(?:^|\n)[ \t]*[rRuUbB]?$/.test(before) && !/[=\\+,]\s*$/.test(before);
}
