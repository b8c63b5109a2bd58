import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { baseName, canFollowEngine, findProgram, type Guess, guessProgram } from '../../programs/engines.ts';
import type { WordEnd, Words } from '../../programs/unwrap.ts';
import { findWrapper } from '../../programs/wrappers.ts';
import { type Item, placeOf, sourceOf, valueOfItem } from '../items/items.ts';

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

/**
 * The word that says whether an engine stands before `words`: the next one, or where that is unknown, the first behind
 * it that is known and no option.
 */
function deciding(words: readonly Item[]): string | undefined {
  const [next, ...others] = words.slice(0, MAX_DECIDING).map(valueOfItem);
  return next ?? others.find((value) => value !== undefined && !value.startsWith('-'));
}

/** It is looked for among so many words. */
const MAX_DECIDING = 8;

/** What only Compose has: flags of `run`, and subcommands behind a name in quotes. */
const COMPOSE_FLAGS: ReadonlySet<string | undefined> = new Set(['--no-deps', '--service-ports', '--use-aliases']);
const COMPOSE_COMMANDS = ['up', 'down'];

/**
 * The program for which an unknown first word seems to stand, given the words that follow. Elements of an array may be
 * more than a program: `docker compose`, if elsewhere in the script the array stands before what only Compose has.
 */
export function guessedProgram(first: Item, words: readonly Item[], script = ''): Guess | undefined {
  const guess = guessByName(first, words);
  const { written } = first;
  if (guess === undefined || written?.includes('[@]') !== true) return guess;
  const isCompose =
    words.some((item) => COMPOSE_FLAGS.has(valueOfItem(item))) ||
    COMPOSE_COMMANDS.some((command) => script.includes(`${written} ${command}`));
  return { program: isCompose ? 'docker-compose' : guess.program, mayBeAnother: true };
}

function guessByName(first: Item, words: readonly Item[]): Guess | undefined {
  const next = deciding(words);
  const known = valueOfItem(first);
  // What runs another command is known to do so, whatever the variable is called that it comes from.
  if (known !== undefined && findWrapper(baseName(known)) !== undefined) return undefined;
  if (next === undefined || !canFollowEngine(next)) return undefined;
  for (const expression of expressionsOf(first)) {
    const guess = guessProgram(expression, next);
    if (guess !== undefined) return guess;
  }
  return undefined;
}

/** True where one of the words is the name of an engine, or seems to stand for one, and what can follow it follows. */
export function isEngineAt(words: readonly Item[], at: number): boolean {
  const item = words[at];
  if (item === undefined) return false;
  const rest = words.slice(at + 1, at + 1 + MAX_DECIDING);
  const next = deciding(rest);
  if (next === undefined || !canFollowEngine(next)) return false;
  return commandNames(item).some((name) => findProgram(name) !== undefined) || guessedProgram(item, rest) !== undefined;
}

/** What an unknown word is known by: the variable in the command, and the expressions that give it its value. */
function expressionsOf(first: Item): readonly string[] {
  const segments = first.kind === 'word' ? first.text.segments : [];
  const [segment] = segments;
  const candidates = segment?.kind === 'unknown' ? segment.candidates : [];
  // `/usr/bin/$ENGINE`: the folder doesn't matter.
  const [folder, last] = segments.slice(-2);
  const isProgram = folder?.kind === 'literal' && folder.text.endsWith('/') && last?.kind === 'unknown';
  // `$(DOCKER)` in a Makefile is put into the command before a shell reads it.
  const used = placeOf(first).expression?.replace(/^\$\((\w+)\)$/, '${$1}') ?? '';
  const written = (first.written ?? '').replace(/^"(.*)"$/, '$1');
  const program = isProgram ? [last.expression] : [];
  return [written, used, sourceOf(first), ...program, ...candidates.map(({ source }) => source)];
}
