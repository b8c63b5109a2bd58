/** Benchmark versions, oldest first. */
export const EDITIONS = ['1.13', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8'] as const;

export type Edition = (typeof EDITIONS)[number];

export const DEFAULT_EDITION: Edition = '1.13';

/** Whether a version scores a recommendation, or, since 1.3, automates it. */
export type Assessment = 'scored' | 'not scored' | 'automated' | 'manual';

/** A version's differences from 1.13 in section 5. */
interface EditionFacts {
  /** The difference between its numbers and those of 1.13. */
  readonly shift: 0 | 1;
  /** Its two terms: scored or automated, and the opposite. */
  readonly words: readonly [Assessment, Assessment];
  /** Recommendations that only 1.13 scores, by their numbers there. */
  readonly unscored: readonly number[];
  /**
   * Rules whose wording differs, by ID: the options that follow from it, and the recommendation.
   */
  readonly changed: Readonly<Record<string, { readonly options: object; readonly recommendation: string }>>;
}

const IN_1_13: EditionFacts = { shift: 0, words: ['scored', 'not scored'], unscored: [], changed: {} };
/** 5.8 and 5.23 aren't scored; 5.23 forbids only root. */
const IN_1_2: EditionFacts = {
  ...IN_1_13,
  unscored: [8, 23],
  changed: { 'exec-user': { options: { rootOnly: true }, recommendation: 'Execs run as non-root users' } },
};
const IN_1_3: EditionFacts = { ...IN_1_2, words: ['automated', 'manual'] };
/** The first recommendation is about swarm mode; all are manual. */
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

/** A recommendation that plimsoll doesn't check. */
export interface Unchecked {
  readonly number: string;
  readonly level: 1 | 2;
  readonly assessment: Assessment;
  readonly title: string;
  readonly why: string;
}

/** A version's recommendations in section 5 that no rule checks. */
export function uncheckedIn(edition: Edition): readonly Unchecked[] {
  if (FACTS[edition].shift === 0) return [];
  const why = 'swarm mode is a setting of the engine, not of a container';
  return [{ number: '5.1', level: 1, assessment: 'manual', title: 'Swarm mode is off unless needed', why }];
}

/** `Not checked: 5.1 Swarm mode …`, a sentence for each recommendation that no rule checks. */
export function uncheckedText(edition: Edition): string {
  return uncheckedIn(edition)
    .map(({ number, title, why }) => `Not checked: ${number} ${title} (${why}).`)
    .join(' ');
}

/** A recommendation's number in a version, such as `5.4`. */
export function itemNumber(edition: Edition, item: number): string {
  return `5.${item + FACTS[edition].shift}`;
}

/** A version's assessment of a recommendation, given whether 1.13 scores it. */
export function assessmentIn(edition: Edition, item: number, isScored: boolean): Assessment {
  const { words, unscored } = FACTS[edition];
  return words[isScored && !unscored.includes(item) ? 0 : 1];
}

/** A version's terms, once each: for scored or automated recommendations, and for others. */
export function assessmentWords(edition: Edition): readonly Assessment[] {
  return [...new Set(FACTS[edition].words)];
}

/** The options of a rule that a version's wording sets. Presets and users override them. */
export function editionOptions(edition: Edition, rule: string): object | undefined {
  return FACTS[edition].changed[rule]?.options;
}

/** A version's recommendation if it differs from the rule's own. */
export function editionRecommendation(edition: Edition, rule: string): string | undefined {
  return FACTS[edition].changed[rule]?.recommendation;
}

/** The first and the last version with the same numbers. */
export function sameNumbers(edition: Edition): readonly [Edition, Edition] {
  const same = EDITIONS.filter((other) => FACTS[other].shift === FACTS[edition].shift);
  return [same[0] ?? edition, same.at(-1) ?? edition];
}
