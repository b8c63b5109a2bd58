import type { UnknownSegment } from '../../../text/text.ts';

/** The characters in `IFS`. */
export type Separators = string;

export const DEFAULT_SEPARATORS: Separators = ' \t\n';

/** True if every candidate is exactly one word or part of one. */
export function isSingleWord({ candidates }: UnknownSegment, separators: Separators): boolean {
  return candidates.every(
    ({ segments }) =>
      // An empty text may only record its origin, as for `${X:-}`.
      segments.some((segment) => segment.kind === 'unknown' || segment.text !== '') &&
      segments.every((segment) =>
        segment.kind === 'literal'
          ? !Array.from(separators).some((separator) => segment.text.includes(separator))
          : segment.candidates.length > 0 && isSingleWord(segment, separators),
      ),
  );
}

/** True if every candidate begins (or ends) with a separator. */
export function isApart({ candidates }: UnknownSegment, separators: Separators, edge: 'start' | 'end'): boolean {
  return candidates.every(({ segments }) => {
    const segment = segments.at(edge === 'start' ? 0 : -1);
    if (segment === undefined) return edge === 'start';
    if (segment.kind === 'unknown') return segment.candidates.length > 0 && isApart(segment, separators, edge);
    return separators.includes(edge === 'start' ? segment.text.charAt(0) : segment.text.slice(-1));
  });
}
