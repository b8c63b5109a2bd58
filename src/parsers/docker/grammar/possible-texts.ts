import type { Text } from '../../../text/text.ts';

/**
 * A text's candidates, each on some code paths; the text itself if known or fully unknown. With
 * other possible values, one is unknown.
 */
export function possibleTexts(text: Text): readonly Text[] {
  const alternatives = text.isKnown ? [] : text.alternatives({ withOpen: true });
  if (!alternatives.some(({ isKnown }) => isKnown)) return [text];
  return alternatives.map((alternative) => alternative.via({ kind: 'branch', location: text.place.location }));
}
