import { type Place, placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Item, unknownText } from './items.ts';

/** Joins words by blanks into one script, as `eval`, `ssh` and `watch` do. */
export function joinWords(items: readonly Item[]): Text | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  const parts: Text[] = [];
  let previous: Place | undefined;
  for (const item of items) {
    const text = item.kind === 'word' ? item.text : unknownText(item.unresolved);
    if (previous !== undefined) parts.push(Text.derived(' ', gapBetween(previous, text.whole)));
    parts.push(text);
    previous = text.whole;
  }
  const [start] = parts;
  return start === undefined ? undefined : Text.concat(parts, gapBetween(start.whole, previous ?? start.whole, true));
}

/** The place between two places, or including both. */
function gapBetween(a: Place, b: Place, isInclusive = false): Place {
  const { path, span } = a.location;
  const other = b.location;
  const isOrdered = path === other.path && a.hops.length === 0 && b.hops.length === 0 && span.end <= other.span.start;
  if (!isOrdered) return a;
  return isInclusive
    ? placeAt(path, span.start, other.span.end)
    : placeAt(path, span.end, Math.max(other.span.start, span.end + 1));
}
