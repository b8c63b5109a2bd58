import { parse, type Statement } from 'unbash';
import type { Problem } from '../../../model/finding.ts';
import { cutOf } from '../../../text/lines.ts';
import { locationIn, partOf, type ScriptText, withText } from './script-text.ts';

export interface ScriptPart {
  readonly script: ScriptText;
  /** Its start in the whole script. */
  readonly from: number;
  readonly statements: readonly Statement[];
}

export interface ParsedShell {
  /** In source order. Several if the parser restarted after an error. */
  readonly parts: readonly ScriptPart[];
  readonly problems: readonly Problem[];
}

/** After this many errors, the rest isn't read: each restart may read up to the end. */
const MAX_RESTARTS = 40;

const MAX_PROBLEMS = 50;

/** In characters. Parsing takes about a hundred times as much memory. */
const MAX_LENGTH = 1_000_000;

/** unbash compares each here-document of a line with all others before it. */
const MAX_HERE_DOCUMENTS = 1_000;

/**
 * Parses a script with unbash, which continues on the next line after a stray `)` or an unclosed
 * quote. Reads bats' `@test "…" {` as a function.
 */
export function parseSyntax(given: ScriptText, isPlain = false): ParsedShell {
  const text = withSpacedNegations(withoutBatsTests(given.text));
  const script = withText(given, isPlain ? withPlainDefaults(text) : text);
  const parts: ScriptPart[] = [];
  const problems: Problem[] = [];
  const limit = limitOf(script.text);
  const length = limit?.at ?? script.text.length;
  let start = 0;
  for (let round = 0; start < length; round += 1) {
    if (round > MAX_RESTARTS) {
      problems.push(
        limitProblem(given, start, length, 'The script has too many syntax errors; the rest was not read.'),
      );
      break;
    }
    const rest = partOf(script, start, length);
    const outcome = parsePart(rest);
    const stop = outcome.kind === 'broken' ? 0 : stopOf(outcome, rest.text);
    // A construct still open at the limit may end after it, so its errors don't count.
    const isCutOff = limit !== undefined && outcome.kind === 'parsed' && outcome.isOpen;
    if (outcome.kind === 'broken') {
      problems.push(limitProblem(given, start, length, 'The script is nested too deeply to read.'));
    } else {
      const errors = stop === undefined ? outcome.errors : outcome.errors.filter(({ pos }) => pos <= stop);
      if (!isCutOff)
        for (const { message, pos } of errors.slice(0, MAX_PROBLEMS)) problems.push(syntaxProblem(rest, pos, message));
    }
    const cut = stop === undefined ? rest.text.length : lineEnd(rest.text, stop);
    const isWhole = outcome.kind === 'parsed' && (stop === undefined || !outcome.isOpen);
    const part = isWhole ? outcome : parsePart(partOf(rest, 0, cut));
    if (part.kind === 'parsed')
      parts.push({
        from: start,
        script: partOf(rest, 0, isWhole ? rest.text.length : cut),
        statements: part.statements,
      });
    start = isCutOff ? length : start + cut + 1;
  }
  const unparsed = limit === undefined ? [] : [limitProblem(given, limit.at, script.text.length, limit.what)];
  return { parts, problems: [...unparsed, ...problems.slice(0, MAX_PROBLEMS)] };
}

/** Where reading stops, if before the end: at a line start if possible. */
function limitOf(text: string): { readonly at: number; readonly what: string } | undefined {
  const crowded = lineOfManyHereDocuments(text);
  if (crowded !== undefined && crowded < MAX_LENGTH)
    return {
      at: crowded,
      what: `This line has more than ${MAX_HERE_DOCUMENTS} here-documents; the rest of the script was not read.`,
    };
  const at = cutOf(text, MAX_LENGTH);
  if (at === undefined) return undefined;
  return { at, what: `The script has more than ${MAX_LENGTH} characters; the rest was not read.` };
}

function lineOfManyHereDocuments(text: string): number | undefined {
  let count = 0;
  let lineEndAt = -1;
  let line = 0;
  for (let at = text.indexOf('<<'); at >= 0; at = text.indexOf('<<', at + 2)) {
    if (at > lineEndAt) {
      count = 0;
      line = text.lastIndexOf('\n', at) + 1;
      lineEndAt = lineEnd(text, at);
    }
    count += 1;
    if (count > MAX_HERE_DOCUMENTS) return line;
  }
  return undefined;
}

interface ParsedPart {
  readonly kind: 'parsed';
  readonly statements: readonly Statement[];
  readonly errors: readonly { readonly message: string; readonly pos: number }[];
  /** True if an unclosed quote or bracket took the rest. */
  readonly isOpen: boolean;
}

function parsePart(script: ScriptText): ParsedPart | { readonly kind: 'broken' } {
  try {
    const { commands, errors = [] } = parse(script.text);
    return {
      kind: 'parsed',
      statements: commands,
      errors,
      isOpen: errors.some(({ message }) => message.startsWith('unterminated ')),
    };
  } catch (error) {
    // unbash's nesting limit is incomplete: "f() f() f() …" can exhaust the stack.
    if (error instanceof RangeError) return { kind: 'broken' };
    throw error;
  }
}

/** Where the parser stopped; `undefined` at the end. */
function stopOf({ errors, statements, isOpen }: ParsedPart, text: string): number | undefined {
  if (isOpen)
    return errors.reduce(
      (first, { message, pos }) => (message.startsWith('unterminated ') ? Math.min(first, pos) : first),
      text.length,
    );
  const last = errors.findLast(({ message }) => message.startsWith('unexpected token'));
  if (last === undefined || text.slice(last.pos).trim() === '') return undefined;
  const end = statements.at(-1)?.pos ?? 0;
  return end > last.pos ? undefined : last.pos;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A syntax problem, at the character at `pos` or the last visible one before it. */
export function syntaxProblem(script: ScriptText, pos: number, message: string): Problem {
  let start = Math.max(Math.min(pos, script.text.length - 1), 0);
  while (start > 0 && /\s/.test(script.text.charAt(start))) start -= 1;
  const location = locationIn(script, start, start + 1);
  if (message.startsWith('maximum '))
    return limitProblem(script, start, start + 1, `This is nested too deeply to read: ${message}.`);
  return {
    id: 'syntax/invalid-shell',
    severity: 'error',
    message: {
      what: `Shell syntax error: ${message}.`,
      remedy: 'Fix it: plimsoll may have missed related commands.',
    },
    place: { location, hops: [] },
  };
}

export function limitProblem(script: ScriptText, start: number, end: number, what: string): Problem {
  const from = start + Math.max(script.text.slice(start, end).search(/\S/), 0);
  const location = locationIn(script, from, Math.min(lineEnd(script.text, from), end) || end);
  return { id: 'syntax/limit', severity: 'info', message: { what }, place: { location, hops: [] } };
}

const DEFAULT_IN_QUOTES = /\$\{(?:\w+|[@*#?])(?::?[-=+?])[^{}"`$\n]*\}/g;
/** Replaces a quote that has no special meaning. */
const NO_QUOTE = '\u2019';

/**
 * Hides `'` in `"${X:-don't}"`: literal in dash, the start of a string in bash. Keeps the length;
 * words take their characters from the script.
 */
function withPlainDefaults(text: string): string {
  if (!text.includes("'") || !text.includes('${')) return text;
  return text.replace(/^.*$/gm, (line) =>
    line.replace(DEFAULT_IN_QUOTES, (found, at: number) =>
      isInDoubleQuotes(line.slice(0, at)) ? found.replaceAll("'", NO_QUOTE) : found,
    ),
  );
}

function isInDoubleQuotes(before: string): boolean {
  const quotes = before.replace(/\\.|'[^']*'/g, '').split('"').length - 1;
  return quotes % 2 === 1;
}

export const BATS_TEST = '@test';

/**
 * Replaces `!( ` before a negated group in `[[ … ]]` by `! (`, since unbash would read a pattern.
 */
function withSpacedNegations(text: string): string {
  return text.includes('!( ') ? text.replaceAll(/(?<=[&|([] ?)!\( /g, '! (') : text;
}

/**
 * Replaces bats' `@test "name" {` by a function definition of the same length: the body starts at
 * the last brace after a blank.
 */
function withoutBatsTests(text: string): string {
  if (!text.includes('@test ')) return text;
  return text.replace(/^([ \t]*)(@test[ \t][^\n]*[ \t]\{)/gm, (_, indentation: string, head: string) => {
    const name = BATS_TEST.padEnd(head.length - 4, '_').slice(0, head.length - 4);
    return `${indentation}${name}() {`;
  });
}
