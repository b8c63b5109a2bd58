import type { UnknownSegment } from '../../../text/text.ts';

export type Separators = string;

export const DEFAULT_SEPARATORS: Separators = ' \t\n';

/** True if every candidate is one word or a part of one. */
export function isSingleWord({ candidates }: UnknownSegment, separators: Separators): boolean {
  return candidates.every(
    ({ segments }) =>
      // An empty text may only record its origin, as for `${X:-}`.
      segments.some((segment) => segment.kind === 'unknown' || segment.text !== '') &&
      segments.every((segment) =>
        segment.kind === 'literal' ? !hasSeparator(segment.text, separators) : isSingleWordUnknown(segment, separators),
      ),
  );
}

function hasSeparator(text: string, separators: Separators): boolean {
  for (let at = 0; at < separators.length; at += 1) if (text.includes(separators.charAt(at))) return true;
  return false;
}

function isSingleWordUnknown(segment: UnknownSegment, separators: Separators): boolean {
  return segment.candidates.length > 0 && isSingleWord(segment, separators);
}

/** True if every candidate begins with a separator. */
export function beginsApart({ candidates }: UnknownSegment, separators: Separators): boolean {
  return candidates.every(({ segments: [first] }) => {
    if (first === undefined) return true;
    return first.kind === 'literal'
      ? separators.includes(first.text.charAt(0))
      : first.candidates.length > 0 && beginsApart(first, separators);
  });
}

/** True if every candidate ends with a separator. */
export function endsApart({ candidates }: UnknownSegment, separators: Separators): boolean {
  return candidates.every(({ segments }) => {
    const last = segments.at(-1);
    if (last === undefined) return false;
    return last.kind === 'literal'
      ? separators.includes(last.text.slice(-1))
      : last.candidates.length > 0 && endsApart(last, separators);
  });
}
