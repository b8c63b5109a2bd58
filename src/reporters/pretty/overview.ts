import type { Finding } from '../../model/finding.ts';
import { findingsByRule } from '../../report/by-rule.ts';
import { lackedText } from '../../report/missing.ts';
import type { Report } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { ruleById, titleOf } from '../../rules/index.ts';
import { columnsOf, cutStart, fit } from '../../terminal/columns.ts';
import { printable } from '../../text/printable.ts';
import { getOrInsert } from '../../util/maps.ts';
import type { Block } from './detail.ts';
import { INDENT, type Painter, type Token } from './painter.ts';

interface Row {
  readonly place: Token;
  readonly name: string;
  readonly words: Set<string>;
}

/** More containers than these are counted. */
const MAX_ROWS = 24;
const MAX_EXCERPT = 28;
/** Of a place that is longer, so much of its end is shown at least. */
const MAX_PLACE = 32;
const GAP = '  ';

/**
 * What matters first, by container: all that fails the run of each, or is gravest where nothing does. Nothing where
 * only hardening is left to do.
 */
export function overviewBlock(report: Report, painter: Painter, fails: (finding: Finding) => boolean): Block {
  const groups = findingsByRule(report);
  const isFailing = groups.some(({ findings }) => findings.some(fails));
  const [gravest] = groups;
  if (gravest === undefined || (!isFailing && gravest.severity === 'info')) return [];
  const rows = new Map<string, Row>();
  for (const { severity, findings } of groups)
    for (const finding of findings) {
      if (!(isFailing ? fails(finding) : severity === gravest.severity)) continue;
      const { location, subjects } = finding;
      const words = wordsOf(finding, report, painter);
      for (const { kind, name } of subjects.length === 0 ? [{ kind: undefined, name: '' }] : subjects) {
        const title = kind === undefined ? '' : printable(subjectTitle({ kind, name }));
        const row = getOrInsert(rows, `${kind ?? ''} ${name} ${location.path}`, () => ({
          place: painter.place(location),
          name: title,
          words: new Set<string>(),
        }));
        row.words.add(words);
      }
    }
  const shown = [...rows.values()].slice(0, MAX_ROWS);
  const room = painter.width - INDENT.length - GAP.length;
  const longest = (lengths: readonly number[]): number => Math.max(...lengths);
  const places = Math.min(longest(shown.map(({ place }) => columnsOf(place.text))), MAX_PLACE, Math.floor(room / 2));
  const width = Math.min(longest(shown.map((row) => columnsOf(textOf(row)))), room - places);
  const left = rows.size - shown.length;
  return [
    painter.style('strong', 'What matters first'),
    ...shown.map(({ place, ...row }) => {
      const shownPlace = { ...place, text: cutStart(place.text, room - width) };
      return `${INDENT}${fit(textOf(row), width)}${GAP}${painter.linked(shownPlace)}`;
    }),
    ...(left === 0 ? [] : [`${INDENT}${painter.style('faint', `and ${left} more`)}`]),
  ];
}

/** The container comes first, and what is wrong with it: of a long path its end is enough. */
function textOf({ name, words }: Pick<Row, 'name' | 'words'>): string {
  return `${name === '' ? '' : `${name}: `}${[...words].join(', ')}`;
}

/** `the engine's socket (/var/run/docker.sock)`: the words of the rule, and what is marked where that says more. */
function wordsOf({ rule, location, parts }: Finding, { ownRules }: Report, painter: Painter): string {
  if (parts !== undefined) return lackedText(parts);
  const title = titleOf(rule, ownRules) ?? rule;
  const brief = ruleById(rule, ownRules)?.brief ?? `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  const excerpt = painter.excerpt(location, MAX_EXCERPT);
  return printable(/[/:_.\d]/.test(excerpt) ? `${brief} (${excerpt})` : brief);
}
