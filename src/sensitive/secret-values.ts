import type { Parsed, VariableValues } from '../parsers/contract/parsed.ts';
import type { Span } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import { getOrInsert } from '../util/maps.ts';
import { passwordInImage, UNKNOWN } from './addresses.ts';
import { secretsIn } from './line-secrets.ts';
import { isUnlikely, withMasks } from './mask.ts';

/** How many characters of a value its start has. */
const START = 8;
/**
 * The size of the table of starts. Small, because there are few values and a large table would be
 * slow.
 */
const STARTS = 4096;
/** YAML tags and anchors before a value, and quotes around it. */
const DECORATION = /^(?:[&!][^\s"']*[ \t]+)+|^["']|["']$/g;

/**
 * Finds an input's secrets where they are repeated: in messages, aliases and option values. Skips
 * values that may occur by chance. The time is linear in the text's length.
 */
export class SecretValues {
  static readonly NONE = new SecretValues([]);

  readonly #byStart = new Map<string, Group>();
  /** For each hash of a start: 1 if a value may start like this. */
  readonly #starts = new Uint8Array(STARTS);

  /** `parts` are secrets within longer texts; these texts may be short or common. */
  constructor(values: Iterable<string>, parts: Iterable<Part> = []) {
    for (const value of new Set(values)) if (isUnlikely(value)) this.#add(value, { start: 0, end: value.length });
    for (const { text, span } of parts) this.#add(text, span);
  }

  #add(value: string, secret: Span): void {
    const lower = value.toLowerCase();
    if (value.length < START || lower.length !== value.length) return;
    const group = getOrInsert(this.#byStart, lower.slice(0, START), () => ({ values: new Map(), lengths: new Set() }));
    group.values.set(lower, secret);
    group.lengths.add(lower.length);
    this.#starts[startAt(lower, 0)] = 1;
  }

  /** The occurrences in a text. Ignores case, and includes values that were shortened with `…`. */
  spansIn(text: string): readonly Span[] {
    if (this.#byStart.size === 0 || text.length < START) return [];
    const lower = text.toLowerCase();
    if (lower.length !== text.length) return [];
    const spans: Span[] = [];
    for (let at = 0; at + START <= lower.length; at += 1) {
      if (this.#starts[startAt(lower, at)] === 0) continue;
      const { start, end } = this.#startingAt(lower, at);
      if (end === 0) continue;
      spans.push({ start: at + start, end: at + end });
      at += end - 1;
    }
    return spans;
  }

  masked(text: string): string {
    return this.#byStart.size === 0 ? text : withMasks(text, this.spansIn(text));
  }

  get areNone(): boolean {
    return this.#byStart.size === 0;
  }

  /** The secret in the longest value that starts at `at`; its span is relative to `at`. */
  #startingAt(text: string, at: number): Span {
    const group = this.#byStart.get(text.slice(at, at + START));
    if (group === undefined) return NOTHING;
    const whole = [...group.lengths].filter((length) => group.values.has(text.slice(at, at + length)));
    if (whole.length > 0) return group.values.get(text.slice(at, at + Math.max(...whole))) ?? NOTHING;
    const cut = text.indexOf('…', at + START);
    if (cut < 0) return NOTHING;
    const start = text.slice(at, cut);
    return [...group.values.keys()].some((value) => value.startsWith(start)) ? { start: 0, end: cut - at } : NOTHING;
  }
}

const NOTHING: Span = { start: 0, end: 0 };

interface Part {
  readonly text: string;
  readonly span: Span;
}

interface Group {
  readonly values: Map<string, Span>;
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

/**
 * The secrets of an input: visible ones in texts, values at given places, and passwords in image
 * names.
 */
export function secretValuesOf({
  texts,
  values,
  subjects,
}: Pick<Parsed, 'texts' | 'subjects'> & { readonly values: Pick<VariableValues, 'secrets'> }): SecretValues {
  const found: string[] = [];
  const add = (path: string, { start, end }: Span): void => {
    found.push((texts.get(path) ?? '').slice(start, end).replace(DECORATION, ''));
  };
  for (const [path, spans] of secretSpans(texts)) for (const span of spans) add(path, span);
  for (const { path, span } of values.secrets ?? []) add(path, span);
  const parts = subjects.flatMap((subject) =>
    subject.kind === 'container' ? imagePasswords(subject.config.image) : [],
  );
  return found.length + parts.length === 0 ? SecretValues.NONE : new SecretValues(found, parts);
}

function imagePasswords(image: Setting<string> | undefined): readonly Part[] {
  if (image === undefined) return [];
  return image.known ? passwordsIn(image) : [image, ...image.candidates].flatMap(passwordsIn);
}

function passwordsIn(image: Setting<string>): readonly Part[] {
  const parts = image.known ? [image.value] : image.pattern.map((part) => (typeof part === 'string' ? part : UNKNOWN));
  const password = passwordInImage(parts.join(''));
  if (password === undefined) return [];
  let from = 0;
  return parts.flatMap((text) => {
    const [start, end] = [Math.max(password.start - from, 0), Math.min(password.end - from, text.length)];
    from += text.length;
    return start < end && text !== UNKNOWN
      ? [{ text: text.slice(0, Math.max(end + 1, START)), span: { start, end } }]
      : [];
  });
}
