import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { baseName, canFollowEngine, type Guess, guessProgram } from '../../programs/engines.ts';
import type { WordEnd, Words } from '../../programs/unwrap.ts';
import { type Item, placeOf, sourceOf } from './items.ts';

/** The words of a command as the table of programs reads them. */
export function plainWords(items: readonly Item[]): Words {
  return items.map((item) => (item.kind === 'word' ? item.text.skeleton : undefined));
}

/** The text that such a reading of these words names. */
export function textAt(items: readonly Item[], end: WordEnd | undefined): Text | undefined {
  if (end === undefined) return undefined;
  const item = items[end.word];
  if (item?.kind !== 'word') return undefined;
  return end.from === 0 ? item.text : item.text.slice(end.from);
}

/** The names that the first word of a command can have: its value, or the values that it can be. */
export function commandNames(item: Item): readonly string[] {
  if (item.kind !== 'word') return [];
  const { text } = item;
  if (text.value !== undefined) return [text.value];
  const names = text.alternatives().flatMap(({ value }) => value ?? []);
  const base = baseName(text.skeleton);
  // `$BIN/docker`: the folder doesn't matter.
  return base !== text.skeleton && base !== '' && !base.includes(UNKNOWN_CHARACTER) ? [base, ...names] : names;
}

/** The program for which an unknown first word seems to stand, given the word that follows. */
export function guessedProgram(first: Item, next: string | undefined): Guess | undefined {
  if (next === undefined || !canFollowEngine(next)) return undefined;
  for (const expression of expressionsOf(first)) {
    const guess = guessProgram(expression, next);
    if (guess !== undefined) return guess;
  }
  return undefined;
}

/** What an unknown word is known by: the variable in the command, and the expressions that give it its value. */
function expressionsOf(first: Item): readonly string[] {
  const [segment] = first.kind === 'word' ? first.text.segments : [];
  const candidates = segment?.kind === 'unknown' ? segment.candidates : [];
  // `$(DOCKER)` in a Makefile is put into the command before a shell reads it.
  const used = placeOf(first).expression?.replace(/^\$\((\w+)\)$/, '${$1}') ?? '';
  const written = (first.written ?? '').replace(/^"(.*)"$/, '$1');
  return [written, used, sourceOf(first), ...candidates.map(({ source }) => source)];
}
