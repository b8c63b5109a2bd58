import { placeAt } from '../../text/location.ts';
import { Text } from '../../text/text.ts';
import type { Scalar } from './nodes.ts';
import { mergePieces, readFlowPieces, readPieces, toSegment, type WrittenScalar } from './scalar-pieces.ts';

/** The string of a plain or quoted scalar over several lines; folding keeps some line breaks. */
export function unfolded(written: WrittenScalar): string {
  const [from, to] = innerSpan(written);
  return readFlowPieces(written, from, to)
    .map(({ text }) => text)
    .join('');
}

/**
 * A scalar's text with exact places: verbatim pieces where the file has the same characters, and
 * one piece for each escape or folded line break.
 */
export function toText(scalar: Scalar): Text {
  const { origin, start, end, string } = scalar;
  const whole = placeAt(origin.path, start, end);
  if (string === '') return new Text([], whole);
  const [from, to] = innerSpan(scalar);
  if (to - from === string.length && origin.text.startsWith(string, from)) {
    const place = from === start ? whole : placeAt(origin.path, from, to);
    return new Text([{ kind: 'literal', text: string, place, isVerbatim: true }], whole);
  }
  const pieces = mergePieces(scalar, readPieces(scalar, from, to));
  if (pieces.map(({ text }) => text).join('') !== string) return Text.derived(string, whole);
  return new Text(
    pieces.map((piece) => toSegment(scalar, piece)),
    whole,
  );
}

function innerSpan({ style, start, end }: Omit<WrittenScalar, 'text'>): readonly [number, number] {
  return style === 'single' || style === 'double' ? [start + 1, end - 1] : [start, end];
}
