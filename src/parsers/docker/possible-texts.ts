import type { Text } from '../../model/text.ts';

/**
 * The texts that a text can be, each marked as one that holds on some ways through the script only; the text itself where it is known or
 * can be anything.
 */
export function possibleTexts(text: Text): readonly Text[] {
  if (text.isKnown) return [text];
  const alternatives = text.alternatives();
  if (alternatives.length === 0) return [text];
  return alternatives.map((alternative) => alternative.via({ kind: 'branch', location: text.place.location }));
}
