import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import type { Place } from '../../../src/text/location.ts';

/** The marked text; fails if it is empty. */
export function textAt({ texts }: Pick<Parsed, 'texts'>, place: Place | undefined): string {
  if (place === undefined) throw new Error('there is no place');
  const { path, span } = place.location;
  const text = texts.get(path);
  if (text === undefined || span.start < 0 || span.end > text.length || span.start >= span.end)
    throw new Error(`${path} has no text from ${span.start} to ${span.end}`);
  return text.slice(span.start, span.end);
}

export function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return isPlace(value) ? [value] : Object.values(value).flatMap(placesIn);
}

function isPlace(value: object): value is Place {
  return 'location' in value && 'hops' in value;
}
