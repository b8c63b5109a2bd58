/** A word made by brace expansion: stretches of source, and texts of sequences. */
export type BracePiece =
  | { readonly start: number; readonly end: number }
  | { readonly text: string; readonly start: number; readonly end: number };

export type BraceWord = readonly BracePiece[];

const MAX_WORDS = 256;
const MAX_DEPTH = 20;

/**
 * The words of brace expansion (bash, "Brace Expansion"), or the word itself: `a{b,c}d`, `{1..3}`.
 * Offsets are of `source`. `undefined` if there are too many.
 */
export function expandBraces(source: string): readonly BraceWord[] | undefined {
  return expandRange(source, 0, source.length, 0);
}

function expandRange(source: string, start: number, end: number, depth: number): readonly BraceWord[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  let words: readonly BraceWord[] = [[]];
  let from = start;
  for (let at = start; at < end; ) {
    const after = skipQuoted(source, at, end);
    const group = after === undefined && source.charAt(at) === '{' ? groupAt(source, at, end) : undefined;
    if (group === undefined) {
      at = after ?? at + 1;
      continue;
    }
    const alternatives = alternativesIn(source, at, group, depth);
    if (alternatives === undefined || words.length * alternatives.length > MAX_WORDS) return undefined;
    const head: BracePiece = { start: from, end: at };
    words = words.flatMap((word) => alternatives.map((alternative) => [...word, head, ...alternative]));
    from = group.end;
    at = group.end;
  }
  return words.map((word) => [...word, { start: from, end }]);
}

interface Group {
  readonly end: number;
  readonly commas: readonly number[];
}

function alternativesIn(
  source: string,
  open: number,
  { end, commas }: Group,
  depth: number,
): readonly BraceWord[] | undefined {
  const inside = source.slice(open + 1, end - 1);
  if (commas.length === 0) return sequence(inside)?.map((text) => [{ text, start: open, end }]);
  const bounds = [open, ...commas, end - 1];
  const words: BraceWord[] = [];
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    const expanded = expandRange(source, from + 1, bounds[index + 1] ?? end - 1, depth + 1);
    if (expanded === undefined) return undefined;
    words.push(...expanded);
    if (words.length > MAX_WORDS) return undefined;
  }
  return words;
}

/** The brace group at `open`, if it has a comma or is a sequence. */
function groupAt(source: string, open: number, end: number): Group | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = open + 1; at < end; ) {
    const after = skipQuoted(source, at, end);
    const character = source.charAt(at);
    if (after === undefined && character === '{') depth += 1;
    else if (after === undefined && character === ',' && depth === 0) commas.push(at);
    else if (after === undefined && character === '}') {
      if (depth === 0) {
        const isSequence = sequencePattern.test(source.slice(open + 1, at));
        return commas.length > 0 || isSequence ? { end: at + 1, commas } : undefined;
      }
      depth -= 1;
    }
    at = after ?? at + 1;
  }
  return undefined;
}

/** The offset after a quote or expansion at `at`; `undefined` if there is none. */
function skipQuoted(source: string, at: number, end: number): number | undefined {
  switch (source.charAt(at)) {
    case '\\':
      return Math.min(at + 2, end);
    case "'":
      return afterNext(source, "'", at + 1, end);
    case '"':
    case '`':
      return afterClosing(source, source.charAt(at), at + 1, end);
    case '$':
      if (source.charAt(at + 1) === '{') return afterBalanced(source, '{', '}', at + 1, end);
      return source.charAt(at + 1) === '(' ? afterBalanced(source, '(', ')', at + 1, end) : undefined;
    default:
      return undefined;
  }
}

function afterNext(source: string, mark: string, from: number, end: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 || at >= end ? end : at + 1;
}

function afterClosing(source: string, mark: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (source.charAt(at) === '\\') at += 1;
    else if (source.charAt(at) === mark) return at + 1;
  }
  return end;
}

function afterBalanced(source: string, open: string, close: string, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') at += 1;
    else if (character === "'" || character === '"')
      at = (character === "'" ? afterNext(source, "'", at + 1, end) : afterClosing(source, '"', at + 1, end)) - 1;
    else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return end;
}

const sequencePattern =
  /^(?:(?<from>-?[0-9]{1,9})\.\.(?<to>-?[0-9]{1,9})|(?<first>[A-Za-z])\.\.(?<last>[A-Za-z]))(?:\.\.(?<step>-?[0-9]{1,9}))?$/;

function sequence(inside: string): readonly string[] | undefined {
  const groups = sequencePattern.exec(inside)?.groups;
  if (groups === undefined) return undefined;
  const { from, to, first, last } = groups;
  const step = Math.abs(Number(groups['step'] ?? 1)) || 1;
  const [start, end] =
    from === undefined ? [first?.charCodeAt(0) ?? 0, last?.charCodeAt(0) ?? 0] : [Number(from), Number(to)];
  const count = Math.floor(Math.abs(end - start) / step) + 1;
  if (count > MAX_WORDS) return undefined;
  const isPadded = [from, to].some((text) => /^-?0[0-9]/.test(text ?? ''));
  const width = isPadded ? Math.max(from?.length ?? 0, to?.length ?? 0) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = start + (end < start ? -1 : 1) * index * step;
    if (from === undefined) return String.fromCharCode(value);
    return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
  });
}
