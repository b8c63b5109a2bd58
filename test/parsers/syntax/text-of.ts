import { type Place, placeAt } from '../../../src/text/location.ts';
import { type Segment, Text } from '../../../src/text/text.ts';

const PATH = 'file';

/** A text at the start of a file; `$NAME` and `${…}` are unknown. */
export function textOf(source: string): Text {
  const segments: Segment[] = [];
  for (const match of source.matchAll(/(?<expression>\$\w+|\$\{[^}]*\})|(?<plain>[^$]+)/g)) {
    const place = placeAt(PATH, match.index, match.index + match[0].length);
    const { expression, plain = '' } = match.groups ?? {};
    segments.push(
      expression === undefined
        ? { kind: 'literal', text: plain, place, isVerbatim: true }
        : { kind: 'unknown', expression, place, candidates: [] },
    );
  }
  return new Text(segments, placeAt(PATH, 0, Math.max(source.length, 1)));
}

/** The source at a place of {@link textOf}'s file. */
export function sourceAt(source: string, { location }: Place): string {
  return source.slice(location.span.start, location.span.end);
}
