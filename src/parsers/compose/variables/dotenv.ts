import type { SourceFile } from '../../../files/file-reader.ts';
import { type Hop, type Place, placeAt } from '../../../text/location.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { problem, type Report, silent } from '../../contract/problem.ts';
import { isSpace, trimEndSpace, trimStartSpace } from '../../syntax/space.ts';
import { type Budget, createBudgets, takeValue } from './budget.ts';
import { interpolate, type Lookup } from './interpolate.ts';

export type DotenvVariables = ReadonlyMap<string, Text>;

const SPACE_IN_LINE = /[\t\v\f\r \x85\xA0]/;
const NAME_CHARACTER = /[A-Za-z0-9_.\-[\]]/;

/**
 * Parses a `.env` file like compose-go's `dotenv`. `lookup` provides outside values, which override
 * the file's; `budget` limits substitution. Stops at an error.
 */
export function parseDotenv(
  file: SourceFile,
  lookup: Lookup,
  report: Report,
  budget: Budget,
  known: DotenvVariables = new Map(),
): DotenvVariables {
  const variables = new Map(known);
  const inFile: Lookup = (name, use) => {
    const outside = lookup(name, use);
    const value = outside ?? variables.get(name);
    if (value === undefined) return undefined;
    const taken = takeValue(budget, compact(value, name), name, use);
    return outside === undefined ? taken.via({ kind: 'variable', location: use.location }) : taken;
  };
  // Messages must not quote values, which may be secrets.
  const unquoting: Report = ({ message, ...found }) => {
    report({ ...found, message: { ...message, what: message.what.replace(/`[^`]*`/g, 'Part of this value') } });
  };
  const { text } = file;
  let at = statementStart(text, text.startsWith('\uFEFF') ? 1 : 0);
  while (at < text.length) {
    const key = readKey(file, at, report);
    if (key === undefined) return variables;
    const { name } = key;
    if (key.isInherited) {
      const value = lookup(name, placeAt(file.path, at, at + name.length));
      if (value !== undefined) variables.set(name, value);
      at = statementStart(text, key.end);
      continue;
    }
    const value = readValue(file, key.end, report);
    if (value === undefined) return variables;
    variables.set(name, value.isRaw ? value.text : interpolate(value.text, inFile, unquoting));
    at = statementStart(text, value.end);
  }
  return variables;
}

/**
 * All variables of a `.env` file as Compose reads them: those in `environment` override it; an
 * unknown value is `undefined`.
 */
export function dotenvVariables(
  file: SourceFile,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | undefined> {
  const lookup: Lookup = (name, use) => {
    const value = environment.get(name);
    return value === undefined ? undefined : Text.given(value, name, use);
  };
  const variables = parseDotenv(file, lookup, silent, createBudgets(silent).values);
  return new Map(Array.from(variables, ([name, { value }]) => [name, value]));
}

const MAX_PIECES = 16;

/**
 * Turns a value with many pieces or hops into one piece: in chains of variables, they would add up.
 */
function compact(value: Text, name: string): Text {
  const isLong =
    value.segments.length > MAX_PIECES || value.segments.some(({ place }) => place.hops.length > MAX_PIECES);
  if (!isLong) return value;
  const place: Place = { location: value.whole.location, hops: [], shown: `\${${name}}` };
  return value.value === undefined ? Text.unknown(`\${${name}}`, place) : Text.derived(value.value, place);
}

/** Looks up variables of env files, whose values messages don't show. */
export function givenIn(variables: DotenvVariables): Lookup {
  return (name, use) => {
    const text = variables.get(name);
    if (text === undefined) return undefined;
    const hops: readonly Hop[] = [{ kind: 'given', location: text.whole.location }];
    if (text.value !== undefined) return Text.given(text.value, name, use, hops);
    const given = text.segments.map((segment) =>
      segment.kind === 'literal'
        ? Text.given(segment.text, name, use, hops)
        : Text.unknown(segment.expression, { ...use, hops: [...hops, ...use.hops] }),
    );
    return Text.concat(given, use);
  };
}

/**
 * Parses an `env_file` with `format: raw`: the text after `=` is the value (docker/cli
 * `pkg/kvfile`, which stops at an invalid line).
 */
export function parseRawEnvFile(file: SourceFile, lookup: Lookup, report: Report): DotenvVariables {
  const variables = new Map<string, Text>();
  let at = file.text.startsWith('\uFEFF') ? 1 : 0;
  for (const line of file.text.slice(at).split('\n')) {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    const indent = content.length - trimStartSpace(content).length;
    const start = at + indent;
    const trimmed = content.slice(indent);
    at += line.length + 1;
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const equals = trimmed.indexOf('=');
    const name = equals < 0 ? trimmed : trimmed.slice(0, equals);
    if (name === '' || /[ \t]/.test(name)) {
      const what = name === '' ? 'has no variable name before it' : 'is not a variable name: it contains a space';
      refuse(file, start, start + Math.max(name.length, 1), what, report);
      break;
    }
    const value =
      equals < 0
        ? lookup(name, placeAt(file.path, start, start + name.length))
        : verbatim(file, start + equals + 1, start + trimmed.length);
    if (value !== undefined) variables.set(name, value);
  }
  return variables;
}

function statementStart(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    if (text.charAt(at) !== '#') return at;
    const newline = text.indexOf('\n', at);
    if (newline < 0) return text.length;
    at = newline;
  }
}

interface Key {
  readonly name: string;
  readonly end: number;
  /** True for a name without `=`, with a value from outside. */
  readonly isInherited: boolean;
}

function readKey(file: SourceFile, from: number, report: Report): Key | undefined {
  const { text } = file;
  const start = /^export[\t\n\f\r ]/.test(text.slice(from, from + 7)) ? skipSpace(text, from + 'export'.length) : from;
  let at = start;
  for (; at < text.length && !'=:\n'.includes(text.charAt(at)); at += 1) {
    const char = text.charAt(at);
    if (SPACE_IN_LINE.test(char) || NAME_CHARACTER.test(char) || isNameCharacter(char)) continue;
    refuse(file, at, at + 1, 'is not allowed in a variable name', report);
    return undefined;
  }
  const name = trimEndSpace(text.slice(start, at));
  if (name.includes(' ')) {
    refuse(file, start, start + name.length, 'is not a variable name: it contains a space', report);
    return undefined;
  }
  const isInherited = at >= text.length || text.charAt(at) === '\n';
  return { name, end: isInherited ? at + 1 : skipSpace(text, at + 1), isInherited };
}

function refuse(file: SourceFile, start: number, end: number, what: string, report: Report): void {
  // The message doesn't quote the character: in a broken line, it may be part of a value.
  const subject = end - start === 1 ? 'This character' : 'This';
  const place = placeAt(file.path, start, Math.max(end, start + 1));
  report(problem('syntax/invalid-env-file', place, `${subject} ${what}.`, 'Write one `NAME=value` per line.'));
}

interface Value {
  readonly text: Text;
  readonly end: number;
  readonly isRaw: boolean;
}

function readValue(file: SourceFile, from: number, report: Report): Value | undefined {
  const { text } = file;
  const quote = text.charAt(from);
  if (quote === '"' || quote === "'") return readQuoted(file, from, quote, report);
  const newline = text.indexOf('\n', from);
  const lineEnd = newline < 0 ? text.length : newline;
  const comment = text.slice(from, lineEnd).indexOf(' #');
  const end = from + trimEndSpace(text.slice(from, comment < 0 ? lineEnd : from + comment)).length;
  return { text: verbatim(file, from, end), end: lineEnd, isRaw: false };
}

function readQuoted(file: SourceFile, from: number, quote: '"' | "'", report: Report): Value | undefined {
  const { text } = file;
  const segments: Segment[] = [];
  let runStart = from + 1;
  const flush = (end: number): void => {
    if (end > runStart) segments.push(literal(file, text.slice(runStart, end), runStart, end));
  };
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === quote) {
      flush(at);
      const whole = placeAt(file.path, from, at + 1);
      return { text: new Text(segments, whole), end: at + 1, isRaw: quote === "'" };
    }
    if (char !== '\\' || at + 1 >= text.length) continue;
    const value = text.charAt(at + 1) === quote ? quote : quote === '"' ? unescape(text, at) : undefined;
    if (value !== undefined) {
      flush(at);
      runStart = at + (text.charAt(at + 1) === '0' ? OCTAL_LENGTH : 2);
      segments.push(literal(file, value, at, runStart));
    }
    at = value === undefined ? at + 1 : runStart - 1;
  }
  const line = text.indexOf('\n', from);
  refuse(file, from, line < 0 ? text.length : line, 'is an unterminated quoted value', report);
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  $: '$$',
};

const OCTAL_LENGTH = '\\0101'.length;

/**
 * An escape sequence in double quotes; `undefined` if literal. `\$` becomes `$$`, for the later
 * interpolation.
 */
function unescape(text: string, at: number): string | undefined {
  const code = text.charAt(at + 1);
  if (code !== '0') return ESCAPES[code];
  const digits = text.slice(at + 2, at + OCTAL_LENGTH);
  return /^[0-3][0-7]{2}$/.test(digits) ? String.fromCharCode(Number.parseInt(digits, 8)) : undefined;
}

function literal(file: SourceFile, text: string, start: number, end: number): Segment {
  return {
    kind: 'literal',
    text,
    place: placeAt(file.path, start, end),
    isVerbatim: file.text.slice(start, end) === text,
  };
}

/** An empty text is placed at the character before it. */
function verbatim(file: SourceFile, start: number, end: number): Text {
  const place: Place =
    start < end ? placeAt(file.path, start, end) : placeAt(file.path, Math.max(start - 1, 0), Math.max(start, 1));
  return start < end ? Text.verbatim(file.text.slice(start, end), place) : new Text([], place);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE_IN_LINE.test(text.charAt(at))) at += 1;
  return at;
}

/** A letter or number of any script; lazy, since this pattern is expensive to create. */
function isNameCharacter(char: string): boolean {
  return (char >= '\uD800' && char <= '\uDFFF') || /[\p{L}\p{N}]/u.test(char);
}
