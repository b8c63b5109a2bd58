import { type Place, placeAt, type Span } from '../../../text/location.ts';
import { type Segment, Text } from '../../../text/text.ts';

/** A literal part of a value, or an escape for another text. */
export interface UnitRun extends Span {
  readonly text?: string;
}

/** The word made of a value's runs; `extent` includes its quotes. */
export function textOfRuns(value: Text, runs: readonly UnitRun[], extent: Span): Text {
  const segments = runs.flatMap(({ start, end, text }): readonly Segment[] => {
    const part = value.slice(start, end);
    if (text === undefined) return part.segments;
    return [{ kind: 'literal', text, place: coverOf(part), isVerbatim: false }];
  });
  const whole = coverOf(value.slice(extent.start, extent.end));
  return new Text(segments, whole);
}

/** From a text's first to its last character, if in one file. */
export function coverOf({ segments, whole }: Text): Place {
  const [first, last] = [segments[0], segments.at(-1)];
  if (first === undefined || last === undefined) return whole;
  return placeAt(whole.location.path, first.place.location.span.start, last.place.location.span.end);
}
