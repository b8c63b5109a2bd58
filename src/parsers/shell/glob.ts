/**
 * Shell patterns, matched without backtracking (bash, "Pattern Matching"): `*`, `?`, `[…]` and escaped characters.
 * Extended patterns such as `@(a|b)` are not known here.
 */
export type Pattern = readonly Step[];

type Step =
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean };

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
  return { kind: 'one', matches: (character) => ranges.some(([from, to]) => character >= from && character <= to) !== isNegated };
}

/** For each offset, whether the pattern can match `text` from `start` to there. */
function endsOfMatch(pattern: Pattern, text: string, start: number): readonly boolean[] {
  const length = text.length - start;
  let ends = Array.from({ length: length + 1 }, (_, at) => at === 0);
  for (const step of pattern) {
    const next = new Array<boolean>(length + 1).fill(false);
    let isOpen = false;
    for (let at = 0; at <= length; at += 1) {
      isOpen ||= ends[at] === true;
      if (step.kind === 'any') next[at] = isOpen;
      else if (at < length) next[at + 1] = ends[at] === true && step.matches(text.charAt(start + at));
    }
    ends = next;
  }
  return ends;
}

/** The length of the shortest or longest match at `start`; -1 if there is none. */
export function matchLength(pattern: Pattern, text: string, start: number, isLongest: boolean): number {
  const ends = endsOfMatch(pattern, text, start);
  return isLongest ? ends.lastIndexOf(true) : ends.indexOf(true);
}

/** True where the pattern matches the whole of `text`. */
export function matches(pattern: Pattern, text: string): boolean {
  return endsOfMatch(pattern, text, 0)[text.length] === true;
}

/** Where the shortest or longest suffix that matches begins; -1 if none does. */
export function suffixStart(pattern: Pattern, text: string, isLongest: boolean): number {
  const starts = Array.from({ length: text.length + 1 }, (_, at) => at).filter((at) => matches(pattern, text.slice(at)));
  return (isLongest ? starts[0] : starts.at(-1)) ?? -1;
}
