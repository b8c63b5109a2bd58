import type { Choice } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { type Argument, mapArgumentPlaces, placeOnBranch } from './words.ts';

export interface LineAlternative {
  readonly words: readonly Argument[];
  readonly choices: ReadonlyMap<Text, Choice>;
}

export interface Readings {
  /** Empty if there are too many. */
  readonly all: readonly LineAlternative[];
  /** True if each choice is varied alone, not combined with the others. */
  readonly isPartial: boolean;
  readonly choice: Choice;
}

/**
 * The maximum number of alternative command lines, for all combinations or for varying one choice
 * at a time.
 */
const MAX_READINGS = 32;

interface Slot {
  readonly options: readonly (readonly Argument[])[];
  readonly isPartial: boolean;
  readonly key: string;
  readonly choice: Choice;
}

/**
 * A command's alternative lines; `undefined` if there is one. If there are too many, each choice
 * alone is varied in the first line. `decides` tells which words affect the parse.
 */
export function readingsOf(words: readonly Argument[], decides: (value: string) => boolean): Readings | undefined {
  const slots = slotsOf(words, decides);
  const choices = slots.flatMap((slot) => ('options' in slot ? [slot] : []));
  const [first] = choices;
  if (first === undefined) return undefined;
  if (choices.some(({ options }) => options.length === 0)) return { all: [], isPartial: true, choice: first.choice };
  const sizes = new Map(choices.map(({ key, options }) => [key, options.length]));
  const product = [...sizes.values()].reduce((all, size) => all * size, 1);
  const linear = [...sizes.values()].reduce((all, size) => all + size - 1, 1);
  const isTooMuch = product > MAX_READINGS;
  const picks = isTooMuch ? (linear > MAX_READINGS ? [] : eachByItself(choices)) : together(sizes);
  return {
    all: picks.map((pick) => readingOf(slots, pick)),
    isPartial: isTooMuch || choices.some(({ isPartial }) => isPartial),
    choice: first.choice,
  };
}

function slotsOf(words: readonly Argument[], decides: (value: string) => boolean): readonly (Slot | Argument)[] {
  const slots: (Slot | Argument)[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { among } = word;
    if (among !== undefined) {
      const inner = among.lists.map((list) => readingsOf(list, decides));
      const lists = inner.map((readings, index) =>
        readings === undefined ? among.lists.slice(index, index + 1) : readings.all.map((each) => each.words),
      );
      const options = lists.some(({ length }) => length === 0) ? [] : lists.flat();
      const isPartial = inner.some((readings) => readings?.isPartial === true);
      slots.push({ options, isPartial, key: `${among.key} ${options.length}`, choice: among.choice });
      at += among.count - 1;
    } else slots.push(valuesOf(word, decides) ?? word);
  }
  return slots;
}

/** A word with a candidate that is an option or otherwise decides the parse. */
function valuesOf(word: Argument, decides: (value: string) => boolean): Slot | undefined {
  if (word.kind !== 'word' || word.text.isKnown) return undefined;
  const [first] = word.text.segments;
  if (first?.kind !== 'unknown' || first.candidates.length === 0) return undefined;
  const texts = word.text.alternatives({ withOpen: true });
  const options: readonly (readonly [Argument])[] = texts.map((text) => [{ kind: 'word', text }]);
  const isMixed = options.some(([each]) => isOption(each)) && !options.every(([each]) => isOption(each));
  if (texts.length < 2 || !(isMixed || texts.some(({ value }) => value !== undefined && decides(value))))
    return undefined;
  const { expression, place, branch = { kind: 'branch', location: place.location } } = first;
  const { path, span } = branch.location;
  return {
    options,
    isPartial: false,
    key: `${expression} ${path}:${span.start} ${texts.length}`,
    choice: { expression, place, branch },
  };
}

function together(sizes: ReadonlyMap<string, number>): readonly ReadonlyMap<string, number>[] {
  let picks: readonly ReadonlyMap<string, number>[] = [new Map()];
  for (const [key, size] of sizes)
    picks = picks.flatMap((pick) => Array.from({ length: size }, (_, index) => new Map([...pick, [key, index]])));
  return picks;
}

/**
 * One line with the base alternative of each choice, which is least likely to hide other words;
 * then lines with one other alternative each.
 */
function eachByItself(choices: readonly Slot[]): readonly ReadonlyMap<string, number>[] {
  const base = new Map(choices.map(({ key, options }) => [key, leastWords(options)]));
  const picks = choices.flatMap(({ key, options }) =>
    [...options.keys()].flatMap((index) => (index === base.get(key) ? [] : [new Map([...base, [key, index]])])),
  );
  return [base, ...picks];
}

/** The shortest list; of equally long ones, one that begins with an option. */
function leastWords(lists: readonly (readonly Argument[])[]): number {
  const costs = lists.map((list) => 2 * list.length + (list[0] === undefined || isOption(list[0]) ? 0 : 1));
  return costs.indexOf(Math.min(...costs));
}

function isOption(word: Argument): boolean {
  return word.kind === 'word' && word.text.skeleton.startsWith('-') && word.text.length > 1;
}

function readingOf(slots: readonly (Slot | Argument)[], pick: ReadonlyMap<string, number>): LineAlternative {
  const made = new Map<Text, Choice>();
  const words = slots.flatMap((slot): readonly Argument[] => {
    if (!('options' in slot)) return [slot];
    const chosen = slot.options[pick.get(slot.key) ?? 0] ?? [];
    for (const word of chosen) if (word.kind === 'word') made.set(word.text, slot.choice);
    // Makes a conditional expansion conditional by this choice.
    return chosen.map((word) =>
      word.kind === 'word' ? word : mapArgumentPlaces(word, (place) => placeOnBranch(place, slot.choice.branch)),
    );
  });
  return { words, choices: made };
}
