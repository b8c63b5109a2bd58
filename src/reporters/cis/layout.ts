import type { Verdict } from '../../findings/evaluate.ts';
import { type AuditedSubject, type Tally, VERDICTS } from '../../report/benchmark.ts';
import { assessmentWords, DEFAULT_EDITION, EDITIONS, type Edition, sameNumbers } from '../../rules/editions.ts';
import { assessmentOf, cisItemOf } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Paint, Role } from '../../terminal/style.ts';
import { groupBy } from '../../util/maps.ts';

/** Lines of a part of the report. */
export type CisBlock = readonly string[];

export const MIN_WIDTH = 80;
export const MAX_WIDTH = 120;

export const WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  undecided: 'UNDECIDED',
  'not-applicable': 'N/A',
};
export const LETTERS: Readonly<Record<Verdict, string>> = {
  pass: 'P',
  fail: 'F',
  undecided: '?',
  'not-applicable': '-',
};
/** The meaning of the letters. */
export const LEGEND = VERDICTS.map((verdict) => `${LETTERS[verdict]} ${WORDS[verdict].toLowerCase()}`);
export const ROLES: Readonly<Record<Verdict, Role>> = {
  pass: 'remedy',
  fail: 'error',
  undecided: 'undecided',
  'not-applicable': 'faint',
};
export const OFF = '.';

/** The column widths on a wide and on a narrow page. */
export interface Layout {
  /** The heads of the counts, padded to their columns. */
  readonly heads: readonly string[];
  /** True if words are abbreviated to their capital letter. */
  readonly isShort: boolean;
}

export const WIDE: Layout = { heads: ['  pass', '  fail', '  undecided', '  n/a'], isShort: false };
export const NARROW: Layout = { heads: [' pass', ' fail', '    ?', '  n/a'], isShort: true };
export const WIDE_FROM = 100;

/** The counts of a row in columns, with failures emphasized. */
export function countCells({ heads }: Layout, style: Paint, counts: Tally): string {
  return VERDICTS.map((verdict, index) => {
    const text = String(counts[verdict]).padStart(heads[index]?.length ?? 0);
    return counts[verdict] > 0 && verdict === 'fail' ? style('error', text) : text;
  }).join('');
}

const LEVELS = [1, 2] as const;

/** The rows of the totals, with their recommendations. */
export function totalRows(edition: Edition): readonly (readonly [string, (rule: Rule) => boolean])[] {
  const isOf = (rule: Rule, level: number): boolean => cisItemOf(rule)?.level === level;
  return [
    ...LEVELS.flatMap((level) =>
      assessmentWords(edition).map(
        (word) =>
          [
            `Level ${level}, ${word}`,
            (rule: Rule) => isOf(rule, level) && assessmentOf(edition, rule) === word,
          ] as const,
      ),
    ),
    ...LEVELS.map((level) => [`Level ${level}`, (rule: Rule) => isOf(rule, level)] as const),
    ['All', () => true],
  ];
}

export const STATUS_WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length)) + 1;
/** Verdicts of a subject are printed in groups of this size, for readability. */
export const ROWS_TOGETHER = 5;
export const CONTAINERS = 'CONTAINERS AND EXECS';
/** The indentation below a recommendation. */
export const CIS_INDENT = 8;

/** Other versions with the same numbers: `up to 1.5`. */
export function range(edition: Edition): string {
  const [first, last] = sameNumbers(edition);
  if (last === EDITIONS.at(-1)) return edition === first ? 'since' : `since ${first}`;
  return edition === DEFAULT_EDITION ? `up to ${last}` : `from ${first} to ${last}`;
}

/** Splits items into groups of a size; the last one may be smaller. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

export function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}

/** Subjects by file. */
export function groupByPath(items: readonly AuditedSubject[]): ReadonlyMap<string, readonly AuditedSubject[]> {
  return groupBy(items, ({ subject }) => subject.location.path);
}
