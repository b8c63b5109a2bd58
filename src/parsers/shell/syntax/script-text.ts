import { type Hop, isSameHop, type Location, type Place, placeAt, type Span } from '../../../text/location.ts';
import { type Segment, Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { indexAtOrBefore } from '../../../util/binary-search.ts';

/**
 * A script with each character's place, in a file or a string (`sh -c '…'`, a here-document).
 * {@link UNKNOWN_CHARACTER} replaces unknown parts.
 */
export interface ScriptText {
  readonly text: string;
  /** The characters between two offsets; `whole` is the narrowest place around them. */
  slice(start: number, end: number): Text;
}

/** A file's script, without CR before LF, NULs and a byte order mark. */
export function fileScript(path: string, text: string): ScriptText {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return segmentScript(segmentsOf(path, text, { start, end: text.length }), placeAt(path, 0, text.length));
}

/**
 * Like {@link fileScript}, for a script that consists of parts of a file, such as a block's lines
 * without indentation.
 */
export function regionScript(path: string, text: string, spans: readonly Span[]): ScriptText {
  const whole = placeAt(path, spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0);
  return segmentScript(
    spans.flatMap((span) => segmentsOf(path, text, span)),
    whole,
  );
}

function segmentsOf(path: string, text: string, span: Span): readonly Segment[] {
  const segments: Segment[] = [];
  const add = (start: number, end: number): void => {
    if (start < end)
      segments.push({
        kind: 'literal',
        text: text.slice(start, end),
        place: placeAt(path, start, end),
        isVerbatim: true,
      });
  };
  let { start } = span;
  const dropped = text.includes('\0') ? /\r(?=\n)|\0/g : /\r(?=\n)/g;
  dropped.lastIndex = start;
  for (let match = dropped.exec(text); match !== null && match.index < span.end; match = dropped.exec(text)) {
    add(start, match.index);
    start = match.index + 1;
  }
  add(start, span.end);
  return segments;
}

export function stringScript(text: Text): ScriptText {
  return segmentScript(text.segments, text.whole);
}

/** Part of a script, with offsets from 0. */
export function partOf(script: ScriptText, start: number, end: number): ScriptText {
  if (start === 0 && end === script.text.length) return script;
  return { text: script.text.slice(start, end), slice: (from, to) => script.slice(start + from, start + to) };
}

/** The same script with other characters, one for one. */
export function withText(script: ScriptText, text: string): ScriptText {
  return { text, slice: (from, to) => script.slice(from, to) };
}

export function scriptPlace(script: ScriptText, start: number, end: number): Place {
  return script.slice(start, end).whole;
}

export function locationIn(script: ScriptText, start: number, end: number): Location {
  return scriptPlace(script, start, end).location;
}

function segmentScript(segments: readonly Segment[], whole: Place): ScriptText {
  const starts: number[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const segment of segments) {
    const text = segment.kind === 'literal' ? segment.text : UNKNOWN_CHARACTER;
    starts.push(length);
    texts.push(text);
    length += text.length;
  }
  const slice = (start: number, end: number): Text => {
    const parts: Segment[] = [];
    for (let index = indexAtOrBefore(starts, start); index < segments.length; index += 1) {
      const segment = segments[index];
      const at = starts[index];
      if (segment === undefined || at === undefined || (at >= end && parts.length > 0) || at > end) break;
      const part = sliceSegment(segment, Math.max(start - at, 0), end - at);
      if (part !== undefined) parts.push(part);
    }
    return new Text(parts, coverOf(parts) ?? whole);
  };
  return { text: texts.join(''), slice };
}

function sliceSegment(segment: Segment, from: number, to: number): Segment | undefined {
  if (segment.kind === 'unknown') return from < 1 && to > 0 ? segment : undefined;
  const text = segment.text.slice(from, Math.max(to, from));
  if (text === '') return undefined;
  if (!segment.isVerbatim || text.length === segment.text.length) return { ...segment, text };
  const { location, hops } = segment.place;
  const span = { start: location.span.start + from, end: location.span.start + from + text.length };
  return { ...segment, text, place: { location: { path: location.path, span }, hops } };
}

/**
 * The place from the first to the last part, if they are in order in one text. A part from
 * elsewhere counts where it is used.
 */
function coverOf(parts: readonly Segment[]): Place | undefined {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  const shared = others.reduce((hops, { place }) => sharedHops(hops, place.hops), first.place.hops);
  const { path, span } = useWithin(first.place, shared.length);
  let { end } = span;
  let previous = span;
  for (const { place } of others) {
    const use = useWithin(place, shared.length);
    const isNext = use.span.start >= end || (use.span.start === previous.start && use.span.end === previous.end);
    if (use.path !== path || !isNext) return undefined;
    previous = use.span;
    end = use.span.end;
  }
  return { location: { path, span: { start: span.start, end } }, hops: shared };
}

/** The last hops that two places share. */
function sharedHops(a: readonly Hop[], b: readonly Hop[]): readonly Hop[] {
  if (a === b) return a;
  let count = 0;
  while (count < Math.min(a.length, b.length) && isSameAt(a, b, count)) count += 1;
  return count === a.length ? a : a.slice(a.length - count);
}

function isSameAt(a: readonly Hop[], b: readonly Hop[], fromEnd: number): boolean {
  const hop = a.at(-1 - fromEnd);
  return hop !== undefined && isSameHop(hop, b.at(-1 - fromEnd));
}

/** The location of a part, or of its expression, in the text that `count` hops lead away from. */
function useWithin({ location, hops }: Place, count: number): Location {
  return hops.length > count ? (hops[hops.length - count - 1]?.location ?? location) : location;
}
