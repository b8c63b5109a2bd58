import type { Parsed } from '../parsers/contract/parsed.ts';
import type { Location, Span } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import { secretsIn } from './line-secrets.ts';
import { isUnlikely, withMasks } from './mask.ts';

/** The number of characters that identify a value's start. */
const START = 8;
/** The number of distinct starts: few values are searched, and a large table would be slow. */
const STARTS = 4096;
/** Tags and anchors before a YAML value, and quotes around it. */
const DECORATION = /^(?:[&!][^\s"']*[ \t]+)+|^["']|["']$/g;

/** Finds an input's secrets elsewhere: in messages, aliases, option values. Skips values that occur by chance. Linear in the text's length. */
export class SecretValues {
  static readonly NONE = new SecretValues([]);

  readonly #byStart = new Map<string, Group>();
  /** Whether a value may start with these three characters. */
  readonly #starts = new Uint8Array(STARTS);

  constructor(values: Iterable<string>) {
    for (const value of new Set(values)) {
      const lower = value.toLowerCase();
      if (!isUnlikely(value) || lower.length !== value.length) continue;
      const group = getOrInsert(this.#byStart, lower.slice(0, START), () => ({
        values: new Set(),
        lengths: new Set(),
      }));
      group.values.add(lower);
      group.lengths.add(lower.length);
      this.#starts[startAt(lower, 0)] = 1;
    }
  }

  /** The occurrences in a text, ignoring case, including truncated ones (`…`). */
  spansIn(text: string): readonly Span[] {
    if (this.#byStart.size === 0 || text.length < START) return [];
    const lower = text.toLowerCase();
    if (lower.length !== text.length) return [];
    const spans: Span[] = [];
    for (let at = 0; at + START <= lower.length; at += 1) {
      if (this.#starts[startAt(lower, at)] === 0) continue;
      const length = Math.max(0, ...this.#startingAt(lower, at));
      if (length === 0) continue;
      spans.push({ start: at, end: at + length });
      at += length - 1;
    }
    return spans;
  }

  masked(text: string): string {
    return withMasks(text, this.spansIn(text));
  }

  #startingAt(text: string, at: number): readonly number[] {
    const group = this.#byStart.get(text.slice(at, at + START));
    if (group === undefined) return [];
    const whole = [...group.lengths].filter((length) => group.values.has(text.slice(at, at + length)));
    const cut = text.indexOf('…', at + START);
    if (cut < 0 || whole.length > 0) return whole;
    const start = text.slice(at, cut);
    return [...group.values].some((value) => value.startsWith(start)) ? [cut - at] : [];
  }
}

interface Group {
  readonly values: Set<string>;
  readonly lengths: Set<number>;
}

function startAt(text: string, at: number): number {
  return ((text.charCodeAt(at) << 10) ^ (text.charCodeAt(at + 1) << 5) ^ text.charCodeAt(at + 2)) & (STARTS - 1);
}

const known = new WeakMap<Parsed['texts'], ReadonlyMap<string, readonly Span[]>>();

/** The visible secrets of each text; cached. */
export function secretSpans(texts: Parsed['texts']): ReadonlyMap<string, readonly Span[]> {
  return getOrInsert(known, texts, () => new Map(Array.from(texts, ([path, text]) => [path, secretsIn(text)])));
}

/** The visible secrets of these texts, and the values at these places. */
export function secretValuesOf(texts: Parsed['texts'], secrets: readonly Location[] = []): SecretValues {
  const values: string[] = [];
  const add = (path: string, { start, end }: Span): void => {
    values.push((texts.get(path) ?? '').slice(start, end).replace(DECORATION, ''));
  };
  for (const [path, spans] of secretSpans(texts)) for (const span of spans) add(path, span);
  for (const { path, span } of secrets) add(path, span);
  return values.length === 0 ? SecretValues.NONE : new SecretValues(values);
}
