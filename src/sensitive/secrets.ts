import { hiddenIn, isHidden } from '../text/hidden-text.ts';
import type { Span } from '../text/location.ts';

/** What a variable is called that holds a secret. */
const NAME =
  /pass(?:word|wd|phrase)|(?<![a-z])(?:pass|pwd|auth)(?![a-z])|secret|token|credential|(?:api|access|private|secret)[_-]?key/gi;
/** The password of an address: `https://user:password@host`. */
const ADDRESS = /:\/\/[^\s/@:]*:([^\s/@]+)@/g;

/** What stands for a secret, whatever its length. */
const MASK = '***';

/** A line, and the offsets of its marked part. */
export interface MarkedLine {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/** The line with what is hidden in it masked, the values of variables and options that are named like secrets, and the passwords of addresses. */
export function withoutSecrets({ code, from, to }: MarkedLine): MarkedLine {
  const spans = secretsIn(code);
  if (spans.length === 0) return { code, from, to };
  let masked = '';
  let end = 0;
  const moved = (offset: number, isEnd: boolean): number => {
    let shift = 0;
    for (const span of spans) {
      if (offset >= span.end) shift += MASK.length - (span.end - span.start);
      else if (offset > span.start) return span.start + shift + (isEnd ? MASK.length : 0);
    }
    return offset + shift;
  };
  for (const span of spans) {
    masked += code.slice(end, span.start) + MASK;
    end = span.end;
  }
  return { code: masked + code.slice(end), from: moved(from, false), to: moved(to, true) };
}

/** In order, none over another. */
function secretsIn(line: string): readonly Span[] {
  const spans: Span[] = [...hiddenIn(line)];
  for (const match of line.matchAll(ADDRESS)) {
    const end = match.index + match[0].length - 1;
    spans.push({ start: end - (match[1]?.length ?? 0), end });
  }
  let read = 0;
  for (const { 0: word, index } of line.matchAll(NAME)) {
    if (index < read) continue;
    const value = valueAfter(line, index, index + word.length);
    if (value !== undefined) spans.push(value);
    read = value?.end ?? read;
  }
  spans.sort((a, b) => a.start - b.start);
  const apart: Span[] = [];
  for (const span of spans) {
    const last = apart.at(-1);
    if (last === undefined || span.start >= last.end) apart.push(span);
    else if (span.end > last.end) apart[apart.length - 1] = { start: last.start, end: span.end };
  }
  return apart;
}

const NAME_CHARACTER = /[\w.-]/;
/** No name goes on for longer, before or after its word. */
const MAX_NAME = 100;

/** The value behind the name that has a secret's word in it: after `=`, after `: ` or `":`, after a `:` at the start of a line, after `--password `. */
function valueAfter(line: string, wordStart: number, wordEnd: number): Span | undefined {
  let start = wordStart;
  while (start > Math.max(wordStart - MAX_NAME, 0) && NAME_CHARACTER.test(line.charAt(start - 1))) start -= 1;
  let end = wordEnd;
  while (end < wordEnd + MAX_NAME && NAME_CHARACTER.test(line.charAt(end))) end += 1;
  const name = line.slice(start, end);
  // A use of a variable, as in `"$PWD":/x`, is followed by no value of it.
  if (/_file$/i.test(name) || line.charAt(start - 1) === '$') return undefined;
  const isQuotedName = '"\''.includes(line.charAt(end)) && line.charAt(end) !== '';
  let at = isQuotedName ? end + 1 : end;
  const blanks = blanksAt(line, at);
  const separator = line.charAt(at + blanks);
  const behind = line.charAt(at + blanks + 1);
  // `PASSWORD:x` is no key with a value to YAML, and is meant to be one.
  const isMeant = blanks === 0 && !'/:'.includes(behind) && line.slice(0, start).trim() === '';
  const isPair = separator === ':' && (isQuotedName || isMeant || /\s/.test(behind));
  if (separator === '=' || isPair) at += blanks + 1;
  else if (!name.startsWith('--') || blanks === 0 || separator === '-') return undefined;
  at += isPair || separator !== '=' ? blanksAt(line, at) : 0;
  const outer = line.charAt(start - 1);
  const valueEnd = endOfValue(line, at, !isQuotedName && (outer === '"' || outer === "'") ? outer : undefined, isPair);
  return line.charAt(at) === '$' || isHidden(line.charAt(at)) || at >= valueEnd
    ? undefined
    : { start: at, end: valueEnd };
}

function blanksAt(line: string, at: number): number {
  let end = at;
  while (line.charAt(end) === ' ' || line.charAt(end) === '\t') end += 1;
  return end - at;
}

function endOfValue(line: string, at: number, outerQuote: string | undefined, isPair: boolean): number {
  const own = line.charAt(at);
  const quote = outerQuote ?? (own === '"' || own === "'" ? own : undefined);
  if (quote !== undefined)
    return indexOrEnd(line, quote, outerQuote === undefined ? at + 1 : at) + (outerQuote === undefined ? 1 : 0);
  if (!isPair) return at + (/^[^\s"']*/.exec(line.slice(at))?.[0].length ?? 0);
  const comment = indexOrEnd(line, ' #', at);
  const isFlow = line.lastIndexOf('{', at) >= 0;
  return isFlow ? Math.min(comment, at + Math.max(line.slice(at).search(/[,}]|$/), 0)) : comment;
}

function indexOrEnd(line: string, search: string, from: number): number {
  const at = line.indexOf(search, from);
  return at < 0 ? line.length : at;
}
