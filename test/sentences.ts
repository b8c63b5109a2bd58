import type { Message } from '../src/model/finding.ts';

/** True for whole sentences with single spaces; quoted text may be anything. */
function isWellFormed(text: string): boolean {
  const plain = text.replaceAll(/`[^`]+`/g, '`x`');
  return /^[A-Z`].*[.!?]$/s.test(plain) && !/ {2}|``| [.,;:]/.test(plain);
}

/** Texts that aren't whole sentences. */
export function malformed(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => !isWellFormed(text));
}

/** The sentences in messages. */
export function sentencesIn(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ what, remedy }) => (remedy === undefined ? [what] : [what, remedy]));
}
