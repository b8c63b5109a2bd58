import type { Finding } from '../../model/finding.ts';
import {
  isFixable,
  type MarkedSubject,
  type RuleFindings,
  remediesOf,
  remedyForms,
  remedyLead,
  subjectsOf,
} from '../../report/by-rule.ts';
import { countOf, type LintReport } from '../../report/report.ts';
import { distinctTitles, subjectTitle } from '../../report/subjects.ts';
import { countSubjects, manyHave } from '../../report/wording.ts';
import { titleOf } from '../../rules/index.ts';
import { MISSING_HARDENING } from '../../rules/missing-hardening.ts';
import { columnsOf, fit } from '../../terminal/columns.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import { type Detail, type DetailBlock, INDENT, type Painter, type Token, type WrittenDetail } from './painter.ts';

export class FindingPrinter {
  readonly painter: Painter;
  readonly #isService: (finding: Finding) => boolean;
  readonly #ownRules: LintReport['ownRules'];

  constructor(painter: Painter, { inputs, ownRules }: Pick<LintReport, 'inputs' | 'ownRules'>) {
    this.#ownRules = ownRules;
    this.painter = painter;
    const compose = new Set(inputs.flatMap((input) => (input.kind === 'compose' ? input.findings : [])));
    this.#isService = (finding) => compose.has(finding);
  }

  blocks(group: RuleFindings, detail: Detail): readonly DetailBlock[] {
    const { rule, findings, isMissing } = group;
    const [first, ...others] = findings;
    if (detail === 'line') return [this.#line(group)];
    if (rule === MISSING_HARDENING) return missingBlocks(group, detail, this);
    if (others.length > 0 && (isMissing || detail === 'short')) return [this.#together(group, detail)];
    if (detail === 'full')
      return findings.map((finding, index) => {
        // Repeat a remedy after a different one, or readers would apply that one.
        const isNew = finding.message.remedy !== findings[index - 1]?.message.remedy;
        return this.#finding(finding, !isMissing, isNew ? remedyOf(finding) : []);
      });
    const most = first.severity === 'error' ? MAX_ERRORS : MAX_OTHERS;
    const remedies = others.length === 0 ? remedyOf(first) : remedyForms(findings.filter(hasRemedy), true);
    const shown = this.#finding(first, !isMissing && detail === 'brief', remedies, findings.length);
    return [[...shown, ...this.#others(others, most)]];
  }

  #finding(finding: Finding, withFrame: boolean, remedies: readonly string[], count = 1): DetailBlock {
    const { severity, message, location, related } = finding;
    return [
      this.painter.head(finding, isFixable(finding), count),
      ...(withFrame ? this.painter.frame(location, severity) : []),
      ...this.painter.paragraph(message.what),
      ...remedies.flatMap((remedy) => this.painter.paragraph(remedy, 'remedy')),
      ...related.map((one) => {
        const place = this.painter.place(one.location);
        return INDENT + this.painter.style('faint', `${this.painter.linked(place)}: ${printable(one.message)}`);
      }),
    ];
  }

  #others(findings: readonly Finding[], most: number): DetailBlock {
    const shown = findings.slice(0, most);
    const rows = shown.map((finding) => ({
      finding,
      place: this.painter.place(finding.location),
      names: printable(finding.subjects.map(subjectTitle).join(', ')),
    }));
    const places = widthOf(rows.map(({ place }) => place.text));
    const names = Math.min(MAX_NAMES, widthOf(rows.map((row) => row.names)));
    const lines = rows.map((row) => {
      const gap = ' '.repeat(places - columnsOf(row.place.text));
      const room = this.painter.width - INDENT.length - places - names - 4;
      const text = room < MIN_EXCERPT ? '' : this.painter.excerpt(row.finding.location, room);
      return `${INDENT}${this.painter.linked(row.place)}${gap}  ${fit(row.names, names)}  ${this.painter.style('faint', text)}`.trimEnd();
    });
    const rest = findings.length - shown.length;
    return rest === 0 ? lines : [...lines, `${INDENT}${this.painter.style('faint', `and ${rest} more`)}`];
  }

  #together(group: RuleFindings, detail: WrittenDetail): DetailBlock {
    const { rule, findings, forms } = group;
    const remedy = remediesOf(group);
    const lead = remedyLead(findings, forms);
    return [
      this.painter.head(forms[0], findings.every(isFixable), findings.length),
      ...this.named(group, subjectsOf(group), titleOf(rule, this.#ownRules) ?? rule, detail),
      ...(remedy === undefined ? [] : this.painter.paragraph(lead + remedy, 'remedy')),
    ];
  }

  /**
   * The subjects after a sentence such as `12 services have no memory limit:`, as many as the
   * detail allows.
   */
  named(group: RuleFindings, subjects: readonly MarkedSubject[], title: string, detail: WrittenDetail): DetailBlock {
    const count = subjects.length === 0 ? countOf(group.findings.length, 'finding') : this.#count(group, subjects);
    const sentence = printable(manyHave(count, title));
    const lines = { full: Infinity, brief: 2, short: 1 }[detail];
    return subjects.length === 0
      ? this.painter.paragraph(`${sentence}.`)
      : this.painter.list(`${sentence}:`, this.#names(subjects, detail === 'full'), lines);
  }

  #line(group: RuleFindings): DetailBlock {
    const subjects = subjectsOf(group);
    const head = this.painter.head(group.forms[0], false);
    const [subject] = subjects;
    if (subject === undefined) return [head];
    const who = subjects.length === 1 ? subjectTitle(subject) : this.#count(group, subjects);
    return [`${head}  ${printable(who)}`];
  }

  #count({ findings }: RuleFindings, subjects: readonly MarkedSubject[]): string {
    return countSubjects(subjects, findings.every(this.#isService));
  }

  /**
   * The names of subjects with links. In full, sorted by file, with the path after each file's last
   * name; otherwise each name once.
   */
  #names(subjects: readonly MarkedSubject[], isFull: boolean): readonly Token[] {
    const byPath = groupBy(subjects, ({ location }) => location.path);
    const nameOf = (subject: MarkedSubject): string => printable(subjectTitle(subject));
    if (isFull)
      return [...byPath].flatMap(([path, own]) =>
        own.map((subject, index): Token => {
          const isMarked = byPath.size > 1 && index === own.length - 1;
          const name = nameOf(subject);
          return { text: isMarked ? `${name} (${printable(path)})` : name, location: subject.location };
        }),
      );
    const distinct = distinctTitles(subjects);
    return [...groupBy(subjects, (one) => printable(distinct(one)))].map(([name, same]): Token => {
      const text = same.length === 1 ? name : `${name} (${same.length})`;
      return { text, count: same.length, ...(same[0] === undefined ? {} : { location: same[0].location }) };
    });
  }
}

function hasRemedy({ message }: Finding): boolean {
  return message.remedy !== undefined;
}

function remedyOf({ message: { remedy } }: Finding): readonly string[] {
  return remedy === undefined ? [] : [remedy];
}

const MAX_ERRORS = 8;
const MAX_OTHERS = 3;
const MIN_EXCERPT = 10;
/** In columns; longer names are cut. */
const MAX_NAMES = 40;

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(columnsOf));
}

/**
 * Blocks for missing settings. In full, one block per set of containers that lack the same
 * settings, with all remedies; otherwise one block with counts.
 */
function missingBlocks(group: RuleFindings, detail: WrittenDetail, printer: FindingPrinter): readonly DetailBlock[] {
  const { findings } = group;
  if (detail !== 'full') return [missingBlock(group, findings, detail, printer)];
  const same = groupBy(findings, ({ parts = [] }) =>
    parts.map(({ rule, severity }) => `${rule} ${severity}`).join('\n'),
  );
  return [...same.values()].map((own) => missingBlock(group, own, detail, printer));
}

function missingBlock(
  group: RuleFindings,
  findings: readonly Finding[],
  detail: WrittenDetail,
  printer: FindingPrinter,
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
      ? painter.paragraph(`${printable(whoIs(only))} is not hardened:`)
      : printer.named(own, subjects, titleOf(first.rule) ?? first.rule, detail);
  return [head, ...lead, ...partRows(findings, detail, painter)];
}

/** A container without its own name has the image's name, which may be a variable. */
function whoIs({ name }: MarkedSubject): string {
  return name.startsWith('$') ? `The container of image \`${name}\`` : `\`${name}\``;
}

/** Lines for each missing setting: count, rule, and remedies if there is space. */
function partRows(findings: readonly Finding[], detail: WrittenDetail, painter: Painter): DetailBlock {
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
    // On a narrow terminal, write the remedy below the name.
    if (painter.width - head.length < MIN_REMEDY)
      return [shown.trimEnd(), ...texts.flatMap((text) => painter.paragraph(text, undefined, INDENT + INDENT))];
    const lines = texts.flatMap((text) => painter.paragraph(text, undefined, ' '.repeat(head.length)));
    return lines.map((line, index) => (index === 0 ? shown + line.slice(head.length) : line));
  });
}

const LEVEL = 9;
const MIN_REMEDY = 24;
