import type { Ratio } from './measure.ts';

/** A line of a table. */
export interface Row {
  readonly what: string;
  /** One per column; a text says why there is none. */
  readonly ratios: readonly (Ratio | string)[];
}

/** A table: what is measured, against what. */
export interface Section {
  readonly title: string;
  /** What was run, one or two sentences. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Notes: missing measurements with reasons, reached limits. */
  readonly notes: readonly string[];
}

/** Tables for a terminal: each ratio with its quartiles. */
export function toTerminal(sections: readonly Section[]): string {
  return sections
    .map(
      ({ title, about, columns, rows, notes }) =>
        `${title}\n${about}\n\n${align(['', ...columns], cells(rows))}\n${notes.map((note) => `  ${note}\n`).join('')}`,
    )
    .join('\n');
}

/** The tables in Markdown, each with its title; `surroundings` describes the machine. */
export function toMarkdown(sections: readonly Section[], surroundings: string): readonly MarkdownSection[] {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |\n`;
  return sections.map(({ title, about, columns, rows, notes }) => {
    const table =
      line(['', ...columns]) + `|---|${columns.map(() => '---:|').join('')}\n` + cells(rows).map(line).join('');
    return {
      title,
      text: `### ${title}\n\n${about} ${surroundings}\n\n${table}${notes.map((note) => `\n${note}\n`).join('')}\n`,
    };
  });
}

export interface MarkdownSection {
  readonly title: string;
  readonly text: string;
}

/**
 * Replaces the sections of the same titles in `page`, between its two marks. Throws without the
 * marks.
 */
export function replaceMeasured(page: string, measured: readonly MarkdownSection[]): string {
  const [begin, end] = ['<!-- measured: npm run bench -- --write -->\n\n', '<!-- end of measured -->'];
  const [from, to] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
  if (from < begin.length || to < from) throw new Error('there is no place for what was measured');
  const kept = page
    .slice(from, to)
    .split(/^(?=### )/m)
    .filter((text) => text.startsWith('### '));
  const isOf = (text: string, { title }: MarkdownSection): boolean => text.startsWith(`### ${title}\n`);
  const replaced = kept.map((text) => measured.find((section) => isOf(text, section))?.text ?? text);
  const added = measured.filter((section) => !kept.some((text) => isOf(text, section))).map(({ text }) => text);
  return page.slice(0, from) + [...replaced, ...added].join('') + page.slice(to);
}

function cells(rows: readonly Row[]): readonly (readonly string[])[] {
  return rows.map(({ what, ratios }) => [
    what,
    ...ratios.map((ratio) => (typeof ratio === 'string' ? ratio : toText(ratio))),
  ]);
}

function toText({ median, low, high }: Ratio): string {
  if (Number.isNaN(median)) return '–';
  return `${digits(median)} (${digits(low)}–${digits(high)})`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function align(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    )
    .join('\n');
}
