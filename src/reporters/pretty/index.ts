import { findingsByRule, type RuleFindings, subjectsOf } from '../../report/by-rule.ts';
import type { Report } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { isSameLocation } from '../../text/location.ts';
import type { ReporterOptions } from '../options.ts';
import { type Block, type Detail, FindingPrinter } from './findings.ts';
import { Painter } from './painter.ts';
import { summaryBlocks } from './summary.ts';
import { undecidedBlock } from './undecided.ts';

/** What is shown of a report without `isVerbose`: about two screens, so that what matters does not scroll away. */
const MAX_LINES = 118;
/** More findings of a rule are not tried in full. */
const MAX_IN_FULL = 40;

/**
 * For a person at a terminal: the findings by rule, what fails first, each with the exact text underlined, what is
 * wrong and what to write instead; then what is undecided, and a summary. What many containers lack is said once. Where
 * everything in full would be too long, the least important rules are shortened first.
 */
export function* reportPretty(report: Report, options: ReporterOptions): Generator<string> {
  const painter = new Painter(report, options);
  const undecided = undecidedBlock(report, painter, options.isVerbose);
  const endOf = (isFolded: boolean): readonly Block[] => [
    undecided,
    ...(options.hasSummary ? summaryBlocks(report, painter, options, isFolded) : []),
  ];
  const sections = toSections(findingsByRule(report), new FindingPrinter(painter, report));
  const details = options.isVerbose
    ? sections.map((): Detail => 'full')
    : detailsWithin(sections, MAX_LINES, (isFolded) => lengthOf(endOf(isFolded)));
  const blocks = function* (): Generator<Block> {
    for (const [index, section] of sections.entries()) yield* section.blocks(details[index] ?? 'line');
    yield* endOf(details.some((detail) => detail !== 'full'));
  };
  let last: Block = [];
  for (const block of blocks()) {
    if (block.length === 0) continue;
    // Single lines are a list.
    const isApart = last.length > 1 || block.length > 1;
    yield `${last.length > 0 && isApart ? '\n' : ''}${block.join('\n')}\n`;
    last = block;
  }
}

/** What is shown as one: the findings of a rule, or all that one container lacks. */
interface Section {
  readonly isError: boolean;
  readonly count: number;
  readonly blocks: (detail: Detail) => readonly Block[];
}

function toSections(groups: readonly RuleFindings[], printer: FindingPrinter): readonly Section[] {
  const missing = groups.filter(({ isMissing }) => isMissing);
  const lackers = missing.flatMap(subjectsOf);
  const [only] = lackers;
  const isTogether =
    only !== undefined &&
    missing.length > 1 &&
    lackers.every(({ location }) => isSameLocation(location, only.location));
  const sections = groups.flatMap((group, index): readonly Section[] => {
    if (isTogether && group.isMissing) return [];
    const isError = group.severity === 'error';
    const before = groups[index - 1];
    return [{ isError, count: group.findings.length, blocks: (detail) => printer.blocks(group, detail, before) }];
  });
  if (!isTogether) return sections;
  const all: Section = { isError: false, count: 1, blocks: () => [printer.lacking(missing, subjectTitle(only))] };
  return [...sections, all];
}

/** How much of each section is shown to fit the lines: the last ones are shortened first, errors last of all. */
function detailsWithin(
  sections: readonly Section[],
  lines: number,
  lengthOfEnd: (isFolded: boolean) => number,
): readonly Detail[] {
  const details = sections.map(({ count }): Detail => (count > MAX_IN_FULL ? 'brief' : 'full'));
  const lengths = sections.map((section, index) => lengthOf(section.blocks(details[index] ?? 'line')));
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
      if (section.isError !== isError || details[index] === detail) continue;
      const length = lengthOf(section.blocks(detail));
      total += length - (lengths[index] ?? 0);
      lengths[index] = length;
      details[index] = detail;
    }
  return details;
}

/** With the blank line that goes before each block; a list of single lines has none. */
function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { length }) => sum + (length > 1 ? length + 1 : length), 0);
}
