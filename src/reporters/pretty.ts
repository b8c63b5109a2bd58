import {
  type Finding,
  type RelatedLocation,
  SEVERITIES,
  type Severity,
  type SubjectName,
  type Undecided,
} from '../model/finding.ts';
import { countOf, openFindings, type Report, type ReportedInput, summarize, summaryLine } from '../report/report.ts';
import type { Edition } from '../rules/editions.ts';
import { ruleById } from '../rules/index.ts';
import { numberIn } from '../rules/references.ts';
import { createStyle, type Role, type Style, wrap } from '../terminal/style.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable } from '../text/printable.ts';
import { groupBy } from '../util/maps.ts';
import { codeFrame } from './code-frame.ts';

export interface PrettyOptions {
  readonly hasColor: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Leaves out what is undecided, the notes and the summary. */
  readonly isQuiet: boolean;
}

/**
 * For a person at a terminal: by file and container, each finding with the exact text underlined, what is wrong and what to write
 * instead. What a container lacks is one list under its name, so that it is taken in at a glance.
 */
export function* reportPretty(report: Report, options: PrettyOptions): Generator<string> {
  const printer = new PrettyPrinter(report, options);
  let isFirst = true;
  for (const block of printer.blocks()) {
    yield `${isFirst ? '' : '\n'}${block.join('\n')}\n`;
    isFirst = false;
  }
}

type Block = readonly string[];

class PrettyPrinter {
  readonly #report: Report;
  readonly #options: PrettyOptions;
  readonly #style: Style;
  readonly #indexOf: (path: string) => LineIndex;

  constructor(report: Report, options: PrettyOptions) {
    this.#report = report;
    this.#options = options;
    this.#style = createStyle(options.hasColor);
    this.#indexOf = createLineIndices(report.texts);
  }

  /** Blocks that a blank line parts. */
  *blocks(): Generator<Block> {
    for (const input of this.#report.inputs) yield* this.#input(input);
    if (!this.#options.isQuiet) yield* this.#summary();
  }

  #input(input: ReportedInput): readonly Block[] {
    const undecided = this.#options.isQuiet ? [] : input.undecided;
    const findings = openFindings(input);
    if (findings.length === 0 && undecided.length === 0) return [];
    const blocks: Block[] = [];
    const places = new Set(input.subjects.map(({ location }) => locationKey(location)));
    const lineOf = this.#namesakes(input);
    const ownersOf = (finding: Finding): string => subjectsTitle(finding.subjects) + (lineOf(finding) ?? '');
    for (const [path, here] of groupBy(findings, ({ location }) => location.path)) {
      blocks.push([this.#style('heading', printable(path))]);
      for (const [, group] of groupBy(here, (finding) => `${subjectsKey(finding.subjects)}${lineOf(finding) ?? ''}`))
        for (const block of this.#subjects(group, ownersOf, places)) blocks.push(block);
    }
    if (undecided.length > 0) {
      if (findings.length === 0) blocks.push([this.#style('heading', printable(input.paths.join(', ')))]);
      blocks.push(this.#undecided(undecided));
    }
    return blocks;
  }

  /** For a finding of a container that shares its name with another of its file, the line of the one in whose text it stands. */
  #namesakes(input: ReportedInput): (finding: Finding) => string | undefined {
    const groups = groupBy(input.subjects, ({ kind, name, location }) => [kind, name, location.path].join('\n'));
    return ({ subjects: [subject, ...others], location: { path, span } }) => {
      const group =
        subject === undefined || others.length > 0
          ? []
          : (groups.get([subject.kind, subject.name, path].join('\n')) ?? []);
      const owner =
        group.length > 1
          ? (group.findLast(({ location }) => location.span.start <= span.start) ?? group[0])
          : undefined;
      return owner && ` (line ${this.#indexOf(path).positionOf(owner.location.span.start).line})`;
    };
  }

  /** The findings of the same containers: what each one writes, then what they lack, which is marked at one of `places`. */
  #subjects(
    findings: readonly Finding[],
    titleOf: (finding: Finding) => string,
    places: ReadonlySet<string>,
  ): readonly Block[] {
    // The list of what is missing holds remedies only: a note on an exception or the baseline would be lost there.
    const isMissing = ({ rule, location, hasSuppressionNote }: Finding): boolean =>
      hasSuppressionNote !== true && !rule.startsWith('syntax/') && places.has(locationKey(location));
    const title = findings[0] === undefined ? '' : titleOf(findings[0]);
    const blocks: Block[] = title === '' ? [] : [[`  ${this.#style('strong', title)}`]];
    for (const finding of findings) if (!isMissing(finding)) blocks.push(this.#finding(finding));
    for (const [, group] of groupBy(findings.filter(isMissing), ({ location }) => locationKey(location)))
      blocks.push(this.#missing(group));
    return blocks;
  }

  #finding({ rule, severity, message, location, related }: Finding): Block {
    return [
      `    ${this.#label(severity, rule)}`,
      ...this.#frame(location, severity),
      ...this.#paragraph(message.what),
      ...(message.remedy === undefined ? [] : this.#paragraph(message.remedy, 'remedy')),
      ...this.#related(related),
    ];
  }

  /** Findings that mark the container itself: one frame, then a line or two each. */
  #missing(findings: readonly Finding[]): Block {
    const [first] = findings;
    if (first === undefined) return [];
    if (findings.length === 1) return this.#finding(first);
    const width = findings.reduce((most, { rule }) => Math.max(most, rule.length), 0);
    const worst =
      SEVERITIES.findLast((severity) => findings.some((finding) => finding.severity === severity)) ?? 'info';
    const lines = findings.flatMap(({ rule, severity, message }) => {
      const head = `    ${severity.padEnd(7)}  ${rule.padEnd(width)}  `;
      const text = wrap(printable(message.remedy ?? message.what), this.#textWidth(head.length));
      return text.map((line, index) => {
        if (index > 0) return `${' '.repeat(head.length)}${line}`;
        return `    ${this.#style(severity, severity.padEnd(7))}  ${this.#style('strong', rule.padEnd(width))}  ${line}`;
      });
    });
    return [
      `    ${this.#style(worst, `${countOf(findings.length, 'thing')} missing or left at the default`)}`,
      ...this.#frame(first.location, worst),
      ...lines,
    ];
  }

  /** One entry for each reason and place, however many rules wait for it. */
  #undecided(undecided: readonly Undecided[]): Block {
    const groups = groupBy(undecided, ({ reason, location, subjects }) =>
      [locationKey(location), subjectsKey(subjects), reason].join('\n'),
    );
    const lines = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { reason, location, subjects } = first;
      const { line, column } = this.#indexOf(location.path).positionOf(location.span.start);
      const who = subjects.length === 0 ? '' : `${subjectsTitle(subjects)}: `;
      return [
        `    ${printable(location.path)}:${line}:${column}`,
        ...wrap(printable(who + reason), this.#textWidth(6)).map((text) => `      ${text}`),
        ...wrap(group.map(({ rule }) => rule).join(', '), this.#textWidth(6)).map(
          (text) => `      ${this.#style('strong', text)}`,
        ),
      ];
    });
    return [
      `  ${this.#style('undecided', `undecided: ${countOf(undecided.length, 'question')} that the text does not answer`)}`,
      ...lines,
    ];
  }

  #related(related: readonly RelatedLocation[]): readonly string[] {
    return related.map(({ location, message }) => {
      const { line, column } = this.#indexOf(location.path).positionOf(location.span.start);
      return `      ${this.#style('faint', printable(`${location.path}:${line}:${column}: ${message}`))}`;
    });
  }

  #frame(location: Location, role: Role): readonly string[] {
    const text = this.#report.texts.get(location.path) ?? '';
    const style = this.#style;
    const frame = codeFrame({
      text,
      index: this.#indexOf(location.path),
      span: location.span,
      width: this.#options.width - FRAME_INDENT.length,
      style,
      role,
    });
    return frame.map((line) => FRAME_INDENT + line);
  }

  #label(severity: Severity, rule: string): string {
    const number = numberOf(rule, this.#report.edition);
    return `${this.#style(severity, severity)}  ${this.#style('strong', printable(rule))}${number === '' ? '' : `  ${this.#style('faint', `CIS ${number}`)}`}`;
  }

  #paragraph(text: string, role?: Role): readonly string[] {
    return wrap(printable(text), this.#textWidth(FRAME_INDENT.length)).map(
      (line) => FRAME_INDENT + (role === undefined ? line : this.#style(role, line)),
    );
  }

  #textWidth(indent: number): number {
    return Math.max(MIN_TEXT_WIDTH, Math.min(this.#options.width, MAX_WIDTH) - indent);
  }

  #summary(): readonly Block[] {
    const notes = this.#report.notes
      .filter(({ severity }) => severity === 'note')
      .map(({ path, message }) => printable(`${path}: ${message}`));
    const summary = summarize(this.#report);
    const { error, warning, info } = summary.findings;
    const role: Role = error > 0 ? 'error' : warning > 0 ? 'warning' : info > 0 ? 'info' : 'remedy';
    const lines = [this.#style(role, summaryLine(summary))];
    if (error + warning + info > 0)
      lines.push(
        this.#style(
          'faint',
          'plimsoll explain <rule> says why it matters, how to fix it, and when to make an exception.',
        ),
      );
    return notes.length === 0 ? [lines] : [notes.map((note) => this.#style('faint', note)), lines];
  }
}

const FRAME_INDENT = '      ';
const MAX_WIDTH = 120;
const MIN_TEXT_WIDTH = 30;

function numberOf(rule: string, edition: Edition): string {
  const found = ruleById(rule);
  return (found && numberIn(edition, found)) ?? '';
}

function locationKey({ path, span }: Location): string {
  return `${span.start}-${span.end} ${path}`;
}

function subjectsKey(subjects: readonly SubjectName[]): string {
  return subjects.map(({ kind, name }) => `${kind} ${name}`).join('\n');
}

const MAX_TITLE_NAMES = 5;

function subjectsTitle(subjects: readonly SubjectName[]): string {
  const shown = subjects
    .slice(0, MAX_TITLE_NAMES)
    .map(({ kind, name }) => (kind === 'exec' ? `exec in ${printable(name)}` : printable(name)));
  const rest = subjects.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
