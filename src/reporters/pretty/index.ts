import { findingsByRule, type RuleFindings } from '../../report/by-rule.ts';
import { countOf, type LintReport } from '../../report/report.ts';
import type { ReporterOptions } from '../options.ts';
import { FindingPrinter } from './findings.ts';
import { overviewBlock } from './overview.ts';
import { type Detail, type DetailBlock, Painter } from './painter.ts';
import { acceptanceBlocks, summaryBlocks } from './summary.ts';
import { undecidedBlock } from './undecided.ts';

/** The maximum length without `isVerbose`: about two screens, so that users see the beginning. */
const MAX_LINES = 118;
const MAX_IN_FULL = 40;

/**
 * A human-readable report: findings by rule, failing ones first, then undecided results and a
 * summary. A report that is too long starts with an overview by container, and shortens the least
 * important rules first.
 */
export function* reportPretty(report: LintReport, options: ReporterOptions): Generator<string> {
  const painter = new Painter(report, options);
  const undecided = undecidedBlock(report, painter, options.isVerbose);
  const overview = options.isVerbose ? [] : overviewBlock(report, painter, options.exit.fails);
  const endOf = (isFolded: boolean): readonly DetailBlock[] => [
    undecided,
    ...(options.hasSummary
      ? summaryBlocks(report, painter, options, isFolded)
      : acceptanceBlocks(report, painter, options)),
  ];
  const printer = new FindingPrinter(painter, report);
  const sections = findingsByRule(report);
  const details: readonly (Detail | 'none')[] = options.isVerbose
    ? sections.map((): Detail => 'full')
    : detailsWithin(sections, printer, MAX_LINES, (isFolded) =>
        lengthOf([...(isFolded ? [overview] : []), ...endOf(isFolded)]),
      );
  const isFolded = details.some((detail) => detail !== 'full');
  const blocks = function* (): Generator<DetailBlock> {
    if (isFolded) yield overview;
    for (const [index, section] of sections.entries())
      if (details[index] !== 'none') yield* printer.blocks(section, details[index] ?? 'line');
    const left = details.filter((detail) => detail === 'none').length;
    if (left > 0) yield [painter.style('faint', `and ${countOf(left, 'rule')} more; to list all, use --statistics`)];
    yield* endOf(isFolded);
  };
  let last: DetailBlock = [];
  for (const block of blocks()) {
    if (block.length === 0) continue;
    // Blocks of a single line form a list, without blank lines.
    const isApart = last.length > 1 || block.length > 1;
    yield `${last.length > 0 && isApart ? '\n' : ''}${block.join('\n')}\n`;
    last = block;
  }
}

/**
 * Chooses the detail of each section so that all fit into the lines. Shortens the last sections
 * first, errors at the very end.
 */
function detailsWithin(
  sections: readonly RuleFindings[],
  printer: FindingPrinter,
  lines: number,
  lengthOfEnd: (isFolded: boolean) => number,
): readonly (Detail | 'none')[] {
  const details = sections.map(({ findings }): Detail | 'none' => (findings.length > MAX_IN_FULL ? 'brief' : 'full'));
  const lengths = sections.map((section) =>
    lengthOf(printer.blocks(section, section.findings.length > MAX_IN_FULL ? 'brief' : 'full')),
  );
  let total = lengths.reduce((sum, length) => sum + length, 0);
  if (total + lengthOfEnd(false) <= lines && !details.includes('brief')) return details;
  total += lengthOfEnd(true);
  const steps = [
    { detail: 'brief', isError: false },
    { detail: 'brief', isError: true },
    { detail: 'short', isError: false },
    { detail: 'line', isError: false },
    { detail: 'short', isError: true },
    { detail: 'line', isError: true },
  ] as const;
  for (const { detail, isError } of steps)
    for (const [index, section] of [...sections.entries()].reverse()) {
      if (total <= lines) return details;
      if ((section.severity === 'error') !== isError || details[index] === detail) continue;
      const length = lengthOf(printer.blocks(section, detail));
      total += length - (lengths[index] ?? 0);
      lengths[index] = length;
      details[index] = detail;
    }
  // If there are more rules than lines, only count the last ones.
  for (let index = sections.length - 1; index > 0 && total > lines - 1; index -= 1) {
    details[index] = 'none';
    total -= lengths[index] ?? 0;
  }
  return details;
}

/**
 * The number of lines, with the blank line before each block. In a list of single lines, there is
 * none.
 */
function lengthOf(blocks: readonly DetailBlock[]): number {
  return blocks.reduce((sum, { length }) => sum + (length > 1 ? length + 1 : length), 0);
}
