import type { Text } from '../../model/text.ts';

/**
 * The texts that a text can be, each marked as one that holds on some ways through the script only; the text itself where it is known or
 * can be anything. Where it can be something else than a few, one of them is not known.
 */
export function possibleTexts(text: Text): readonly Text[] {
  if (text.isKnown || text.alternatives().length === 0) return [text];
  const alternatives = text.alternatives({ withOpen: true });
  return (alternatives.length > 0 ? alternatives : [text]).map((alternative) => alternative.via({ kind: 'branch', location: text.place.location }));
}
