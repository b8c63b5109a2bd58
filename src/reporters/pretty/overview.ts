import type { Finding } from '../../model/finding.ts';
import type { LintReport } from '../../report/report.ts';
import { columnsOf, cutStart, fit } from '../../terminal/columns.ts';
import { wrap } from '../../terminal/style.ts';
import { type First, whatIsFirst } from '../shared/first.ts';
import { type DetailBlock, INDENT, type Painter } from './painter.ts';

/** The maximum number of containers to list; others are only counted. */
const MAX_ROWS = 24;
/** The minimum length to which a place is shortened; its end stays. */
const MAX_PLACE = 32;
const GAP = '  ';

/** The most urgent findings, with at least one line per container. */
export function overviewBlock(report: LintReport, painter: Painter, fails: (finding: Finding) => boolean): DetailBlock {
  const rows = whatIsFirst(report, fails, painter.indexOf);
  if (rows.length === 0) return [];
  const room = painter.width - INDENT.length - GAP.length;
  const longest = (lengths: readonly number[]): number => Math.max(...lengths);
  const placed = rows.slice(0, MAX_ROWS).map((row) => ({ row, place: painter.place(row.location) }));
  const places = Math.min(longest(placed.map(({ place }) => columnsOf(place.text))), MAX_PLACE, Math.floor(room / 2));
  // Shorten the marked texts first.
  const shown = placed.map(({ row, place }) => {
    const whole = textOf(row, row.words);
    return { text: columnsOf(whole) <= room - places ? whole : textOf(row, row.brief), place };
  });
  const width = Math.min(longest(shown.map(({ text }) => columnsOf(text))), room - places);
  const left = rows.length - shown.length;
  return [
    painter.style('strong', 'Fix first'),
    ...shown.flatMap(({ text, place }) => {
      const shownPlace = { ...place, text: cutStart(place.text, room - width) };
      const [first = '', ...others] = wrap(text, width);
      return [
        `${INDENT}${fit(first, width)}${GAP}${painter.linked(shownPlace)}`,
        ...wrap(others.join(' '), painter.width - INDENT.length * 2).flatMap((line) =>
          line === '' ? [] : [INDENT + INDENT + line],
        ),
      ];
    }),
    ...(left === 0 ? [] : [`${INDENT}${painter.style('faint', `and ${left} more`)}`]),
  ];
}

/** The container, then its problems. The end of a long path stays. */
function textOf({ name }: First, words: string): string {
  return `${name === '' ? '' : `${name}: `}${words}`;
}
