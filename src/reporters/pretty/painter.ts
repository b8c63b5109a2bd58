import type { Finding } from '../../model/finding.ts';
import type { LintReport } from '../../report/report.ts';
import { cisNumberOf } from '../../rules/index.ts';
import { columnsOf } from '../../terminal/columns.ts';
import { createStyle, hyperlink, type Paint, type Role, wrap } from '../../terminal/style.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { HOMEPAGE } from '../../version.ts';
import type { AllReportOptions } from '../options.ts';
import { codeFrame, excerpt } from '../shared/code-frame.ts';
import { rulePage } from '../shared/rule-page.ts';
import { toUri } from '../shared/uri.ts';

/**
 * How much of a rule's findings to show. `full`: everything. `brief`: the first finding in full,
 * and the places of others. `short`: subjects and remedy. `line`: one line.
 */
export type Detail = 'full' | 'brief' | 'short' | 'line';

/** Details that take several lines. */
export type WrittenDetail = Exclude<Detail, 'line'>;

/** The lines of a block, without the blank line before the next. */
export type DetailBlock = readonly string[];

/** Text that is never broken across lines. Links to its place if the terminal supports it. */
export interface Token {
  readonly text: string;
  readonly location?: Location;
  /** The number of items that it represents, if several. */
  readonly count?: number;
}

/** Indents, wraps and colors lines for a terminal. */
export class Painter {
  readonly style: Paint;
  readonly width: number;
  readonly indexOf: (path: string) => LineIndex;
  readonly #report: LintReport;
  readonly #linkFolder: string | undefined;

  constructor(report: LintReport, { hasColor, width, linkFolder }: AllReportOptions) {
    this.style = createStyle(hasColor);
    this.width = Math.max(MIN_WIDTH, Math.min(width, MAX_WIDTH));
    this.#report = report;
    this.#linkFolder = linkFolder;
    this.indexOf = createLineIndices(report.texts);
  }

  /** `file:line:column`, a form that terminals and editors open. */
  place(location: Location): Token {
    const { line, column } = this.indexOf(location.path).positionOf(location.span.start);
    return { text: printable(`${location.path}:${line}:${column}`), location };
  }

  linked({ text, location }: Token, role?: Role): string {
    const shown = role === undefined ? text : this.style(role, text);
    if (this.#linkFolder === undefined || location === undefined || location.path.startsWith('<')) return shown;
    const { line } = this.indexOf(location.path).positionOf(location.span.start);
    const isAbsolute = /^(?:\/|[A-Za-z]:)/.test(location.path);
    return hyperlink(`${toUri(isAbsolute ? location.path : `${this.#linkFolder}/${location.path}`)}#${line}`, shown);
  }

  /** The first line of a finding: place, severity, rule, count, and whether a fix is available. */
  head({ location, severity, rule }: Finding, canBeFixed: boolean, count = 1): string {
    const times = count > 1 ? `  ${this.style('strong', `${count} findings`)}` : '';
    const mark = canBeFixed ? `  ${this.style('remedy', 'fixable')}` : '';
    return `${this.linked(this.place(location), 'strong')}  ${this.style(severity, severity)}  ${this.rule(rule)}${times}${mark}`;
  }

  /** A rule's name and number, linked to its page if there is a URL. */
  rule(id: string): string {
    const name = this.style('strong', printable(id));
    const page = this.#linkFolder === undefined ? undefined : rulePage(id, HOMEPAGE, this.#report.ownRules);
    const number = this.numberOf(id);
    return (
      (page === undefined ? name : hyperlink(page, name)) + (number === '' ? '' : `  ${this.style('faint', number)}`)
    );
  }

  /** `CIS 5.4`; empty if the rule has no number. */
  numberOf(id: string): string {
    const number = cisNumberOf(id, this.#report.edition);
    return number === undefined ? '' : `CIS ${number}`;
  }

  paragraph(text: string, role?: Role, indent = INDENT): readonly string[] {
    return wrap(printable(text), this.width - indent.length).map(
      (line) => indent + (role === undefined ? line : this.style(role, line)),
    );
  }

  /** What users can do next. Wraps only between phrases. */
  nextSteps(phrases: readonly string[]): readonly string[] {
    const lines: string[] = [];
    let line = NEXT;
    for (const [index, phrase] of phrases.entries()) {
      const text = index === phrases.length - 1 ? phrase : `${phrase} · `;
      if (line !== '' && line !== NEXT && columnsOf(`${line}${phrase}`) > this.width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += text;
    }
    return [...lines, line].map((each) => this.style('faint', each));
  }

  /**
   * A text and a list of words, wrapped to at most `maxLines` more lines. Further words are
   * counted.
   */
  list(lead: string, tokens: readonly Token[], maxLines: number): readonly string[] {
    const lines = wrap(lead, this.width - INDENT.length).map((line) => INDENT + line);
    let line = lines.pop() ?? '';
    let columns = columnsOf(line);
    let added = 1;
    let left = tokens.reduce((sum, { count = 1 }) => sum + count, 0);
    for (const [index, token] of tokens.entries()) {
      const isLast = index === tokens.length - 1;
      const text = token.text + (isLast ? '' : ',');
      const more = `and ${left} more`;
      // The last line also needs space for the number of further words.
      const room = this.width - (added >= maxLines && !isLast ? more.length + 1 : 0);
      if (columns + 1 + columnsOf(text) > room) {
        // If no name fits, the count before them suffices.
        if (added >= maxLines)
          return [...lines, index === 0 ? line.replace(/:$/, '') : `${line} ${this.style('faint', more)}`];
        lines.push(line);
        added += 1;
        [line, columns] = [INDENT.slice(1), INDENT.length - 1];
      }
      line += ` ${this.linked(token)}${isLast ? '' : ','}`;
      columns += 1 + columnsOf(text);
      left -= token.count ?? 1;
    }
    return [...lines, line];
  }

  frame({ path, span }: Location, role: Role): readonly string[] {
    const text = this.#report.texts.get(path) ?? '';
    const width = this.width - INDENT.length;
    const frame = codeFrame({ text, index: this.indexOf(path), span, width, style: this.style, role });
    return frame.map((line) => INDENT + line);
  }

  /** The text of a place on one line, cut to a width. Empty if the text is hidden. */
  excerpt({ path, span }: Location, width: number): string {
    return excerpt(this.#report.texts.get(path) ?? '', this.indexOf(path), span, width);
  }
}

const NEXT = 'Next: ';
export const INDENT = '  ';
const MAX_WIDTH = 120;
const MIN_WIDTH = 30;
