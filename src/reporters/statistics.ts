import { statisticsOf } from '../report/by-rule.ts';
import type { LintReport } from '../report/report.ts';
import { cisNumberOf, titleOf } from '../rules/index.ts';
import { columnsOf, cutEnd } from '../terminal/columns.ts';
import { createStyle } from '../terminal/style.ts';
import { printable } from '../text/printable.ts';
import type { AllReportOptions } from './options.ts';
import { inPieces, jsonParts } from './shared/json-parts.ts';

/** One line per rule and severity, with count and title. */
export function statisticsTable(
  report: LintReport,
  { hasColor, width }: Pick<AllReportOptions, 'hasColor' | 'width'>,
): readonly string[] {
  const style = createStyle(hasColor);
  const rows = statisticsOf(report).map(({ rule, severity, findings }) => {
    const number = cisNumberOf(rule, report.edition) ?? '';
    return { rule, severity, count: String(findings), number, title: titleOf(rule, report.ownRules) ?? '' };
  });
  const widthOf = (column: 'rule' | 'count' | 'number'): number =>
    rows.reduce((most, row) => Math.max(most, row[column].length), 0);
  const [rules, counts, numbers] = [widthOf('rule'), widthOf('count'), widthOf('number')];
  return rows.map(({ rule, severity, count, number, title }) => {
    const head = `${count.padStart(counts)}  ${severity.padEnd(7)}  ${rule.padEnd(rules)}  ${number.padEnd(numbers)}`;
    const room = width - columnsOf(head) - 4;
    const text = room < MIN_TITLE ? '' : cutEnd(printable(title), room);
    return `  ${count.padStart(counts)}  ${style(severity, severity.padEnd(7))}  ${style('strong', rule.padEnd(rules))}  ${number.padEnd(numbers)}  ${style('faint', text)}`.trimEnd();
  });
}

/** The statistics as a JSON list of objects, the most severe rule first. */
export function reportStatisticsJson(report: LintReport): Iterable<string> {
  return jsonParts(
    inPieces(
      statisticsOf(report).map(({ rule, severity, findings, files }) => {
        return { rule, severity, number: cisNumberOf(rule, report.edition) ?? null, findings, files };
      }),
    ),
  );
}

const MIN_TITLE = 20;
