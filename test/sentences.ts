import type { Message } from '../src/model/finding.ts';

/** Whole sentences, one blank between words; what is quoted may be anything. */
function isWellFormed(text: string): boolean {
  const plain = text.replaceAll(/`[^`]+`/g, '`x`');
  return /^[A-Z`].*[.!?]$/s.test(plain) && !/ {2}|``| [.,;:]/.test(plain);
}

/** Those of the texts that are no whole sentences. */
export function malformed(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => !isWellFormed(text));
}

/** The sentences that messages consist of. */
export function sentencesIn(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ what, remedy }) => (remedy === undefined ? [what] : [what, remedy]));
}
