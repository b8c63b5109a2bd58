/**
 * Shell patterns, matched without backtracking (bash, "Pattern Matching"): `*`, `?`, `[…]` and escaped characters.
 * Extended patterns such as `@(a|b)` are not known here.
 */
export type Pattern = readonly Step[];

type Step = { readonly kind: 'any' } | { readonly kind: 'one'; readonly matches: (character: string) => boolean };

/** The pattern that `text` is; characters at the offsets in `literals` (quoted ones) stand for themselves. */
export function parsePattern(text: string, isLiteral: (offset: number) => boolean): Pattern {
  const steps: Step[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const bracket = character === '[' && !isLiteral(at) ? bracketEnd(text, at) : -1;
    if (isLiteral(at)) steps.push(exactly(character));
    else if (character === '*') steps.push({ kind: 'any' });
    else if (character === '?') steps.push({ kind: 'one', matches: () => true });
    else if (bracket > 0) steps.push(oneOf(text.slice(at + 1, bracket)));
    else steps.push(exactly(character));
    at = bracket > 0 ? bracket + 1 : at + 1;
  }
  return steps;
}

function exactly(character: string): Step {
  return { kind: 'one', matches: (other) => other === character };
}

function bracketEnd(text: string, start: number): number {
  const first = '!^'.includes(text.charAt(start + 1)) ? start + 3 : start + 2;
  return text.indexOf(']', first);
}

function oneOf(inside: string): Step {
  const isNegated = inside.startsWith('!') || inside.startsWith('^');
  const set = isNegated ? inside.slice(1) : inside;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < set.length; ) {
    const isRange = set.charAt(at + 1) === '-' && at + 2 < set.length;
    ranges.push([set.charAt(at), set.charAt(isRange ? at + 2 : at)]);
    at += isRange ? 3 : 1;
  }
  return {
    kind: 'one',
    matches: (character) => ranges.some(([from, to]) => character >= from && character <= to) !== isNegated,
  };
}

/** At most so many comparisons are made for one text; what would need more is not decided. */
const MAX_COMPARISONS = 1_000_000;

/** True where matching the pattern against a text of this length, `times` times, is not too much work. */
export function isFeasible(pattern: Pattern, length: number, times = 1): boolean {
  // Only `*` keeps many offsets alive.
  const wild = pattern.filter(({ kind }) => kind === 'any').length;
  return times * (pattern.length + length * (wild === 0 ? 1 : pattern.length)) <= MAX_COMPARISONS;
}

/** The offsets to which the pattern can match `text` from `start`, in order. */
function endsOfMatch(pattern: Pattern, text: string, start: number): readonly number[] {
  let ends = [start];
  for (const step of pattern) {
    const [first] = ends;
    if (first === undefined) break;
    if (step.kind === 'any') ends = Array.from({ length: text.length + 1 - first }, (_, index) => first + index);
    else ends = ends.flatMap((at) => (at < text.length && step.matches(text.charAt(at)) ? [at + 1] : []));
  }
  return ends;
}

/** The length of the shortest or longest match at `start`; -1 if there is none. */
export function matchLength(pattern: Pattern, text: string, start: number, isLongest: boolean): number {
  const end = isLongest ? endsOfMatch(pattern, text, start).at(-1) : endsOfMatch(pattern, text, start)[0];
  return end === undefined ? -1 : end - start;
}

/** True where the pattern matches the whole of `text`. */
export function matches(pattern: Pattern, text: string): boolean {
  return endsOfMatch(pattern, text, 0).at(-1) === text.length;
}

/** Where the shortest or longest suffix that matches begins; -1 if none does. */
export function suffixStart(pattern: Pattern, text: string, isLongest: boolean): number {
  // A suffix is a prefix of the text read backwards.
  const length = matchLength(pattern.toReversed(), text.split('').reverse().join(''), 0, isLongest);
  return length < 0 ? -1 : text.length - length;
}
