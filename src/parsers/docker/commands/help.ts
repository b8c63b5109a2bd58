import type { FlagLine } from '../grammar/flag-line.ts';
import { type Argument, wordValue } from '../grammar/words.ts';

/** True for a word with which a client changes nothing. */
export function isHelp(word: Argument): boolean {
  return /^(?:-h|--help|--dry-run)$/.test(wordValue(word) ?? '');
}

/** True for a command that only prints its help. */
export function asksForHelp({ uses }: FlagLine): boolean {
  return uses.some(({ flag, value }) => flag.name === 'help' && value.value !== 'false');
}
