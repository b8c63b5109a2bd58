import type { Text } from '../../../text/text.ts';

/**
 * The texts that a text can be, each marked as one that holds on some code paths only; the text itself where it is
 * known or can be anything. Where it can be something else than a few, one of them is not known.
 */
export function possibleTexts(text: Text): readonly Text[] {
  const alternatives = text.isKnown ? [] : text.alternatives({ withOpen: true });
  if (!alternatives.some(({ isKnown }) => isKnown)) return [text];
  return alternatives.map((alternative) => alternative.via({ kind: 'branch', location: text.place.location }));
}
