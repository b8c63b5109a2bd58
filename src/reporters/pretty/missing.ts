import type { Finding } from '../../model/finding.ts';
import { isFixable, type MarkedSubject, type RuleFindings, remedyForms, subjectsOf } from '../../report/by-rule.ts';
import { titleOf } from '../../rules/index.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import type { Detail, DetailBlock } from './detail.ts';
import { INDENT, type Painter } from './painter.ts';

interface Printer {
  readonly painter: Painter;
  named(
    group: RuleFindings,
    subjects: readonly MarkedSubject[],
    title: string,
    detail: Exclude<Detail, 'line'>,
  ): DetailBlock;
}

/** The missing settings: in full, a block per set of equally affected containers with each remedy; else one block with counts. */
export function missingBlocks(
  group: RuleFindings,
  detail: Exclude<Detail, 'line'>,
  printer: Printer,
): readonly DetailBlock[] {
  const { findings } = group;
  if (detail !== 'full') return [block(group, findings, detail, printer)];
  const same = groupBy(findings, ({ parts = [] }) =>
    parts.map(({ rule, severity }) => `${rule} ${severity}`).join('\n'),
  );
  return [...same.values()].map((own) => block(group, own, detail, printer));
}

function block(
  group: RuleFindings,
  findings: readonly Finding[],
  detail: Exclude<Detail, 'line'>,
  printer: Printer,
): DetailBlock {
  const { painter } = printer;
  const [first] = findings;
  if (first === undefined) return [];
  const own = { ...group, findings: [first, ...findings.slice(1)] } as const;
  const subjects = subjectsOf(own);
  const head = painter.head(first, findings.every(isFixable), findings.length);
  const [only] = subjects;
  const lead =
    only !== undefined && subjects.length === 1
      ? painter.paragraph(`\`${printable(only.name)}\` is not hardened:`)
      : printer.named(own, subjects, titleOf(first.rule) ?? first.rule, detail);
  return [head, ...lead, ...partRows(findings, detail, painter)];
}

/** Lines per part: its count, its rule, and its remedies if there is space. */
function partRows(findings: readonly Finding[], detail: Exclude<Detail, 'line'>, painter: Painter): DetailBlock {
  const parts = [
    ...groupBy(
      findings.flatMap(({ parts = [] }) => parts),
      ({ rule, severity }) => `${rule} ${severity}`,
    ),
  ];
  const isMixed = new Set(parts.flatMap(([, own]) => own.map(({ severity }) => severity))).size > 1;
  const hasCounts = parts.some(([, own]) => own.length !== findings.length);
  const rows = parts.flatMap(([, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const { rule, severity } = first;
    const count = hasCounts ? `${String(own.length).padStart(String(findings.length).length)}  ` : '';
    const level = isMixed ? severity.padEnd(LEVEL) : '';
    return [{ count, level, severity, rule, texts: remedyForms(own) }];
  });
  const width = Math.max(...rows.map(({ rule }) => rule.length));
  if (detail === 'short') {
    const text = rows.map(({ rule, count }) => (count === '' ? rule : `${rule} (${count.trim()})`)).join(', ');
    return painter.paragraph(text, 'faint').slice(0, 2);
  }
  return rows.flatMap(({ count, level, severity, rule, texts }) => {
    const head = `${INDENT}${count}${level}${rule.padEnd(width)}  `;
    const shown = `${INDENT}${count}${painter.style(severity, level)}${painter.style('strong', rule.padEnd(width))}  `;
    // On a narrow terminal the remedy is below the name.
    if (painter.width - head.length < MIN_REMEDY)
      return [shown.trimEnd(), ...texts.flatMap((text) => painter.paragraph(text, undefined, INDENT + INDENT))];
    const lines = texts.flatMap((text) => painter.paragraph(text, undefined, ' '.repeat(head.length)));
    return lines.map((line, index) => (index === 0 ? shown + line.slice(head.length) : line));
  });
}

const LEVEL = 9;
const MIN_REMEDY = 24;
