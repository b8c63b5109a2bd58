import type { Text } from '../../../text/text.ts';

/**
 * A text's candidates, each on some code paths. If other values are possible, one of them is
 * unknown. The text itself if it is known or has no known candidate.
 */
export function possibleTexts(text: Text): readonly Text[] {
  const alternatives = text.isKnown ? [] : text.alternatives({ withOpen: true });
  if (!alternatives.some(({ isKnown }) => isKnown)) return [text];
  return alternatives.map((alternative) => alternative.via({ kind: 'branch', location: text.place.location }));
}
