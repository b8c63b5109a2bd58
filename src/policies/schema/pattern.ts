import type { Truth } from './result.ts';

/**
 * Regular expressions without backtracking (K. Thompson). Supports literals, `.`, classes, groups,
 * alternatives, quantifiers, `^` and `$`. Unknown parts of a text may be any text.
 */
export interface Matcher {
  /** The number of states; the time per character is proportional to it. */
  readonly size: number;
  /** Tests if the expression matches a text, whose unknown parts are `undefined`. */
  readonly test: (parts: readonly (string | undefined)[]) => Truth;
}

/** An unsupported regular expression. The message is one sentence. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
}

const MAX_LENGTH = 1000;
const MAX_STATES = 4000;
const MAX_DEPTH = 50;

/**
 * A state of the automaton, which leads to the states `to`: with `matches`, after a matching
 * character; otherwise immediately. With `only`, immediately but only at that end of the text.
 */
interface Step {
  readonly matches?: (character: string) => boolean;
  readonly only?: 'start' | 'end';
  readonly to: readonly number[];
}

/**
 * Adds the states for a part of the expression, and returns the first one. They lead to the state
 * `next`.
 */
type Build = (next: number) => number;

/** Compiles a regular expression; throws a PatternFault if it is unsupported. */
export function compilePattern(source: string): Matcher {
  if (source.length > MAX_LENGTH) throw new PatternFault(`A pattern must have at most ${MAX_LENGTH} characters.`);
  const { steps } = new Compiler(source);
  return { size: steps.length, test: (parts) => simulate(steps, parts) };
}

/** The states before and after a match; a search starts with the first. */
const [SEARCH, FOUND] = [0, 1];

/** One character: an escape, a class, or any character that isn't special. */
const CHARACTER =
  /^(?:\\(?:[dDwWsStrnfv]|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[pP]\{\w+(?:=\w+)?\}|[^\w\s])|\[\^?(?:\\[\s\S]|[^\]\\])*\]|[^\\[*+?{()|])/u;

class Compiler {
  readonly steps: Step[] = [];
  #rest: string;
  #depth = 0;

  constructor(source: string) {
    this.#rest = source;
    const whole = this.#alternatives();
    if (this.#rest !== '') throw new PatternFault('The pattern has an unmatched `)`.');
    const start: number[] = [];
    this.steps.push({ to: start }, { to: [] });
    start.push(whole(FOUND));
  }

  #alternatives(): Build {
    const all = [this.#sequence()];
    while (this.#take(/^\|/) !== undefined) all.push(this.#sequence());
    return (next) => this.#add({ to: all.map((build) => build(next)) });
  }

  #sequence(): Build {
    const all: Build[] = [];
    while (!/^(?:$|[|)])/.test(this.#rest)) all.push(this.#repeated());
    return (next) => all.reduceRight((after, build) => build(after), next);
  }

  #repeated(): Build {
    const isEdge = /^[$^]/.test(this.#rest);
    const build = this.#atom();
    const [written, low, comma, high] = this.#take(/^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/) ?? [];
    if (written === undefined) return build;
    // Ignore that a quantifier is lazy: it changes how much is matched, but not whether there is a
    // match.
    this.#take(/^\?/);
    if (/^[*+?{]/.test(this.#rest)) throw new PatternFault('Two quantifiers in a row.');
    if (isEdge) throw new PatternFault("A quantifier can't follow `^` or `$`.");
    const least = written === '+' ? 1 : Number(low ?? 0);
    const isExact = low !== undefined && comma === undefined;
    const most = written === '?' ? 1 : isExact ? least : high ? Number(high) : Number.POSITIVE_INFINITY;
    if (most < least) throw new PatternFault(`In \`${written}\`, the minimum is greater than the maximum.`);
    return (next) => {
      let start = next;
      if (most === Number.POSITIVE_INFINITY) {
        const to = [next];
        start = this.#add({ to });
        to.push(build(start));
      } else for (let count = least; count < most; count += 1) start = this.#add({ to: [next, build(start)] });
      for (let count = 0; count < least; count += 1) start = build(start);
      return start;
    };
  }

  #atom(): Build {
    if (this.#take(/^\((?:\?:)?/) !== undefined) return this.#group();
    const [character = '', second = ''] = this.#rest;
    const [written] = this.#take(CHARACTER) ?? [];
    if (written === '^') return (next) => this.#add({ only: 'start', to: [next] });
    if (written === '$') return (next) => this.#add({ only: 'end', to: [next] });
    if (written !== undefined) {
      const matches = single(written);
      return (next) => this.#add({ matches, to: [next] });
    }
    if (character === '[') throw new PatternFault('The pattern has an unclosed character class `[…]`.');
    throw new PatternFault(
      character === '\\'
        ? `\`${character}${second}\` is not supported in patterns.`
        : `\`${character}\` has nothing to repeat. To match it literally, write \`\\${character}\`.`,
    );
  }

  #group(): Build {
    if (this.#rest.startsWith('?'))
      throw new PatternFault('Only plain groups are supported, `(…)` and `(?:…)`; lookahead and lookbehind are not.');
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new PatternFault("The pattern's groups are nested too deeply.");
    const inner = this.#alternatives();
    this.#depth -= 1;
    if (this.#take(/^\)/) === undefined) throw new PatternFault('The pattern has an unclosed group.');
    return inner;
  }

  #take(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#rest) ?? undefined;
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found;
  }

  #add(step: Step): number {
    // Nested counts multiply the number of states.
    if (this.steps.length >= MAX_STATES)
      throw new PatternFault('The pattern is too large. Reduce its counts or alternatives.');
    return this.steps.push(step) - 1;
  }
}

function single(written: string): (character: string) => boolean {
  const [, escaped, plain] = /^(?:\\([^\w\s])|([^.]))$/su.exec(written) ?? [];
  const literal = escaped ?? plain;
  if (literal !== undefined) return (character) => character === literal;
  try {
    const expression = new RegExp(`^${written}$`, 'u');
    return (character) => expression.test(character);
  } catch {
    throw new PatternFault(`\`${written}\` is not a character class.`);
  }
}

/**
 * Follows all states at once. `possible` states can be reached for some content of the unknown
 * parts, `certain` ones for all content. After an unknown part, the latter accept any text.
 */
function simulate(steps: readonly Step[], parts: readonly (string | undefined)[]): Truth {
  let isAtStart = true;
  let possible = closure(steps, [SEARCH], isAtStart);
  let certain = possible;
  for (const part of parts) {
    if (part === undefined) {
      possible = afterAny(steps, possible);
      certain = closure(
        steps,
        [...certain].filter((state) => state === SEARCH || state === FOUND),
      );
      isAtStart = false;
    } else
      for (const character of part) {
        possible = after(steps, possible, character);
        certain = after(steps, certain, character);
        isAtStart = false;
      }
    if (certain.has(FOUND)) return true;
  }
  if (closure(steps, certain, isAtStart, true).has(FOUND)) return true;
  // If all parts so far may be empty, the text may end at its start.
  const isEmptyPossible = parts.every((part) => part === undefined || part === '');
  return closure(steps, possible, isEmptyPossible, true).has(FOUND) ? 'unknown' : false;
}

function after(steps: readonly Step[], states: ReadonlySet<number>, character?: string): ReadonlySet<number> {
  // A search can start at any character, and a match stays a match.
  const next = [SEARCH, ...(states.has(FOUND) ? [FOUND] : [])];
  for (const state of states) {
    const step = steps[state];
    if (step?.matches !== undefined && (character === undefined || step.matches(character))) next.push(...step.to);
  }
  return closure(steps, next);
}

/** All states that can be reached with any text. */
function afterAny(steps: readonly Step[], states: ReadonlySet<number>): ReadonlySet<number> {
  const reached = closure(steps, [...states, ...after(steps, states)]);
  return reached.size === states.size ? reached : afterAny(steps, reached);
}

/** Adds the states that can be reached without another character. */
function closure(
  steps: readonly Step[],
  states: Iterable<number>,
  isAtStart = false,
  isAtEnd = false,
): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...states];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reached.has(state)) continue;
    reached.add(state);
    const { matches, only, to } = steps[state] ?? { to: [] };
    const isOpen = only === undefined || (only === 'start' ? isAtStart : isAtEnd);
    if (matches === undefined && isOpen) open.push(...to);
  }
  return reached;
}
