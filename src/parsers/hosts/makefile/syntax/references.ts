import type { Span } from '../../../../text/location.ts';

/** A `$` reference: `$$`, `$X`, `$(…)` or `${…}`. */
export interface MakeVariableReference {
  readonly kind: 'dollar' | 'letter' | 'brackets';
  /** The offset after the reference. */
  readonly end: number;
  /** The span inside the brackets, or of the letter. */
  readonly inner: Span;
}

/**
 * The reference at a `$`; `undefined` if its bracket is not closed. A `$` at the end is an empty
 * reference.
 */
export function referenceAt(text: string, at: number): MakeVariableReference | undefined {
  const open = text.charAt(at + 1);
  if (open === '$') return { kind: 'dollar', end: at + 2, inner: { start: at + 1, end: at + 2 } };
  if (open !== '(' && open !== '{') {
    const end = Math.min(at + 2, text.length);
    return { kind: 'letter', end, inner: { start: at + 1, end } };
  }
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let index = at + 2; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === open) depth += 1;
    else if (character === close && depth > 0) depth -= 1;
    else if (character === close) return { kind: 'brackets', end: index + 1, inner: { start: at + 2, end: index } };
  }
  return undefined;
}

/**
 * The offset of the first of these characters that is outside references and not after a backslash,
 * or `undefined`.
 */
export function findOutside(text: string, characters: string, from = 0): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (characters.includes(character)) return at;
    if (character === '\\') at += 1;
    else if (character === '$') {
      const reference = referenceAt(text, at);
      if (reference === undefined) return undefined;
      at = reference.end - 1;
    }
  }
  return undefined;
}

/**
 * The arguments of a function: the parts between commas that aren't inside brackets of the call's
 * kind.
 */
export function argumentSpans(text: string, { start, end }: Span, open: string, limit: number): readonly Span[] {
  const close = open === '(' ? ')' : '}';
  const spans: Span[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end && spans.length < limit - 1; at += 1) {
    const character = text.charAt(at);
    if (character === open) depth += 1;
    else if (character === close) depth -= 1;
    else if (character === ',' && depth <= 0) {
      spans.push({ start: from, end: at });
      from = at + 1;
    }
  }
  return [...spans, { start: from, end }];
}
