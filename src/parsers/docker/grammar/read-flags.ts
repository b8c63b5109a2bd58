import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { isCertain } from '../../../text/location.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import type { FlagLine, FlagLineOptions, FlagUse } from './flag-line.ts';
import { type OptionWord, readLongFlag, readShorthands } from './option-word.ts';
import { possibleTexts } from './possible-texts.ts';
import { holdsOptions } from './unresolved-options.ts';
import { type Argument, unresolvedText } from './words.ts';

const LOOK_AHEAD = 16;

/**
 * Parses words like Go's pflag (`FlagSet.parseArgs`): `--flag value`, `--flag=value`, letters in
 * bundles, `--`. Only a word that is known to start with a dash is a flag. Each candidate of a word
 * is parsed, if all of them take the same number of words.
 */
export function readFlagLine(words: readonly Argument[], options: FlagLineOptions): FlagLine {
  const uses: FlagUse[] = [];
  const unresolvedOptions: UnresolvedOptions[] = [];
  const taken: UnresolvedOptions[] = [];
  const problems: Problem[] = [];
  const positionals: Argument[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined) break;
    at += 1;
    if (word.kind === 'unknown-words') {
      if (!options.isPositional(word, words.slice(at, at + LOOK_AHEAD))) {
        unresolvedOptions.push(word.unresolved);
        continue;
      }
    } else if (word.text.value === '--') {
      for (const rest of words.slice(at)) positionals.push(rest);
      break;
    } else {
      const option = readOption(word.text, words.slice(at, at + LOOK_AHEAD), options);
      if (option !== undefined) {
        for (const use of option.uses) uses.push(use);
        for (const each of option.unresolvedOptions) unresolvedOptions.push(each);
        if (option.taken !== undefined) taken.push(option.taken);
        for (const problem of option.problems) problems.push(problem);
        at += option.following;
        continue;
      }
    }
    const perhaps = word.kind === 'word' ? possibleOptions(word.text) : undefined;
    if (
      perhaps !== undefined &&
      !options.isPositional({ kind: 'unknown-words', unresolved: perhaps }, words.slice(at, at + LOOK_AHEAD))
    ) {
      unresolvedOptions.push(perhaps);
      continue;
    }
    positionals.push(word);
    if (!options.isInterspersed) {
      for (const rest of words.slice(at)) positionals.push(rest);
      break;
    }
  }
  return { uses, positionals, unresolvedOptions, taken, problems };
}

function possibleOptions(text: Text): UnresolvedOptions | undefined {
  const {
    skeleton,
    source,
    place,
    segments: [first],
  } = text;
  if (skeleton !== UNKNOWN_CHARACTER || first?.kind !== 'unknown') return undefined;
  // If the word may be missing, the next one is the first positional. A word named after options
  // contains some: `"$RUN_ARGS" -i nginx`.
  const isOpen =
    first.mayBeWords === true || (first.candidates.length === 0 && (!isCertain(place) || holdsOptions(source)));
  return isOpen ? unresolvedText(text) : undefined;
}

function readOption(word: Text, rest: readonly Argument[], options: FlagLineOptions): OptionWord | undefined {
  if (isOption(word)) {
    if (hasKnownFlag(word)) return readKnownOption(word, rest, options);
    return readAlternatives(word, rest, options) ?? unresolvedWord(word);
  }
  if (!word.skeleton.startsWith(UNKNOWN_CHARACTER)) return undefined;
  const alternatives = word.alternatives();
  if (!alternatives.some(isOption)) return undefined;
  return readAlternatives(word, rest, options) ?? unresolvedWord(word);
}

function isOption(word: Text): boolean {
  return word.skeleton.startsWith('-') && word.length > 1;
}

function hasKnownFlag(word: Text): boolean {
  const equals = word.indexOf('=');
  const unknown = word.indexOf(UNKNOWN_CHARACTER);
  if (unknown < 0) return true;
  return word.skeleton.startsWith('--') ? equals >= 0 && equals < unknown : unknown > 1;
}

function readKnownOption(word: Text, rest: readonly Argument[], options: FlagLineOptions): OptionWord {
  return word.skeleton.startsWith('--') ? readLongFlag(word, rest, options) : readShorthands(word, rest, options);
}

/** The word's alternatives; `undefined` if they don't take the same number of words. */
function readAlternatives(word: Text, rest: readonly Argument[], options: FlagLineOptions): OptionWord | undefined {
  const alternatives = word.isKnown ? [] : possibleTexts(word);
  if (!alternatives.every((text) => text.isKnown && isOption(text) && text.value !== '--')) return undefined;
  const readings = alternatives.map((text) => readKnownOption(text, rest, options));
  const [first] = readings;
  if (first === undefined || readings.some(({ following }) => following !== first.following)) return undefined;
  const one = oneUse(
    word,
    readings.flatMap(({ uses }) => uses),
    readings.length,
  );
  return {
    ...first,
    uses: one === undefined ? readings.flatMap(({ uses }) => uses) : [one],
    unresolvedOptions: readings.flatMap(({ unresolvedOptions }) => unresolvedOptions),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/**
 * One flag that all alternatives of a word use, with candidates for its value: `--network=a` or
 * `--network=b`.
 */
function oneUse(word: Text, uses: readonly FlagUse[], count: number): FlagUse | undefined {
  const [first] = uses;
  if (
    first === undefined ||
    uses.length !== count ||
    first.flag.type === 'boolean' ||
    uses.some(({ flag }) => flag !== first.flag)
  )
    return undefined;
  const { place, source: expression } = word;
  const value = new Text(
    [
      {
        kind: 'unknown',
        expression,
        place,
        candidates: uses.map((use) => use.value),
        branch: { kind: 'branch', location: place.location },
      },
    ],
    word.whole,
  );
  return { flag: first.flag, spelling: Text.derived(first.spelling.skeleton, place), value, word };
}

function unresolvedWord(word: Text): OptionWord {
  return {
    uses: [],
    unresolvedOptions: [unresolvedText(word)],
    problems: [],
    following: 0,
  };
}
