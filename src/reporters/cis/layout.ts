import type { Verdict } from '../../findings/evaluate.ts';
import { VERDICTS } from '../../report/benchmark.ts';
import { assessmentWords, DEFAULT_EDITION, EDITIONS, type Edition, sameNumbers } from '../../rules/editions.ts';
import { assessmentOf, cisItemOf } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Role } from '../../terminal/style.ts';

export type CisBlock = readonly string[];

interface Sign {
  readonly word: string;
  readonly letter: string;
  readonly role: Role;
}

export const SIGNS: Readonly<Record<Verdict, Sign>> = {
  pass: { word: 'PASS', letter: 'P', role: 'remedy' },
  fail: { word: 'FAIL', letter: 'F', role: 'error' },
  undecided: { word: 'UNDECIDED', letter: '?', role: 'undecided' },
  'not-applicable': { word: 'N/A', letter: '-', role: 'faint' },
};
export const OFF = '.';
export const LEGEND = VERDICTS.map((verdict) => `${SIGNS[verdict].letter} ${SIGNS[verdict].word.toLowerCase()}`);
export const STATUS_WIDTH = Math.max(...Object.values(SIGNS).map(({ word }) => word.length)) + 1;
/** The indentation below a recommendation. */
export const CIS_INDENT = 8;

/** The layout of a page with 80 to 120 columns. */
export interface Layout {
  readonly width: number;
  /** The heads of the count columns, padded. */
  readonly heads: readonly string[];
  /** The width of the part before the counts. */
  readonly labelWidth: number;
  /** True if words are abbreviated to their first letter. */
  readonly isShort: boolean;
}

export function layoutFor(columns: number): Layout {
  const width = Math.min(Math.max(columns, 80), 120);
  const isShort = width < 100;
  const heads = isShort ? [' pass', ' fail', '    ?', '  n/a'] : ['  pass', '  fail', '  undecided', '  n/a'];
  return { width, heads, labelWidth: width - heads.join('').length, isShort };
}

const LEVELS = [1, 2] as const;

/** The rows of the totals, each with a test for its recommendations. */
export function totalRows(edition: Edition): readonly (readonly [string, (rule: Rule) => boolean])[] {
  const isOf = (rule: Rule, level: number): boolean => cisItemOf(rule)?.level === level;
  return [
    ...LEVELS.flatMap((level) =>
      assessmentWords(edition).map((word) => {
        const isIn = (rule: Rule): boolean => isOf(rule, level) && assessmentOf(edition, rule) === word;
        return [`Level ${level}, ${word}`, isIn] as const;
      }),
    ),
    ...LEVELS.map((level) => [`Level ${level}`, (rule: Rule) => isOf(rule, level)] as const),
    ['All', () => true],
  ];
}

/** Names the other versions with these numbers, such as `up to 1.5`. */
export function range(edition: Edition): string {
  const [first, last] = sameNumbers(edition);
  if (last === EDITIONS.at(-1)) return edition === first ? 'since' : `since ${first}`;
  return edition === DEFAULT_EDITION ? `up to ${last}` : `from ${first} to ${last}`;
}
