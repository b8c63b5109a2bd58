import { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { readBrokenEntry } from './broken-entry.ts';
import { readFastPath } from './fast-path/reader.ts';
import { isFastPathOn } from './fast-path/switch.ts';
import { parseDocuments, type RecoveredYaml, type YamlError } from './library.ts';
import { isAlignedWithout, isKeyWithoutColon, plainWords } from './plain-words.ts';
import { type SyntaxScalar, withLineFeeds } from './syntax.ts';

type Documents = RecoveredYaml['documents'];

/** The maximum number of blanked lines in a broken file. */
const MAX_REPAIRS = 3;
/** In characters: how much is parsed again for repairs. Larger files get fewer repairs. */
const MAX_CHARACTERS = 1_000_000;
const FEW_ERRORS = 3;
const MAX_ERRORS = 20;

/**
 * Like `parseWithRecovery`, for files that the fast path doesn't read; `stop` is where it stopped.
 */
export function parseWithRepairs(text: string, stop?: number): RecoveredYaml {
  const read = stop === undefined ? undefined : readBrokenEntry(text, stop, parseWithRepairs);
  if (read !== undefined) return read;
  let current = withLineFeeds(text);
  let parsed = parse(current);
  if (parsed.limit !== undefined) return parsed;
  const repaired: YamlError[] = [];
  let budget = Math.max(MAX_CHARACTERS, 2 * text.length);
  while (parsed.errors.length > 0 && repaired.length < MAX_REPAIRS) {
    const repair = findRepair(current, parsed, budget);
    // A template has an error per line: blanking one repairs nothing.
    if (repair === undefined || repair.parsed.errors.length > Math.max(parsed.errors.length / 2, FEW_ERRORS)) break;
    budget -= repair.cost;
    repaired.push(repair.error);
    current = repair.text;
    parsed = repair.parsed;
  }
  const control = controlCharacter(text);
  return {
    documents: parsed.documents,
    errors: [...control, ...repaired, ...parsed.errors]
      .sort((a, b) => a.start - b.start)
      .slice(0, MAX_ERRORS)
      .map((error) => inPlainWords(text, error)),
  };
}

/** Whether the `yaml` package finds errors; false beyond a limit. */
export function hasErrorsUnrepaired(text: string): boolean {
  const { errors, limit } = parse(withLineFeeds(text));
  return limit === undefined && (errors.length > 0 || controlCharacter(text).length > 0);
}

/** The first character that YAML 1.2 (5.1) forbids; the `yaml` package accepts it. */
function controlCharacter(text: string): readonly YamlError[] {
  const start = text.search(/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/);
  return start < 0 ? [] : [{ start, end: start + 1, message: "YAML doesn't allow this control character." }];
}

function parse(text: string): RecoveredYaml {
  const { documents, errors: found, limit } = parseDocuments(text);
  if (limit !== undefined) return { documents, errors: [], limit };
  const all = [...found, ...escapedEnds(text, documents)];
  if (all.length === 0) return { documents, errors: [] };
  const index = new LineIndex(text);
  const lines = new Set<number>();
  const errors: YamlError[] = [];
  for (const { start, end, message } of all) {
    const visible = visibleStart(text, start, end);
    const { line } = index.positionOf(visible);
    // A line may have thousands.
    if (lines.has(line)) continue;
    lines.add(line);
    errors.push({ start: visible, end: visibleEnd(text, visible, end), message: sentence(message) });
  }
  return { documents, errors };
}

/** Quoted texts that end with their line in `\"`, which the `yaml` package takes for their end. */
function escapedEnds(text: string, documents: Documents): readonly YamlError[] {
  if (!/\\"[ \t]*\r?$/m.test(text)) return [];
  const found: YamlError[] = [];
  for (const { style, start, end } of scalarsIn(documents)) {
    if (style !== 'double') continue;
    let backslashes = 0;
    while (text.charAt(end - 2 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 1) found.push({ start, end, message: 'Missing closing "quote' });
  }
  return found;
}

function scalarsIn(documents: Documents): readonly SyntaxScalar[] {
  const scalars: SyntaxScalar[] = [];
  // Iterative, since nesting may be too deep for recursion.
  const left = [...documents];
  for (let node = left.pop(); left.length > 0 || node !== undefined; node = left.pop()) {
    if (node?.kind === 'scalar') scalars.push(node);
    else if (node?.kind === 'mapping') for (const { key, value } of node.pairs) left.push(key, value);
    else if (node?.kind === 'sequence') for (const item of node.items) left.push(item);
  }
  return scalars;
}

const PREFIX = 'Invalid YAML: ';

function sentence(message: string): string {
  const text = message.replace(/\.$/, '');
  return `${PREFIX}${text.charAt(0).toLowerCase()}${text.slice(1)}.`;
}

function inPlainWords(text: string, error: YamlError): YamlError {
  if (!error.message.startsWith(PREFIX)) return error;
  const whole = withLineFeeds(text);
  const below = isAlignedWithout(whole, error.start, error.message) ? nextLine(whole, error.end) : undefined;
  const at = below === undefined ? error : { ...error, ...below };
  const words = plainWords(whole, at.start, at.message.slice(PREFIX.length, -1));
  return words === undefined ? error : { ...at, message: words };
}

interface Repair {
  readonly error: YamlError;
  readonly text: string;
  readonly parsed: RecoveredYaml;
  /** The number of characters that were parsed for it. */
  readonly cost: number;
}

function findRepair(text: string, { documents, errors }: RecoveredYaml, budget: number): Repair | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  let cost = 0;
  let best: Repair | undefined;
  for (const error of suspects(text, documents, first)) {
    if (cost + text.length > budget) break;
    cost += text.length;
    const blanked = blank(text, error.start, error.end);
    // The rest is mostly valid.
    const content = isFastPathOn() ? readFastPath(blanked) : undefined;
    const parsed = content === undefined ? parse(blanked) : { documents: [content], errors: [] };
    // Blanking the only line leaves nothing.
    if (parsed.documents.every((document) => document === undefined)) continue;
    if (parsed.errors.length < (best?.parsed.errors.length ?? errors.length))
      best = { error, text: blanked, parsed, cost };
    if (best?.parsed.errors.length === 0) break;
  }
  return best && { ...best, cost };
}

/**
 * Lines that may cause the error: one with an unclosed quote before it, the next line, its own
 * line.
 */
function suspects(text: string, documents: Documents, error: YamlError): readonly YamlError[] {
  const quote = openQuote(text, documents, error);
  const { message } = error;
  const line = lineOf(text, error.start);
  const next = nextLine(text, line.end);
  const lines = [...(next === undefined ? [] : [next]), line];
  // The next line is a valid key: this one lacks only the colon.
  if (isKeyWithoutColon(message)) lines.reverse();
  return [...(quote === undefined ? [] : [quote]), ...lines.map((each) => ({ ...each, message }))];
}

function nextLine(text: string, from: number): Span | undefined {
  let at = from;
  while (at < text.length && isBlank(text, at)) at += 1;
  return at < text.length ? lineOf(text, at) : undefined;
}

function openQuote(text: string, documents: Documents, error: YamlError): YamlError | undefined {
  let start: number | undefined;
  for (const { style, start: from, end: to } of scalarsIn(documents)) {
    if (style !== 'double' && style !== 'single') continue;
    const isBefore = from <= error.end && (start === undefined || from > start);
    if (isBefore && text.slice(from, to).includes('\n')) start = from;
  }
  return start === undefined
    ? undefined
    : { start, end: lineOf(text, start).end, message: 'This quoted string is not closed on its line.' };
}

/** The line's text without blanks around it; for a blank line, its first character. */
function lineOf(text: string, at: number): Span {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  let start = from;
  let end = Math.max(newline < 0 ? text.length : newline, from + 1);
  while (end > start + 1 && isBlank(text, end - 1)) end -= 1;
  while (start < end - 1 && isBlank(text, start)) start += 1;
  return { start, end };
}

/** Replaces part of a line, and a tab before it, by spaces. */
function blank(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(from, start);
  const isIndent = indent.trim() === '';
  return (
    text.slice(0, from) + (isIndent ? ' '.repeat(indent.length) : indent) + ' '.repeat(end - start) + text.slice(end)
  );
}

/** The first visible character of a span, or the nearest one before it. */
function visibleStart(text: string, from: number, to: number): number {
  const end = Math.min(to, text.length);
  let start = Math.min(from, text.length);
  while (start < end && isBlank(text, start)) start += 1;
  if (start < end) return start;
  start = Math.min(from, text.length - 1);
  while (start > 0 && isBlank(text, start)) start -= 1;
  return Math.max(start, 0);
}

/** Where the visible part of a span ends: within its line, and never empty. */
function visibleEnd(text: string, start: number, to: number): number {
  const end = Math.min(to, text.length);
  const newline = text.indexOf('\n', start);
  return start + Math.max(1, text.slice(start, newline < 0 ? end : Math.min(end, newline)).trimEnd().length);
}

function isBlank(text: string, at: number): boolean {
  return ' \t\r\n'.includes(text.charAt(at));
}
