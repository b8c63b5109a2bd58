import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { baseName, canFollowEngine, findProgram, type Guess, guessProgram } from '../../programs/engines.ts';
import type { WordEnd, Words } from '../../programs/unwrap.ts';
import { findWrapper } from '../../programs/wrappers.ts';
import { type Item, placeOf, sourceOf, valueOfItem } from '../items/items.ts';

export function knownWords(items: readonly Item[]): Words {
  return items.map((item) => (item.kind === 'word' ? item.text.skeleton : undefined));
}

export function textAt(items: readonly Item[], end: WordEnd | undefined): Text | undefined {
  if (end === undefined) return undefined;
  const item = items[end.word];
  if (item?.kind !== 'word') return undefined;
  return end.from === 0 ? item.text : item.text.slice(end.from);
}

/** The possible names of the first word: its value, or its candidates. */
export function commandNames(item: Item): readonly string[] {
  if (item.kind !== 'word') return [];
  const { text } = item;
  if (text.value !== undefined) return [text.value];
  const names = text.alternatives().flatMap(({ value }) => value ?? []);
  const base = baseName(text.skeleton);
  // `$BIN/docker`, in any directory.
  return base !== text.skeleton && base !== '' && !base.includes(UNKNOWN_CHARACTER) ? [base, ...names] : names;
}

/**
 * The word that shows whether an engine comes before `words`: the next one, or the first known one
 * that isn't an option.
 */
function deciding(words: readonly Item[]): string | undefined {
  const [next, ...others] = words.slice(0, MAX_DECIDING).map(valueOfItem);
  return next ?? others.find((value) => value !== undefined && !value.startsWith('-'));
}

const MAX_DECIDING = 8;

/** Words that only Compose has: flags of `run`, and subcommands after a quoted name. */
const COMPOSE_FLAGS: ReadonlySet<string | undefined> = new Set(['--no-deps', '--service-ports', '--use-aliases']);
const COMPOSE_COMMANDS = ['up', 'down'];

/**
 * An unknown word's probable program, by the next ones. An array may include a subcommand: `docker
 * compose`, if Compose-only words follow.
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
  // A known wrapper, whatever its variable is called.
  if (known !== undefined && findWrapper(baseName(known)) !== undefined) return undefined;
  if (next === undefined || !canFollowEngine(next)) return undefined;
  for (const expression of expressionsOf(first)) {
    const guess = guessProgram(expression, next);
    if (guess !== undefined) return guess;
  }
  return undefined;
}

/** True if a word is an engine's name or seems to be, and the next word fits. */
export function isEngineAt(words: readonly Item[], at: number): boolean {
  const item = words[at];
  if (item === undefined) return false;
  const rest = words.slice(at + 1, at + 1 + MAX_DECIDING);
  const next = deciding(rest);
  if (next === undefined || !canFollowEngine(next)) return false;
  return commandNames(item).some((name) => findProgram(name) !== undefined) || guessedProgram(item, rest) !== undefined;
}

/** The variable of an unknown word, and those from which it got its value. */
function expressionsOf(first: Item): readonly string[] {
  const segments = first.kind === 'word' ? first.text.segments : [];
  const [segment] = segments;
  const candidates = segment?.kind === 'unknown' ? segment.candidates : [];
  const [folder, last] = segments.slice(-2);
  const isProgram = folder?.kind === 'literal' && folder.text.endsWith('/') && last?.kind === 'unknown';
  // make replaces `$(DOCKER)` before a shell reads the command.
  const used = placeOf(first).expression?.replace(/^\$\((\w+)\)$/, '${$1}') ?? '';
  const written = (first.written ?? '').replace(/^"(.*)"$/, '$1');
  const program = isProgram ? [last.expression] : [];
  return [written, used, sourceOf(first), ...program, ...candidates.map(({ source }) => source)];
}
