import type { Choice } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { type Argument, mapArgumentPlaces, placeOnBranch } from './words.ts';

/** One of the command lines that words with alternatives can be. */
export interface Reading {
  readonly words: readonly Argument[];
  /** What the texts of words are one of. */
  readonly choices: ReadonlyMap<Text, Choice>;
}

/** The command lines that words can be, where they are several. */
export interface Readings {
  /** None where they are too many. */
  readonly all: readonly Reading[];
  /** The first choice that decides which of them it is. */
  readonly choice: Choice;
}

/** So many command lines are read of one whose words have alternatives: all that there are, or each choice by itself. */
const MAX_READINGS = 32;

interface Slot {
  readonly options: readonly (readonly Argument[])[];
  readonly key: string;
  readonly choice: Choice;
}

/**
 * The command lines that words can be; `undefined` where there is one only. Where these are too many, what each choice makes of the first of them is read, and none
 * where that is too much too. A word that is one of a few values is a choice where one of the values is one that `decides` how the others are read.
 */
export function readingsOf(words: readonly Argument[], decides: (value: string) => boolean): Readings | undefined {
  const slots = slotsOf(words, decides);
  const choices = slots.flatMap((slot) => ('options' in slot ? [slot] : []));
  const [first] = choices;
  if (first === undefined) return undefined;
  if (choices.some(({ options }) => options.length === 0)) return { all: [], choice: first.choice };
  const sizes = new Map(choices.map(({ key, options }) => [key, options.length]));
  const product = [...sizes.values()].reduce((all, size) => all * size, 1);
  const linear = [...sizes.values()].reduce((all, size) => all + size - 1, 1);
  if (Math.min(product, linear) > MAX_READINGS) return { all: [], choice: first.choice };
  const picks = product > MAX_READINGS ? eachByItself(sizes) : together(sizes);
  return { all: picks.map((pick) => readingOf(slots, pick)), choice: first.choice };
}

function slotsOf(words: readonly Argument[], decides: (value: string) => boolean): readonly (Slot | Argument)[] {
  const slots: (Slot | Argument)[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { among } = word;
    if (among !== undefined) {
      const lists = among.lists.map((list) => readingsOf(list, decides)?.all.map((each) => each.words) ?? [list]);
      const options = lists.some(({ length }) => length === 0) ? [] : lists.flat();
      slots.push({ options, key: `${among.key} ${options.length}`, choice: among.choice });
      at += among.count - 1;
    } else slots.push(valuesOf(word, decides) ?? word);
  }
  return slots;
}

/** A word that is one of a few values of which one is an option, or decides otherwise how the line is read. */
function valuesOf(word: Argument, decides: (value: string) => boolean): Slot | undefined {
  if (word.kind !== 'word' || word.text.isKnown) return undefined;
  const [first] = word.text.segments;
  if (first?.kind !== 'unknown' || first.candidates.length === 0) return undefined;
  const texts = word.text.alternatives({ withOpen: true });
  const isOption = ({ skeleton }: Text): boolean => skeleton.startsWith('-') && skeleton.length > 1;
  const isMixed = texts.some(isOption) && !texts.every(isOption);
  if (texts.length < 2 || !(isMixed || texts.some(({ value }) => value !== undefined && decides(value))))
    return undefined;
  const { expression, place, branch = { kind: 'branch', location: place.location } } = first;
  const { path, span } = branch.location;
  return {
    options: texts.map((text) => [{ kind: 'word', text }]),
    key: `${expression} ${path}:${span.start} ${texts.length}`,
    choice: { expression, place, branch },
  };
}

/** Every way to choose. */
function together(sizes: ReadonlyMap<string, number>): readonly ReadonlyMap<string, number>[] {
  let picks: readonly ReadonlyMap<string, number>[] = [new Map()];
  for (const [key, size] of sizes)
    picks = picks.flatMap((pick) => Array.from({ length: size }, (_, index) => new Map([...pick, [key, index]])));
  return picks;
}

/** The first of each choice, and with that each other of one choice. */
function eachByItself(sizes: ReadonlyMap<string, number>): readonly ReadonlyMap<string, number>[] {
  const picks: ReadonlyMap<string, number>[] = [new Map()];
  for (const [key, size] of sizes) for (let index = 1; index < size; index += 1) picks.push(new Map([[key, index]]));
  return picks;
}

function readingOf(slots: readonly (Slot | Argument)[], pick: ReadonlyMap<string, number>): Reading {
  const made = new Map<Text, Choice>();
  const words = slots.flatMap((slot): readonly Argument[] => {
    if (!('options' in slot)) return [slot];
    const chosen = slot.options[pick.get(slot.key) ?? 0] ?? [];
    for (const word of chosen) if (word.kind === 'word') made.set(word.text, slot.choice);
    // Of an expansion that isn't always there it is known that what follows can do without it.
    return chosen.map((word) =>
      word.kind === 'word' ? word : mapArgumentPlaces(word, (place) => placeOnBranch(place, slot.choice.branch)),
    );
  });
  return { words, choices: made };
}
