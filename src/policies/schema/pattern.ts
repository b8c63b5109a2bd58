import type { Truth } from './truth.ts';

/** Regular expressions without backtracking (K. Thompson): literals, `.`, classes, groups, alternatives, quantifiers, `^`, `$`. Unknown parts may be any text. */
export interface Matcher {
  /** The number of states, which decides the time per character. */
  readonly size: number;
  /** Whether it matches a text; unknown parts are `undefined`. */
  test(parts: readonly (string | undefined)[]): Truth;
}

/** An unsupported regular expression; the message is a sentence. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

const MAX_LENGTH = 1000;
const MAX_WORK = 2000;
const MAX_DEPTH = 50;

type Step =
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean; readonly to: number }
  | { readonly kind: 'free' | 'start' | 'end'; readonly to: readonly number[] };

/** Compiles a regular expression; throws a PatternFault if it is unsupported. */
export function compilePattern(source: string): Matcher {
  if (source.length > MAX_LENGTH) throw new PatternFault(`A pattern must have at most ${MAX_LENGTH} characters.`);
  const { steps } = new Builder(new Reader(source).read());
  return { size: steps.length, test: (parts) => simulate(steps, parts) };
}

/** The states before and after the pattern in a search. */
const [SEARCH, FOUND] = [0, 1];

type Part =
  | { readonly kind: 'one'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Part[] }
  | { readonly kind: 'repeat'; readonly of: Part; readonly least: number; readonly most: number };

class Reader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Part {
    const whole = this.#alternatives();
    if (this.#at < this.#source.length) throw new PatternFault('The pattern has an unmatched `)`.');
    return whole;
  }

  #alternatives(): Part {
    const of = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      of.push(this.#sequence());
    }
    return { kind: 'any', of };
  }

  #sequence(): Part {
    const of: Part[] = [];
    for (let atom = this.#atom(); atom !== undefined; atom = this.#atom()) of.push(this.#repeated(atom));
    return { kind: 'all', of };
  }

  #repeated(of: Part): Part {
    const [written, low, comma, high] = this.#match(/^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/) ?? [];
    if (written === undefined) return of;
    // A lazy quantifier changes what is matched, but not whether something is.
    this.#match(/^\?/);
    if (/^[*+?{]/.test(this.#rest())) throw new PatternFault('Two quantifiers in a row.');
    if (of.kind === 'start' || of.kind === 'end') throw new PatternFault("A quantifier can't follow `^` or `$`.");
    const least = written === '+' ? 1 : Number(low ?? 0);
    const isExact = low !== undefined && comma === undefined;
    const most = written === '?' ? 1 : isExact ? least : high ? Number(high) : Number.POSITIVE_INFINITY;
    if (most < least) throw new PatternFault(`In \`${written}\`, the minimum is greater than the maximum.`);
    return { kind: 'repeat', of, least, most };
  }

  /** The next part, or `undefined` at the end of a sequence. */
  #atom(): Part | undefined {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#source.length || character === '|' || character === ')') return undefined;
    if (character === '(') return this.#group();
    if (character === '\\') return this.#escape();
    if (character === '[') {
      const written = this.#match(/^\[\^?(?:\\[\s\S]|[^\]\\])*\]/)?.[0];
      if (written === undefined) throw new PatternFault('The pattern has an unclosed character class `[…]`.');
      return { kind: 'one', matches: single(written) };
    }
    if ('*+?{'.includes(character))
      throw new PatternFault(
        `\`${character}\` has nothing to repeat. To match it literally, write \`\\${character}\`.`,
      );
    this.#at += character.length;
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    return { kind: 'one', matches: character === '.' ? single('.') : (other) => other === character };
  }

  #group(): Part {
    const [opening = ''] = this.#match(/^\((?:\?:)?/) ?? [];
    if (opening === '(' && this.#source[this.#at] === '?')
      throw new PatternFault('Only plain groups are supported, `(…)` and `(?:…)`; lookahead and lookbehind are not.');
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternFault("The pattern's groups are nested too deeply.");
    const inner = this.#alternatives();
    this.#depth -= 1;
    if (this.#source[this.#at] !== ')') throw new PatternFault('The pattern has an unclosed group.');
    this.#at += 1;
    return inner;
  }

  #escape(): Part {
    const written = this.#match(
      /^\\(?:[dDwWsStrnfv]|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[pP]\{\w+(?:=\w+)?\}|[^\w\s])/u,
    )?.[0];
    if (written === undefined) throw new PatternFault(`\`${this.#rest().slice(0, 2)}\` is not supported in patterns.`);
    const punctuation = /^\\([^\w\s])$/u.exec(written)?.[1];
    return { kind: 'one', matches: punctuation === undefined ? single(written) : (other) => other === punctuation };
  }

  #rest(): string {
    return this.#source.slice(this.#at);
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#rest()) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

class Builder {
  readonly steps: Step[] = [];
  #work = 0;

  constructor(whole: Part) {
    const search = { kind: 'free' as const, to: [] as number[] };
    this.steps.push(search, { kind: 'free', to: [] });
    search.to.push(this.#build(whole, FOUND));
  }

  /** The first state of a part; `next` is the state after it. */
  #build(part: Part, next: number): number {
    this.#work += 1;
    // Counts multiply.
    if (this.#work > MAX_WORK) throw new PatternFault('The pattern is too large. Reduce its counts or alternatives.');
    switch (part.kind) {
      case 'one':
        return this.#add({ kind: 'one', matches: part.matches, to: next });
      case 'start':
      case 'end':
        return this.#add({ kind: part.kind, to: [next] });
      case 'all':
        return part.of.reduceRight((after, each) => this.#build(each, after), next);
      case 'any': {
        const to = part.of.map((each) => this.#build(each, next));
        return to.length === 1 ? (to[0] ?? next) : this.#add({ kind: 'free', to });
      }
      case 'repeat':
        return this.#repeat(part, next);
    }
  }

  #repeat({ of, least, most }: Extract<Part, { kind: 'repeat' }>, next: number): number {
    let start = next;
    if (most === Number.POSITIVE_INFINITY) {
      const to = [next];
      start = this.#add({ kind: 'free', to });
      to.push(this.#build(of, start));
    } else
      for (let count = least; count < most; count += 1)
        start = this.#add({ kind: 'free', to: [next, this.#build(of, start)] });
    for (let count = 0; count < least; count += 1) start = this.#build(of, start);
    return start;
  }

  #add(step: Step): number {
    this.steps.push(step);
    return this.steps.length - 1;
  }
}

function single(written: string): (character: string) => boolean {
  try {
    const expression = new RegExp(`^${written}$`, 'u');
    return (character) => expression.test(character);
  } catch {
    throw new PatternFault(`\`${written}\` is not a character class.`);
  }
}

/** Follows all states: `possible` ones for some content of the unknown parts, `certain` ones for each, which accept any text after an unknown part. */
function simulate(steps: readonly Step[], parts: readonly (string | undefined)[]): Truth {
  let isAtStart = true;
  let possible = closure(steps, [SEARCH], { isAtStart, isAtEnd: false });
  let certain = possible;
  for (const part of parts) {
    if (part === undefined) {
      possible = anything(steps, possible);
      certain = closure(
        steps,
        [...certain].filter((state) => state === SEARCH || state === FOUND),
        NOWHERE,
      );
      isAtStart = false;
      continue;
    }
    for (const character of part) {
      isAtStart = false;
      possible = closure(steps, after(steps, possible, character), NOWHERE);
      certain = closure(steps, after(steps, certain, character), NOWHERE);
    }
    if (certain.has(FOUND)) return true;
  }
  const end = { isAtStart, isAtEnd: true };
  if (closure(steps, certain, end).has(FOUND)) return true;
  // An unknown part can be empty, so the text may still be at its start.
  const isEmptyPossible = parts.every((part) => part === undefined || part === '');
  return closure(steps, possible, { isAtStart: isEmptyPossible, isAtEnd: true }).has(FOUND) ? 'unknown' : false;
}

const NOWHERE = { isAtStart: false, isAtEnd: false };

function after(steps: readonly Step[], states: ReadonlySet<number>, character: string): readonly number[] {
  // A search can begin anywhere, and a match remains.
  const next = [SEARCH, ...(states.has(FOUND) ? [FOUND] : [])];
  for (const state of states) {
    const step = steps[state];
    if (step?.kind === 'one' && step.matches(character)) next.push(step.to);
  }
  return next;
}

/** The states that every text leads to. */
function anything(steps: readonly Step[], states: ReadonlySet<number>): ReadonlySet<number> {
  let reached = states;
  for (;;) {
    const next = [...reached, SEARCH];
    for (const state of reached) {
      const step = steps[state];
      if (step?.kind === 'one') next.push(step.to);
    }
    const wider = closure(steps, next, NOWHERE);
    if (wider.size === reached.size) return wider;
    reached = wider;
  }
}

function closure(
  steps: readonly Step[],
  states: Iterable<number>,
  { isAtStart, isAtEnd }: { readonly isAtStart: boolean; readonly isAtEnd: boolean },
): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...states];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reached.has(state)) continue;
    reached.add(state);
    const step = steps[state];
    if (step === undefined || step.kind === 'one') continue;
    if ((step.kind === 'start' && !isAtStart) || (step.kind === 'end' && !isAtEnd)) continue;
    open.push(...step.to);
  }
  return reached;
}
