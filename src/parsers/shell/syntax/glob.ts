/**
 * Shell patterns without backtracking (bash, "Pattern Matching"): `*`, `?`, `[…]` and escapes; not
 * extended patterns such as `@(a|b)`.
 */
export type GlobPattern = readonly Step[];

type Step = { readonly kind: 'any' } | { readonly kind: 'one'; readonly matches: (character: string) => boolean };

/** Parses a pattern; characters with `isLiteral` (quoted ones) are literal. */
export function parsePattern(text: string, isLiteral: (offset: number) => boolean): GlobPattern {
  const steps: Step[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const bracket = character === '[' && !isLiteral(at) ? bracketAt(text, at, isLiteral) : undefined;
    if (bracket !== undefined) steps.push(bracket.step);
    else if (isLiteral(at)) steps.push(exactly(character));
    else if (character === '*') steps.push({ kind: 'any' });
    else if (character === '?') steps.push({ kind: 'one', matches: () => true });
    else steps.push(exactly(character));
    at = bracket?.end ?? at + 1;
  }
  return steps;
}

function exactly(character: string): Step {
  return { kind: 'one', matches: (other) => other === character };
}

const CLASSES: Readonly<Record<string, RegExp | undefined>> = {
  alnum: /[\p{L}\p{Nd}]/u,
  alpha: /\p{L}/u,
  ascii: /\p{ASCII}/u,
  blank: /[ \t]/,
  cntrl: /\p{Cc}/u,
  digit: /[0-9]/,
  graph: /[^\s\p{Cc}]/u,
  lower: /\p{Ll}/u,
  print: /[^\p{Cc}]/u,
  punct: /[\p{P}\p{S}]/u,
  space: /\s/,
  upper: /\p{Lu}/u,
  word: /[\p{L}\p{Nd}_]/u,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * The bracket expression at `open`, and the offset after it; `undefined` if the bracket is literal.
 */
function bracketAt(
  text: string,
  open: number,
  isLiteral: (offset: number) => boolean,
): { readonly step: Step; readonly end: number } | undefined {
  const isMark = (offset: number, marks: string): boolean =>
    offset < text.length && marks.includes(text.charAt(offset)) && !isLiteral(offset);
  const isNegated = isMark(open + 1, '!^');
  const first = isNegated ? open + 2 : open + 1;
  const tests: ((character: string) => boolean)[] = [];
  for (let at = first; at < text.length; ) {
    if (at > first && isMark(at, ']'))
      return {
        step: { kind: 'one', matches: (character) => tests.some((test) => test(character)) !== isNegated },
        end: at + 1,
      };
    const close = isMark(at, '[') && isMark(at + 1, ':.=') ? text.indexOf(`${text.charAt(at + 1)}]`, at + 2) : -1;
    if (close >= 0) {
      const name = text.slice(at + 2, close);
      tests.push(
        text.charAt(at + 1) === ':'
          ? (character) => CLASSES[name]?.test(character) === true
          : (character) => character === name,
      );
      at = close + 2;
      continue;
    }
    const isRange = isMark(at + 1, '-') && at + 2 < text.length && !isMark(at + 2, ']');
    const [from, to] = [text.charAt(at), text.charAt(isRange ? at + 2 : at)];
    tests.push((character) => character >= from && character <= to);
    at += isRange ? 3 : 1;
  }
  return undefined;
}

/** More comparisons leave the result undecided. */
const MAX_COMPARISONS = 1_000_000;

/** True if matching the pattern `times` times is feasible. */
export function isFeasible(pattern: GlobPattern, length: number, times = 1): boolean {
  const wildcards = pattern.filter(({ kind }) => kind === 'any').length;
  return times * pattern.length * (wildcards === 0 ? 1 : length + 1) <= MAX_COMPARISONS;
}

function endsOfMatch(pattern: GlobPattern, text: string, start: number): readonly number[] {
  let ends = [start];
  for (const step of pattern) {
    const [first] = ends;
    if (first === undefined) break;
    if (step.kind === 'any') ends = Array.from({ length: text.length + 1 - first }, (_, index) => first + index);
    else ends = ends.flatMap((at) => (at < text.length && step.matches(text.charAt(at)) ? [at + 1] : []));
  }
  return ends;
}

export function matchLength(pattern: GlobPattern, text: string, start: number, isLongest: boolean): number {
  const end = isLongest ? endsOfMatch(pattern, text, start).at(-1) : endsOfMatch(pattern, text, start)[0];
  return end === undefined ? -1 : end - start;
}

export function matches(pattern: GlobPattern, text: string): boolean {
  return endsOfMatch(pattern, text, 0).at(-1) === text.length;
}

export function suffixStart(pattern: GlobPattern, text: string, isLongest: boolean): number {
  const length = matchLength(pattern.toReversed(), text.split('').reverse().join(''), 0, isLongest);
  return length < 0 ? -1 : text.length - length;
}
