import { indexAtOrBefore } from '../util/binary-search.ts';
import { type Hop, isSamePlace, type Place, viaHop, withExpression } from './location.ts';
import {
  isOwnFolder,
  joinNamed,
  type LiteralSegment,
  narrowestPlace,
  sliceLiteral,
  type UnknownPiece,
} from './segments.ts';
import { type Known, known, type Pattern, type Setting, unknown } from './setting.ts';

export interface UnknownSegment extends UnknownPiece {
  /**
   * The possible texts, if there are only a few; empty if any text is possible. A candidate that is
   * itself unknown stands for any text.
   */
  readonly candidates: readonly Text[];
  /** The statement that chooses a candidate, if some words only exist on some code paths. */
  readonly branch?: Hop;
}

export type Segment = LiteralSegment | UnknownSegment;

/** Stands for an unknown segment in {@link Text.skeleton}; its length is one. */
export const UNKNOWN_CHARACTER = '\uFFFC';

const AT_START: readonly number[] = [0];

/** The maximum number of texts that a text with candidates expands to. */
const MAX_ALTERNATIVES = 32;

/**
 * A string that knows where each part comes from, and which parts are unknown. Front ends pass
 * values to syntax parsers in this form. Indices refer to {@link skeleton}.
 */
export class Text {
  readonly segments: readonly Segment[];
  /**
   * The whole word or scalar that contains the text. Findings mark it if no narrower place is
   * exact.
   */
  readonly whole: Place;
  /** The text with {@link UNKNOWN_CHARACTER} for each unknown segment. */
  readonly skeleton: string;
  readonly value: string | undefined;
  readonly #starts: readonly number[];

  constructor(segments: readonly Segment[], whole: Place) {
    this.whole = whole;
    const [only] = segments;
    // A fast path, because nearly all texts have one segment.
    if (only !== undefined && segments.length === 1 && (only.kind === 'unknown' || only.text !== '')) {
      this.segments = segments;
      this.#starts = AT_START;
      this.skeleton = only.kind === 'literal' ? only.text : UNKNOWN_CHARACTER;
      this.value = only.kind === 'literal' ? only.text : undefined;
      return;
    }
    const kept: Segment[] = [];
    const starts: number[] = [];
    let skeleton = '';
    let isKnown = true;
    for (const segment of segments) {
      // Keep empty text with hops, because its source matters: `${X:-}` is empty only if X is
      // unset.
      if (segment.kind === 'literal' && segment.text === '' && segment.place.hops.length === 0) continue;
      kept.push(segment);
      starts.push(skeleton.length);
      if (segment.kind === 'unknown') isKnown = false;
      skeleton += segment.kind === 'literal' ? segment.text : UNKNOWN_CHARACTER;
    }
    this.segments = kept;
    this.#starts = starts;
    this.skeleton = skeleton;
    this.value = isKnown ? skeleton : undefined;
  }

  /** Known text that the file has exactly like this at `place`. */
  static verbatim(text: string, place: Place): Text {
    return new Text([{ kind: 'literal', text, place, isVerbatim: true }], place);
  }

  /**
   * Known text that all of `place` stands for, such as a quoted string with escapes, or a computed
   * value.
   */
  static derived(text: string, place: Place): Text {
    return new Text([{ kind: 'literal', text, place, isVerbatim: false }], place);
  }

  /**
   * The value of a variable from outside the linted files. `use` is the place of the variable, and
   * `name` is shown instead of the value.
   */
  static given(value: string, name: string, use: Place, hops: readonly Hop[] = []): Text {
    const place = { ...use, hops: [...hops, ...use.hops], shown: `\${${name}}` };
    return new Text([{ kind: 'literal', text: value, place, isVerbatim: false }], place);
  }

  static unknown(expression: string, place: Place, candidates: readonly Text[] = []): Text {
    return new Text([{ kind: 'unknown', expression, place, candidates }], place);
  }

  /** Unknown text with too many candidates to follow. */
  static limited(expression: string, place: Place): Text {
    return new Text([{ kind: 'unknown', expression, place, candidates: [], isLimited: true }], place);
  }

  /** The path of a known file or directory; its text depends on where the project is. */
  static unknownPath(path: string, expression: string, place: Place): Text {
    return new Text([{ kind: 'unknown', expression, place, candidates: [], path }], place);
  }

  static concat(texts: readonly Text[], whole: Place): Text {
    const segments: Segment[] = [];
    for (const text of texts) append(segments, text.segments);
    return new Text(segments, whole);
  }

  get length(): number {
    return this.skeleton.length;
  }

  get isKnown(): boolean {
    return this.value !== undefined;
  }

  /** True if a part is unknown only because it has too many candidates. */
  get isLimited(): boolean {
    return this.segments.some(
      (segment) =>
        segment.kind === 'unknown' &&
        (segment.isLimited === true || segment.candidates.some((candidate) => candidate.isLimited)),
    );
  }

  /** The text with expressions for unknown parts. */
  get source(): string {
    return this.segments.map((segment) => (segment.kind === 'literal' ? segment.text : segment.expression)).join('');
  }

  /** The text for messages, with variable names instead of values that may be secret. */
  get shown(): string {
    return joinNamed(this.segments, ({ shown }) => shown);
  }

  /** The text as written where it is used, with expressions for values. */
  get #expression(): string {
    return joinNamed(this.segments, ({ expression }) => expression);
  }

  /** The known parts, joined across places, and the unknown parts. */
  get pattern(): Pattern {
    const pattern: Pattern[number][] = [];
    for (const segment of this.segments) {
      const last = pattern.at(-1);
      if (segment.kind === 'unknown')
        pattern.push({ unknown: segment.expression, ...(isOwnFolder(segment) ? { isOwnFolder: true } : {}) });
      else if (typeof last === 'string') pattern[pattern.length - 1] = last + segment.text;
      else pattern.push(segment.text);
    }
    return pattern;
  }

  /**
   * The narrowest place that contains the whole text; {@link whole} if segments have different
   * places.
   */
  get place(): Place {
    const [only] = this.segments;
    if (this.segments.length === 1 && only !== undefined) return only.place;
    const place = narrowestPlace(this.segments, this.whole);
    if (this.segments.some((segment) => segment.place.shown !== undefined)) return { ...place, shown: this.shown };
    return this.segments.some((segment) => segment.place.expression !== undefined)
      ? withExpression(place, this.#expression)
      : place;
  }

  /** The part between two indices of the skeleton, with narrower places. */
  slice(start: number, end: number = this.length): Text {
    const [only] = this.segments;
    if (this.segments.length === 1 && only?.kind === 'literal' && start >= 0 && start < end && end <= this.length)
      return new Text([sliceLiteral(only, start, end)], this.whole);
    const parts: Segment[] = [];
    let index = indexAtOrBefore(this.#starts, start);
    // Start with an empty segment at the same index.
    while (index > 0 && this.#starts[index - 1] === start) index -= 1;
    for (; index < this.segments.length; index += 1) {
      const [segment, at = 0] = [this.segments[index], this.#starts[index]];
      const isEmpty = segment?.kind === 'literal' && segment.text === '';
      if (segment === undefined || at > end || (at === end && !isEmpty)) break;
      if (isEmpty && at >= start) parts.push(segment);
      const length = segment.kind === 'literal' ? segment.text.length : 1;
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, length);
      if (from < to) parts.push(segment.kind === 'literal' ? sliceLiteral(segment, from, to) : segment);
    }
    return new Text(parts, this.whole);
  }

  indexOf(search: string, from = 0): number {
    return this.skeleton.indexOf(search, from);
  }

  /**
   * The parts between separators. With a `limit`, the last part contains the remaining separators.
   */
  split(separator: string, limit = Number.POSITIVE_INFINITY): readonly Text[] {
    const parts: Text[] = [];
    let from = 0;
    while (parts.length < limit - 1) {
      const at = this.indexOf(separator, from);
      if (at < 0) break;
      parts.push(this.slice(from, at));
      from = at + separator.length;
    }
    parts.push(this.slice(from));
    return parts;
  }

  usedAs(expression: string): Text {
    const segments = this.segments.map((segment): Segment => {
      const place = withExpression(segment.place, expression);
      if (segment.kind === 'literal') return { ...segment, place };
      return { ...segment, place, candidates: segment.candidates.map((candidate) => candidate.usedAs(expression)) };
    });
    return new Text(segments, this.whole);
  }

  via(...hops: readonly Hop[]): Text {
    if (hops.length === 0) return this;
    const segments = this.segments.map((segment): Segment => {
      const place = viaHop(segment.place, ...hops);
      if (segment.kind === 'literal') return { ...segment, place };
      return { ...segment, place, candidates: segment.candidates.map((candidate) => candidate.via(...hops)) };
    });
    return new Text(segments, viaHop(this.whole, ...hops));
  }

  /**
   * True if {@link alternatives} is complete, because each unknown segment is one of its
   * candidates.
   */
  get isOneOfFew(): boolean {
    return this.segments.every(
      (segment) =>
        segment.kind === 'literal' ||
        (segment.candidates.length > 0 && segment.candidates.every((candidate) => candidate.isOneOfFew)),
    );
  }

  /**
   * The known texts that this text can be. None if a part can be anything, or if they are too many.
   * Leaves out candidates with unknown parts, unless `withOpen` is true.
   */
  alternatives({ withOpen = false } = {}): readonly Text[] {
    let partial: Segment[][] = [[]];
    for (const segment of this.segments) {
      // Copy heads only if a segment has several alternatives: a text may have thousands of
      // segments.
      if (segment.kind === 'literal' || (withOpen && segment.candidates.length === 0)) {
        for (const head of partial) head.push(segment);
        continue;
      }
      const options = segment.candidates.flatMap((text) =>
        text.alternatives({ withOpen }).map((known) => known.segments),
      );
      const [only] = options;
      if (options.length === 1 && only !== undefined) for (const head of partial) append(head, only);
      else partial = partial.flatMap((head) => options.map((option) => [...head, ...option]));
      if (partial.length === 0 || partial.length > MAX_ALTERNATIVES) return [];
    }
    return partial.map((segments) => new Text(segments, this.whole));
  }

  /**
   * Converts the text to a setting with `read`. `undefined` if the text is known, but `read`
   * rejects it by returning `undefined`. Rejected candidates are left out.
   */
  toSetting<T>(read: (value: string) => T | undefined): Setting<T> | undefined {
    const { value, place } = this;
    if (value !== undefined) {
      const result = read(value);
      return result === undefined ? undefined : known(result, place);
    }
    const candidates: Known<T>[] = [];
    for (const alternative of this.alternatives()) {
      const result = alternative.value === undefined ? undefined : read(alternative.value);
      if (result !== undefined) candidates.push(known(result, alternative.place));
    }
    return unknown(this.pattern, place, candidates, candidates.length > 0 && !this.isOneOfFew);
  }

  toStringSetting(): Setting<string> {
    return this.toSetting((value) => value) ?? unknown(this.pattern, this.place);
  }
}

/**
 * True for texts with the same characters and places, and if both are absent. False for texts with
 * candidates.
 */
export function isSameText(a: Text | undefined, b: Text | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  return (
    a.segments.length === b.segments.length &&
    a.segments.every((segment, index) => isSameSegment(segment, b.segments[index])) &&
    isSamePlace(a.whole, b.whole)
  );
}

function isSameSegment(a: Segment, b: Segment | undefined): boolean {
  if (b === undefined || !isSamePlace(a.place, b.place)) return false;
  if (a.kind === 'literal') return b.kind === 'literal' && a.text === b.text && a.isVerbatim === b.isVerbatim;
  return (
    b.kind === 'unknown' &&
    a.expression === b.expression &&
    a.candidates.length + b.candidates.length === 0 &&
    a.path === b.path &&
    a.branch === b.branch &&
    [a.mayBeWords, a.isOneWord, a.isOwnFolder, a.isLimited].every(
      (is, index) => is === [b.mayBeWords, b.isOneWord, b.isOwnFolder, b.isLimited][index],
    )
  );
}

/** With many items, `push(...)` may overflow the stack. */
function append(head: Segment[], tail: readonly Segment[]): void {
  for (const segment of tail) head.push(segment);
}
