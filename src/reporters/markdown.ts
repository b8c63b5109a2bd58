import type { Verdict } from '../findings/evaluate.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import { acceptance, auditedSubjects, overall, shownRules, tally, VERDICTS } from '../report/benchmark.ts';
import { toQuestions } from '../report/questions.ts';
import { countOf, openFindings, type Report, subjectCounts, summarize } from '../report/report.ts';
import type { Edition } from '../rules/editions.ts';
import { numberOf } from '../rules/index.ts';
import { numberIn, recommendationIn } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';
import { createLineIndices } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable } from '../text/printable.ts';
import { groupBy } from '../util/maps.ts';
import { isTextError, messageText } from './text.ts';

/** GitHub refuses a job summary of more than 1 MiB. */
const MAX_BYTES = 1_000_000;

/**
 * GitHub-flavoured Markdown for the summary of a CI job or a comment: the totals, the recommendations with how often
 * each verdict was given, and the findings by file. `isQuiet` leaves out what is undecided. It is cut, and says so,
 * before it is too large for a job summary.
 */
export function reportMarkdown(report: Report, { isQuiet }: { readonly isQuiet: boolean }): string {
  const indexOf = createLineIndices(report.texts);
  const lineOf = ({ path, span }: Location): number => indexOf(path).positionOf(span.start).line;
  const findings = report.inputs.flatMap(openFindings);
  const undecided = isQuiet ? [] : report.inputs.flatMap((input) => input.undecided);
  const blocks = [
    ...head(report),
    ...recommendations(report),
    ...(findings.length === 0 ? [] : ['### Findings', ...findingTables(findings, lineOf, report.edition)]),
    ...(undecided.length === 0 ? [] : ['### Undecided', ...undecidedTables(undecided, lineOf, report.edition)]),
  ];
  return `${cutToSize(blocks)}\n`;
}

function head(report: Report): readonly string[] {
  const summary = summarize(report);
  const { findings, undecided, suppressed } = summary;
  const found = [
    countOf(findings.error, 'error'),
    countOf(findings.warning, 'warning'),
    countOf(findings.info, 'info', 'infos'),
  ].join(', ');
  const others = [`${undecided} undecided`, ...(suppressed > 0 ? [`${suppressed} accepted`] : [])].join(', ');
  const gaps = [
    ...report.notes
      .filter(({ severity }) => severity === 'error')
      .map(({ path, message }) => `- ${code(path)}: ${prose(message)}`),
    ...report.inputs
      .flatMap(openFindings)
      .filter(isTextError)
      .map(({ location, message }) => `- ${code(location.path)}: ${prose(message.what)}`),
  ];
  return [
    '## CIS Docker Benchmark, section 5',
    `**${found}**, ${others} in ${subjectCounts(summary)}. The numbers are those of edition ${report.edition}.`,
    ...(gaps.length === 0 ? [] : [`**Not audited in full:** ${countOf(gaps.length, 'problem')}`, ...tables(gaps, [])]),
  ];
}

const WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: '**FAIL**',
  undecided: '*undecided*',
  'not-applicable': 'n/a',
};

function recommendations(report: Report): readonly string[] {
  const subjects = auditedSubjects(report);
  const isAccepted = acceptance(report);
  const statusOf = (rule: Rule, status: Verdict | undefined): string => {
    const failing = subjects.filter(({ subject }) => subject.verdicts.get(rule.id) === 'fail');
    if (failing.length > 0 && failing.every((audited) => isAccepted(audited, rule))) return 'accepted';
    return status === undefined ? '' : WORDS[status];
  };
  if (subjects.length === 0) return [];
  const tableOf = (title: string, rules: readonly Rule[]): readonly string[] => {
    const rows = rules.map((rule) => {
      const counts = tally(subjects.flatMap(({ subject }) => subject.verdicts.get(rule.id) ?? []));
      return row([
        numberIn(report.edition, rule) ?? '',
        recommendationIn(report.edition, rule),
        statusOf(rule, overall(counts)),
        ...VERDICTS.map((verdict) => String(counts[verdict])),
      ]);
    });
    return tables(rows, [
      row(['', title, '', 'Pass', 'Fail', 'Undecided', 'N/A']),
      row(['---', '---', '---', '---:', '---:', '---:', '---:']),
    ]);
  };
  const { recommendations: recommended, hardening, off } = shownRules(subjects);
  return [
    ...tableOf('Recommendation', recommended),
    ...tableOf('Hardening beside the benchmark', hardening),
    ...(off.length === 0
      ? []
      : [`Not evaluated, because the rule is off: ${off.map(({ id }) => ruleName(id, report.edition)).join(', ')}`]),
  ];
}

function findingTables(
  findings: readonly Finding[],
  lineOf: (location: Location) => number,
  edition: Edition,
): readonly string[] {
  return [...groupBy(findings, ({ location }) => location.path)].flatMap(([path, here]) => [
    `**${code(path)}**`,
    ...tables(
      here.map(({ location, severity, rule, message }) =>
        row([
          String(lineOf(location)),
          severity === 'error' ? '**error**' : severity,
          ruleName(rule, edition),
          prose(messageText(message)),
        ]),
      ),
      [row(['Line', 'Severity', 'Rule', 'Finding']), row(['---:', '---', '---', '---'])],
    ),
  ]);
}

function undecidedTables(
  undecided: readonly Undecided[],
  lineOf: (location: Location) => number,
  edition: Edition,
): readonly string[] {
  return [...groupBy(toQuestions(undecided), ({ location }) => location.path)].flatMap(([path, here]) => [
    `**${code(path)}**`,
    ...tables(
      here.map(({ location, rules, reason }) =>
        row([String(lineOf(location)), rules.map((rule) => ruleName(rule, edition)).join(', '), prose(reason)]),
      ),
      [row(['Line', 'Rules', 'Question']), row(['---:', '---', '---'])],
    ),
  ]);
}

function ruleName(id: string, edition: Edition): string {
  const number = numberOf(id, edition);
  return `${number === undefined ? '' : `${number} `}${code(id)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

const ROWS_IN_A_BLOCK = 50;

/** Rows as blocks that can be left out one by one, each with a head of its own. */
function tables(rows: readonly string[], head: readonly string[]): readonly string[] {
  const chunks = Array.from({ length: Math.ceil(rows.length / ROWS_IN_A_BLOCK) }, (_, index) =>
    rows.slice(index * ROWS_IN_A_BLOCK, (index + 1) * ROWS_IN_A_BLOCK),
  );
  return chunks.map((chunk) => [...head, ...chunk].join('\n'));
}

function cutToSize(blocks: readonly string[]): string {
  const kept: string[] = [];
  let size = 0;
  for (const block of blocks) {
    size += Buffer.byteLength(block) + 2;
    if (size > MAX_BYTES)
      return [
        ...kept,
        '*There is more, which would be too much for a summary: the other formats have all of it.*',
      ].join('\n\n');
    kept.push(block);
  }
  return kept.join('\n\n');
}

/** A message: its `code` as such, the rest as text. */
function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeText(part)))
    .join('');
}

/** A word of a file. Where backticks would not hold it, it is an element all of whose marks are entities. */
function code(text: string): string {
  return /^[^\s`|\\<>&](?:[^`|\\<>&]*[^\s`|\\<>&])?$/.test(text) && printable(text) === text
    ? `\`${text}\``
    : `<code>${escapeText(text)}</code>`;
}

/** Text that Markdown never takes for markup: an entity is none (CommonMark 0.31, 2.5), and ends no cell. */
function escapeText(text: string): string {
  return printable(text).replace(MARKS, (character) => `&#${character.charCodeAt(0)};`);
}

/** Whatever can open or close markup; a `_` within a word cannot, and a `:` or `.` only in what would become a link. */
const MARKS = /[\\`*~[\]<>&|!#@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=www)\./g;
