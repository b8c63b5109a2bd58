import type { SubjectResult, Verdict } from '../../findings/evaluate.ts';
import {
  type AuditedSubject,
  acceptance,
  auditedSubjects,
  benchmarkVerdicts,
  overall,
  type ShownRules,
  shownRules,
  tally,
  VERDICTS,
} from '../../report/benchmark.ts';
import { type Provenance, provenanceText } from '../../report/provenance.ts';
import { countOf, type LintReport, subjectCounts, summarize } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { assessmentWords, uncheckedIn, uncheckedText } from '../../rules/editions.ts';
import { assessmentOf, cisItemOf, numberIn, recommendationIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { columnsOf, fit } from '../../terminal/columns.ts';
import { createStyle, type Paint, wrap } from '../../terminal/style.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import type { ReporterOptions } from '../options.ts';
import {
  CIS_INDENT,
  type CisBlock,
  type Layout,
  LEGEND,
  layoutFor,
  OFF,
  range,
  SIGNS,
  STATUS_WIDTH,
  totalRows,
} from './layout.ts';
import { acceptedLines, gapLines, inspectedLines } from './lists.ts';

/** The table uses 80 to 120 columns of the width. */
type CisOptions = Pick<ReporterOptions, 'hasColor' | 'width' | 'provenance'>;

/**
 * The audit as plain text: totals by level, recommendations in the benchmark's order, other
 * hardening rules, and the verdicts on each container.
 */
export function reportCis(report: LintReport, options: CisOptions): string {
  const printer = new CisPrinter(report, options);
  const blocks = [
    printer.head(),
    printer.gaps(),
    printer.totals(),
    printer.recommendations(),
    printer.hardening(),
    printer.listed('ACCEPTED', acceptedLines),
    printer.listed('INSPECTED CONTAINERS', inspectedLines),
    printer.subjects(),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => line.trimEnd()).join('\n'))
    .join('\n\n')}\n`;
}

class CisPrinter {
  readonly #report: LintReport;
  readonly #provenance: Provenance;
  readonly #style: Paint;
  readonly #layout: Layout;
  readonly #subjectsInOrder: readonly AuditedSubject[];
  readonly #shown: ShownRules;
  readonly #indexOf: (path: string) => LineIndex;
  readonly #isAccepted: (audited: AuditedSubject, rule: Rule) => boolean;
  readonly #hasOneFile: boolean;
  readonly #uses = new Map<string, number>();

  constructor(report: LintReport, { hasColor, width, provenance }: CisOptions) {
    this.#report = report;
    this.#provenance = provenance;
    this.#style = createStyle(hasColor);
    this.#layout = layoutFor(width);
    this.#subjectsInOrder = auditedSubjects(report);
    this.#shown = shownRules(this.#subjectsInOrder);
    this.#indexOf = createLineIndices(report.texts);
    this.#isAccepted = acceptance(report);
    this.#hasOneFile = groupByPath(this.#subjectsInOrder).size === 1;
    for (const { subject } of this.#subjectsInOrder) {
      const key = this.#keyOf(subject);
      this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
    }
  }

  head(): CisBlock {
    const { edition } = this.#report;
    const { off } = this.#shown;
    return [
      this.#style('heading', 'CIS Docker Benchmark, section 5: container runtime'),
      ...wrap(
        `Numbering: version ${edition} (same numbers ${range(edition)}). For another, use --benchmark.`,
        this.#layout.width,
      ),
      `Audited: ${subjectCounts(summarize(this.#report))}`,
      `Generated: ${provenanceText(this.#provenance)}`,
      ...(uncheckedIn(edition).length === 0 ? [] : wrap(uncheckedText(edition), this.#layout.width)),
      ...(off.length === 0
        ? []
        : wrap(
            `Not evaluated (rule is off): ${off.map((rule) => `${this.#number(rule)} ${rule.id}`).join(', ')}`,
            this.#layout.width,
          )),
    ];
  }

  gaps(): CisBlock {
    const gaps = gapLines(this.#report, (location) => this.#lineOf(location), this.#layout.width);
    if (gaps.length === 0) return [];
    return [this.#style('error', `NOT FULLY AUDITED: ${countOf(gaps.length, 'problem')}`), ...gaps.flat()];
  }

  totals(): CisBlock {
    const { recommendations } = this.#shown;
    const row = (name: string, verdicts: readonly Verdict[]): string =>
      fit(name, this.#layout.labelWidth) + this.#counts(verdicts);
    return [
      this.#heading('TOTALS'),
      ...totalRows(this.#report.edition).map(([name, isIn]) =>
        row(
          name,
          recommendations.filter(isIn).flatMap((rule) => this.#verdictsOf(rule)),
        ),
      ),
      row(
        'Recommendations by worst verdict',
        recommendations.flatMap((rule) => overall(tally(this.#verdictsOf(rule))) ?? []),
      ),
    ];
  }

  recommendations(): CisBlock {
    return this.#section('RECOMMENDATIONS', this.#shown.recommendations);
  }

  /** Rules outside the benchmark: they have no number and don't count in the totals. */
  hardening(): CisBlock {
    const { hardening } = this.#shown;
    return hardening.length === 0 ? [] : this.#section('HARDENING BEYOND THE BENCHMARK', hardening);
  }

  #section(title: string, rules: readonly Rule[]): CisBlock {
    return [this.#heading(title), ...rules.flatMap((rule) => this.#recommendation(rule))];
  }

  listed(title: string, list: (report: LintReport, width: number) => CisBlock): CisBlock {
    const lines = list(this.#report, this.#layout.width);
    return lines.length === 0 ? [] : [this.#style('strong', title), ...lines];
  }

  subjects(): CisBlock {
    if (this.#subjectsInOrder.length === 0) return [];
    const groups = chunks(this.#shown.recommendations, ROWS_TOGETHER);
    const head = groups
      .map(([first]) => (first === undefined ? '' : this.#number(first)).padEnd(ROWS_TOGETHER))
      .join(' ')
      .trimEnd();
    const matrixWidth = Math.max(head.length, this.#shown.recommendations.length + groups.length - 1);
    const nameWidth = this.#layout.labelWidth - matrixWidth;
    const lines = [
      this.#style(
        'strong',
        `${fit(nameWidth > CONTAINERS.length ? CONTAINERS : 'CONTAINERS', nameWidth)}${head.padEnd(matrixWidth)}${this.#layout.heads.join('')}`,
      ),
    ];
    let path: string | undefined;
    for (const { subject } of this.#subjectsInOrder) {
      // The benchmark has no checks for builds.
      if (subject.kind === 'build') continue;
      if (subject.location.path !== path) {
        path = subject.location.path;
        lines.push(this.#style('strong', printable(path)));
      }
      const letters = groups
        .map((group) => group.map((rule) => this.#letter(subject.verdicts.get(rule.id))).join(''))
        .join(' ');
      const filler = ' '.repeat(matrixWidth - (this.#shown.recommendations.length + groups.length - 1));
      lines.push(
        `${fit(`  ${this.#titleOf([subject])}`, nameWidth - 1)} ${letters}${filler}${this.#counts(benchmarkVerdicts(subject))}`,
      );
    }
    const legend = [...LEGEND, ...(this.#hasHoles() ? [`${OFF} not evaluated (rule is off)`] : [])];
    return [...lines, '', legend.join('   ')];
  }

  #recommendation(rule: Rule): CisBlock {
    const verdicts = this.#verdictsOf(rule);
    const status = overall(tally(verdicts));
    const meta = this.#meta(rule);
    const title = fit(
      recommendationIn(this.#report.edition, rule),
      this.#layout.labelWidth - columnsOf(meta) - STATUS_WIDTH - 1,
    );
    const { word, role } = status === undefined ? { word: '', role: 'faint' as const } : SIGNS[status];
    return [
      `${meta}${title} ${this.#style(role, word)}${' '.repeat(STATUS_WIDTH - word.length)}${this.#counts(verdicts)}`,
      ...this.#named(rule, 'fail'),
      ...this.#named(rule, 'undecided'),
    ];
  }

  /** The counts of verdicts in columns; failures are emphasized. */
  #counts(verdicts: readonly Verdict[]): string {
    const counts = tally(verdicts);
    return VERDICTS.map((verdict, index) => {
      const text = String(counts[verdict]).padStart(this.#layout.heads[index]?.length ?? 0);
      return counts[verdict] > 0 && verdict === 'fail' ? this.#style('error', text) : text;
    }).join('');
  }

  /** Number, level and assessment; padding for a rule without them. */
  #meta(rule: Rule): string {
    const { edition } = this.#report;
    const { isShort } = this.#layout;
    const [cis, assessment] = [cisItemOf(rule), assessmentOf(edition, rule)];
    const width = isShort ? 1 : Math.max(...assessmentWords(edition).map((word) => word.length));
    const word = assessment === undefined ? '' : isShort ? assessment.charAt(0).toUpperCase() : assessment;
    const level = cis === undefined ? '' : `L${cis.level}`;
    return `${fit(this.#number(rule), CIS_INDENT - 2)}${fit(level, 2)} ${fit(word, width)}  `;
  }

  /** The subjects with a verdict, by file. Subjects with the same name are combined. */
  #named(rule: Rule, verdict: 'fail' | 'undecided'): CisBlock {
    const concerned = this.#subjectsInOrder.filter(({ subject }) => subject.verdicts.get(rule.id) === verdict);
    if (concerned.length === 0) return [];
    const evaluated = this.#subjectsInOrder.filter(
      ({ subject }) => !['not-applicable', undefined].includes(subject.verdicts.get(rule.id)),
    );
    const accepted = new Set(verdict === 'fail' ? concerned.filter((audited) => this.#isAccepted(audited, rule)) : []);
    const endOf = (audited: AuditedSubject): string => {
      const by = audited.subject.reportedBy?.[rule.id];
      return (by === undefined ? '' : ` (see ${by})`) + (accepted.has(audited) ? ' (suppressed)' : '');
    };
    const names = (items: readonly AuditedSubject[]): string =>
      Array.from(
        groupBy(items, (audited) => this.#keyOf(audited.subject) + endOf(audited)),
        ([, same]) => this.#titleOf(same.map(({ subject }) => subject)) + same.slice(0, 1).map(endOf).join(''),
      ).join(', ');
    const isAll =
      concerned.length === evaluated.length &&
      concerned.length > 1 &&
      (accepted.size === 0 || accepted.size === concerned.length);
    const byFile = groupByPath(concerned);
    const texts = isAll
      ? [`all ${concerned.length}${accepted.size > 0 ? ' (suppressed)' : ''}`]
      : [...byFile].map(([path, items]) => (this.#hasOneFile ? names(items) : printable(`${path}: ${names(items)}`)));
    const lead = `${verdict}: `;
    return texts.flatMap((text, index) =>
      wrap(text, this.#layout.width - CIS_INDENT - lead.length).map(
        (line, row) =>
          `${' '.repeat(CIS_INDENT)}${index === 0 && row === 0 ? this.#style(SIGNS[verdict].role, lead) : ' '.repeat(lead.length)}${line}`,
      ),
    );
  }

  #verdictsOf({ id }: Rule): readonly Verdict[] {
    return this.#subjectsInOrder.flatMap(({ subject }) => subject.verdicts.get(id) ?? []);
  }

  /**
   * A subject's name, with its kind unless that is obvious, and with lines if several subjects have
   * the name.
   */
  #titleOf(same: readonly SubjectResult[]): string {
    const [subject] = same;
    if (subject === undefined) return '';
    const name = subjectTitle({ ...subject, name: printable(subject.name) });
    if ((this.#uses.get(this.#keyOf(subject)) ?? 0) < 2) return name;
    return `${name} (line${same.length > 1 ? 's' : ''} ${same.map(({ location }) => this.#lineOf(location)).join(', ')})`;
  }

  #keyOf({ kind, name, location }: SubjectResult): string {
    return [kind, name, location.path].join('\n');
  }

  #lineOf({ path, span }: SubjectResult['location']): number {
    return this.#indexOf(path).positionOf(span.start).line;
  }

  #number(rule: Rule): string {
    return numberIn(this.#report.edition, rule) ?? '';
  }

  #heading(text: string): string {
    return this.#style('strong', `${fit(text, this.#layout.labelWidth)}${this.#layout.heads.join('')}`);
  }

  #letter(verdict: Verdict | undefined): string {
    return verdict === undefined ? OFF : this.#style(SIGNS[verdict].role, SIGNS[verdict].letter);
  }

  #hasHoles(): boolean {
    return this.#subjectsInOrder.some(
      ({ subject }) =>
        subject.kind !== 'build' && this.#shown.recommendations.some(({ id }) => !subject.verdicts.has(id)),
    );
  }
}

/** Verdicts on a subject are printed in groups of this size, which are easier to read. */
const ROWS_TOGETHER = 5;
const CONTAINERS = 'CONTAINERS AND EXECS';

/** Splits items into groups of a size; the last group may be smaller. */
function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function groupByPath(items: readonly AuditedSubject[]): ReadonlyMap<string, readonly AuditedSubject[]> {
  return groupBy(items, ({ subject }) => subject.location.path);
}
