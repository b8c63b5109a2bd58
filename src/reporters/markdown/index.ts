import type { Verdict } from '../../findings/evaluate.ts';
import { type Finding, SEVERITIES } from '../../model/finding.ts';
import { acceptance, auditedSubjects, overall, shownRules, tally, VERDICTS } from '../../report/benchmark.ts';
import { findingsByRule, mostFrequentFirst } from '../../report/by-rule.ts';
import { toCauses, toDependencies, toQuestions } from '../../report/questions.ts';
import {
  countOf,
  foundTexts,
  type LintReport,
  openFindings,
  severityCount,
  subjectCounts,
  summarize,
  unreadableIn,
} from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';
import { acceptedText, numberingText } from '../../report/wording.ts';
import { cisNumberOf } from '../../rules/index.ts';
import { numberIn, recommendationIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { createLineIndices } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';
import { groupBy } from '../../util/maps.ts';
import type { FailingOnly, ReporterOptions } from '../options.ts';
import { type Card, toCard } from '../shared/cards.ts';
import { causeText } from '../shared/causes.ts';
import { whatIsFirst } from '../shared/first.ts';
import { rulePage } from '../shared/rule-page.ts';
import { isTextError } from '../text.ts';
import { Page } from './page.ts';
import { code, escapeText, prose, row } from './text.ts';

type MarkdownOptions = Pick<ReporterOptions, 'isQuiet' | 'homepage'> & FailingOnly;

/**
 * GitHub-flavored Markdown for a comment, or for the summary of a CI job: totals, the most urgent
 * findings by container, and errors by rule. The rest is folded: other findings, undecided and
 * suppressed results, and recommendations with counts of verdicts. Always fits into a comment;
 * gives the number of what doesn't.
 */
export function reportMarkdown(report: LintReport, options: MarkdownOptions): string {
  const printer = new MarkdownPrinter(report, options);
  const page = new Page();
  const table = printer.recommendations();
  const end = printer.end();
  for (const block of [...table, ...end]) page.keep(block);
  printer.head(page);
  printer.first(page);
  printer.findings(page);
  if (!options.isQuiet) printer.undecided(page);
  if (!options.isQuiet) printer.accepted(page);
  return page.toText([...table, ...end]);
}

/** The maximum number of containers to list, and of places per rule; others are only counted. */
const MAX_FIRST = 24;
const MAX_PLACES = 10;
const MAX_GAPS = 20;

class MarkdownPrinter {
  readonly #report: LintReport;
  readonly #options: MarkdownOptions;
  readonly #indexOf: ReturnType<typeof createLineIndices>;

  constructor(report: LintReport, options: MarkdownOptions) {
    this.#report = report;
    this.#options = options;
    this.#indexOf = createLineIndices(report.texts);
  }

  head(page: Page): void {
    const summary = summarize(this.#report);
    const { findings, undecided, suppressed } = summary;
    const found = foundTexts(findings).join(', ');
    const others = [
      ...(undecided > 0 ? [`, ${undecided} undecided`] : []),
      ...(suppressed > 0 ? [`, ${suppressed} suppressed`] : []),
    ].join('');
    page.add('## CIS Docker Benchmark, section 5');
    page.add(`**${found}**${others} in ${subjectCounts(summary)}. ${numberingText(this.#report.edition)}`);
    const broken = this.#report.inputs.flatMap(openFindings).filter(isTextError);
    const gaps = [
      ...unreadableIn(this.#report),
      ...broken.map(({ location: { path }, message }) => ({ path, message: message.what })),
    ].map(({ path, message }) => `- ${code(path)}: ${prose(message)}`);
    if (gaps.length === 0) return;
    page.add(`**Not fully audited:** ${countOf(gaps.length, 'problem')}`);
    page.addItems(withMost(gaps, MAX_GAPS), '\n', 'problems');
  }

  /** The most urgent findings by container; empty if the only ones left are about hardening. */
  first(page: Page): void {
    const rows = whatIsFirst(this.#report, this.#options.exit.fails, this.#indexOf);
    if (rows.length === 0) return;
    page.add('### Fix first');
    const items = rows.map(({ name, words, location }) => {
      const who = name === '' ? '' : `**${code(name)}** `;
      return `- ${who}${escapeText(words)} (${this.#place(location)})`;
    });
    page.addItems(withMost(items, MAX_FIRST), '\n', 'containers');
  }

  /** Findings by severity and rule; all but errors are folded. */
  findings(page: Page): void {
    const groups = findingsByRule(this.#report);
    for (const severity of SEVERITIES.toReversed()) {
      const own = groups.filter((group) => group.severity === severity);
      const cards = [...groupBy(own, ({ rule }) => rule).values()].flatMap(([first, ...others]) =>
        first === undefined ? [] : [toCard(this.#report, [first, ...others])],
      );
      if (cards.length === 0) continue;
      const count = severityCount(severity, own.flatMap(({ findings }) => findings).length);
      const items = cards.map((card) => this.#card(card));
      if (severity === 'error') {
        page.add(`### ${count}`);
        page.addItems(items, '\n\n', 'rules');
      } else page.addFolded(count, items, '\n\n', 'rules');
    }
  }

  #card({ rule, findings, what, parts, names }: Card): string {
    const [only, ...others] = findings;
    const isOne = only !== undefined && others.length === 0;
    const head = `**${this.#rule(rule)}** ${prose(what)}${isOne ? ` (${this.#place(only.location)})` : ''}`;
    if (parts.length === 0) return [head, ...this.#places(findings)].join('\n\n');
    const items = parts.map(({ part: { rule: id, severity }, remedies, count }) => {
      const level = severity === 'info' ? '' : `**${severity}** `;
      const times = count === findings.length ? '' : ` (${count})`;
      const [only, ...more] = remedies;
      const item = `- ${level}${this.#rule(id)}${times}:`;
      if (only !== undefined && more.length === 0) return `${item} ${prose(only)}`;
      return [item, ...remedies.map((remedy) => `  - ${prose(remedy)}`)].join('\n');
    });
    return [head, items.join('\n'), ...(isOne ? [] : [escapeText(names)])].join('\n\n');
  }

  /** Remedies and places of findings; shared text is written once. */
  #places(findings: readonly Finding[]): readonly string[] {
    const groups = mostFrequentFirst(findings, ({ message }) => message.remedy);
    const shared = groups.filter((same) => same.length > 1 || findings.length === 1);
    const single = groups.filter((same) => !shared.includes(same)).flat();
    const list = (items: readonly string[]): readonly string[] =>
      items.length === 0 ? [] : [withMost(items, MAX_PLACES).join('\n')];
    return [
      ...shared.flatMap((same) => [
        ...same.slice(0, 1).flatMap(({ message: { remedy } }) => (remedy === undefined ? [] : [prose(remedy)])),
        ...list(findings.length === 1 ? [] : same.map((finding) => `- ${this.#whose(finding)}`)),
      ]),
      ...list(single.map((finding) => `- ${this.#whose(finding)}: ${prose(finding.message.remedy ?? '')}`)),
    ];
  }

  #whose({ subjects, location }: Finding): string {
    return `${subjects.length === 0 ? '' : `${code(subjectsTitle(subjects))} `}${this.#place(location)}`;
  }

  undecided(page: Page): void {
    const questions = this.#report.inputs.flatMap((input) => toQuestions(input.undecided));
    const items = toCauses(toDependencies(questions)).map(
      (cause) => `- ${this.#place(cause[0].location)} ${prose(causeText(cause))}`,
    );
    page.addFolded(`${questions.length} undecided`, items, '\n', 'causes');
  }

  /** The suppressed findings, each with kind, reason, subject and expiry. */
  accepted(page: Page): void {
    const accepted = this.#report.inputs.flatMap(({ findings }) =>
      findings.flatMap(({ rule, suppression, subjects, location }) =>
        suppression === undefined ? [] : [{ rule, text: acceptedText(suppression), subjects, location }],
      ),
    );
    const items = [...groupBy(accepted, ({ rule, text }) => `${rule}\n${text}`).values()].map((same) => {
      const [first] = same;
      if (first === undefined) return '';
      const who = same.flatMap(({ subjects }) => subjects);
      const whose = who.length === 0 ? '' : ` for ${code(subjectsTitle(who))}`;
      return `- ${this.#rule(first.rule)}${whose} (${this.#place(first.location)}), suppressed ${prose(first.text)}`;
    });
    page.addFolded(`${accepted.length} suppressed`, items, '\n', 'exceptions');
  }

  recommendations(): readonly string[] {
    const subjects = auditedSubjects(this.#report);
    if (subjects.length === 0) return [];
    const { edition } = this.#report;
    const isAccepted = acceptance(this.#report);
    const statusOf = (rule: Rule, status: Verdict | undefined): string => {
      const failing = subjects.filter(({ subject }) => subject.verdicts.get(rule.id) === 'fail');
      if (failing.length > 0 && failing.every((audited) => isAccepted(audited, rule))) return 'suppressed';
      return status === undefined ? '' : WORDS[status];
    };
    const tableOf = (title: string, rules: readonly Rule[]): readonly string[] => {
      const rows = rules.map((rule) => {
        const counts = tally(subjects.flatMap(({ subject }) => subject.verdicts.get(rule.id) ?? []));
        return row([
          numberIn(edition, rule) ?? '',
          recommendationIn(edition, rule),
          statusOf(rule, overall(counts)),
          ...VERDICTS.map((verdict) => String(counts[verdict])),
        ]);
      });
      const head = row(['', title, '', 'Pass', 'Fail', 'Undecided', 'N/A']);
      return rows.length === 0
        ? []
        : [[head, row(['---', '---', '---', '---:', '---:', '---:', '---:']), ...rows].join('\n')];
    };
    const { recommendations, hardening, off } = shownRules(subjects);
    return [
      `<details><summary>${countOf(recommendations.length, 'recommendation')} in the benchmark</summary>`,
      ...tableOf('Recommendation', recommendations),
      ...tableOf('Hardening beyond the benchmark', hardening),
      ...(off.length === 0 ? [] : [`Not evaluated (rule is off): ${off.map(({ id }) => this.#rule(id)).join(', ')}`]),
      '</details>',
    ];
  }

  /** The URL of the rules' pages, unless names of rules are links already. */
  end(): readonly string[] {
    const isSilent = this.#options.homepage !== undefined || this.#report.inputs.flatMap(openFindings).length === 0;
    return isSilent ? [] : ['For reasons and exceptions, run `plimsoll explain RULE`.'];
  }

  /** A rule's name and number; the name links to the rule's page if there is a URL. */
  #rule(id: string): string {
    const number = cisNumberOf(id, this.#report.edition);
    const page = rulePage(id, this.#options.homepage, this.#report.ownRules);
    const name = page === undefined ? code(id) : `[${code(id)}](${page})`;
    return `${name}${number === undefined ? '' : ` ${number}`}`;
  }

  #place({ path, span }: Location): string {
    return code(`${path}:${this.#indexOf(path).positionOf(span.start).line}`);
  }
}

const WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: '**FAIL**',
  undecided: '*undecided*',
  'not-applicable': 'n/a',
};

/** The first items of a list, and the number of further ones. */
function withMost(items: readonly string[], most: number): readonly string[] {
  const left = items.length - most;
  return left <= 1 ? items : [...items.slice(0, most), `- and ${left} more`];
}
