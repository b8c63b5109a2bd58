import { mergeTexts } from '../../../../text/merge-texts.ts';
import { Text } from '../../../../text/text.ts';
import { type GlobPattern, matchLength, suffixStart } from '../../syntax/glob.ts';
import type { Use } from '../variables.ts';

/** The result for a longer text is unknown. */
const MAX_LENGTH = 2_000;

/**
 * Applies `change` to a text or each of its candidates; unknown if the text or the result is, or if
 * `change` would take too long.
 */
export function mapText(text: Text, use: Use, change: (text: Text) => Text | 'too-long' | undefined): Text {
  const unknown = Text.unknown(use.expression, use.place);
  const limited = Text.limited(use.expression, use.place);
  const changed = (part: Text): Text => {
    const result = change(part) ?? unknown;
    return result === 'too-long' ? limited : result;
  };
  if (text.length > MAX_LENGTH) return limited;
  if (text.isKnown) return changed(text);
  const candidates = text.alternatives().map(changed);
  if (candidates.length === 0) return unknown;
  const all = canBeAnything(text) ? [...candidates, unknown] : candidates;
  return mergeTexts(all, { ...use, branch: { kind: 'branch', location: use.place.location } });
}

function canBeAnything(text: Text): boolean {
  return text.segments.some(
    (segment) =>
      segment.kind === 'unknown' && (segment.candidates.length === 0 || segment.candidates.some(canBeAnything)),
  );
}

/** `${X#pattern}` and similar. */
export function withoutPattern(text: Text, operator: '#' | '##' | '%' | '%%', pattern: GlobPattern): Text {
  const isLongest = operator.length === 2;
  const value = text.skeleton;
  if (operator.startsWith('#')) {
    const length = matchLength(pattern, value, 0, isLongest);
    return length > 0 ? text.slice(length) : text;
  }
  const start = suffixStart(pattern, value, isLongest);
  return start >= 0 ? text.slice(0, start) : text;
}

/** `${X/pattern/replacement}` and similar. */
export function withReplacement(
  text: Text,
  operator: '/' | '//' | '/#' | '/%',
  pattern: GlobPattern,
  replacement: Text,
): Text {
  const value = text.skeleton;
  if (operator === '/#') {
    const length = matchLength(pattern, value, 0, true);
    return length < 0 ? text : Text.concat([replacement, text.slice(length)], text.whole);
  }
  if (operator === '/%') {
    const start = suffixStart(pattern, value, true);
    return start < 0 ? text : Text.concat([text.slice(0, start), replacement], text.whole);
  }
  const parts: Text[] = [];
  let from = 0;
  for (let at = 0; at < value.length && (operator === '//' || parts.length === 0); ) {
    const length = matchLength(pattern, value, at, true);
    if (length > 0) parts.push(text.slice(from, at), replacement);
    at += Math.max(length, 1);
    if (length > 0) from = at;
  }
  return Text.concat([...parts, text.slice(from)], text.whole);
}

/** `${X^}`, `${X^^}`, `${X,}`, `${X,,}` without a pattern. */
export function withCase(text: Text, operator: '^' | '^^' | ',' | ',,'): Text {
  const change = (part: Text): Text => {
    const changed = operator.startsWith('^') ? part.skeleton.toUpperCase() : part.skeleton.toLowerCase();
    return changed === part.skeleton ? part : Text.derived(changed, part.place);
  };
  if (operator.length === 2) return change(text);
  return Text.concat([change(text.slice(0, 1)), text.slice(1)], text.whole);
}

/**
 * `${X:offset:length}` on a text or a list; negative numbers count from the end (bash, "Substring
 * Expansion").
 */
export function sliceBounds(size: number, offset: number, length: number | undefined): readonly [number, number] {
  if (size + offset < 0) return [0, 0];
  const start = Math.min(offset < 0 ? size + offset : offset, size);
  if (length === undefined) return [start, size];
  const end = length < 0 ? size + length : start + length;
  return [start, Math.min(Math.max(end, start), size)];
}
