/** Editions of the CIS Docker Benchmark, the oldest first. */
export const EDITIONS = ['1.13', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8'] as const;

export type Edition = (typeof EDITIONS)[number];

export const DEFAULT_EDITION: Edition = '1.13';

/** How an edition assesses an item: whether it is scored, or since 1.3 whether a program can check it. */
export type Assessment = 'scored' | 'not scored' | 'automated' | 'manual';

/** What section 5 of an edition says, beside what section 5 of 1.13 says. */
interface EditionFacts {
  /** By how much its numbers are higher than those of 1.13. */
  readonly shift: 0 | 1;
  /** Its words for an item that is scored or automated, and for one that is not. */
  readonly words: readonly [Assessment, Assessment];
  /** Items, by their numbers in 1.13, that 1.13 scores and this edition leaves to a person. */
  readonly unscored: readonly number[];
  /** Rules of which its wording asks something else, by id: the options that follow, and what is asked for. */
  readonly changed: Readonly<Record<string, { readonly options: object; readonly recommendation: string }>>;
}

const IN_1_13: EditionFacts = { shift: 0, words: ['scored', 'not scored'], unscored: [], changed: {} };
/** 5.8 and 5.23 are no longer scored, and 5.23 forbids a command as root only. */
const IN_1_2: EditionFacts = {
  ...IN_1_13,
  unscored: [8, 23],
  changed: { 'exec-user': { options: { rootOnly: true }, recommendation: 'Execs run as non-root users' } },
};
const IN_1_3: EditionFacts = { ...IN_1_2, words: ['automated', 'manual'] };
/** A recommendation about swarm mode came first, and every one is left to a person. */
const IN_1_6: EditionFacts = { ...IN_1_3, shift: 1, words: ['manual', 'manual'] };

const FACTS: Readonly<Record<Edition, EditionFacts>> = {
  '1.13': IN_1_13,
  '1.2': IN_1_2,
  '1.3': IN_1_3,
  '1.4': IN_1_3,
  '1.5': IN_1_3,
  '1.6': IN_1_6,
  '1.7': IN_1_6,
  '1.8': IN_1_6,
};

export function isEdition(text: string): text is Edition {
  return EDITIONS.some((edition) => edition === text);
}

/** The number of an item of 1.13 in an edition, such as `5.4`. */
export function itemNumber(edition: Edition, item: number): string {
  return `5.${item + FACTS[edition].shift}`;
}

/** How an edition has an item of 1.13 assessed, which 1.13 scores or not. */
export function assessmentIn(edition: Edition, item: number, isScored: boolean): Assessment {
  const { words, unscored } = FACTS[edition];
  return words[isScored && !unscored.includes(item) ? 0 : 1];
}

/** The words of an edition, each once: for what is scored or automated, and for what is not. */
export function assessmentWords(edition: Edition): readonly Assessment[] {
  return [...new Set(FACTS[edition].words)];
}

/** The options of a rule that follow from an edition's wording; over them count a preset's and the user's own. */
export function editionOptions(edition: Edition, rule: string): object | undefined {
  return FACTS[edition].changed[rule]?.options;
}

/** What an edition asks for in the place of a rule's own recommendation; `undefined` where it asks for the same. */
export function editionRecommendation(edition: Edition, rule: string): string | undefined {
  return FACTS[edition].changed[rule]?.recommendation;
}

/** The first and the last edition that number as this one does. */
export function sameNumbers(edition: Edition): readonly [Edition, Edition] {
  const same = EDITIONS.filter((other) => FACTS[other].shift === FACTS[edition].shift);
  return [same[0] ?? edition, same.at(-1) ?? edition];
}
