import type { Verdict } from '../findings/evaluate.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import { type AuditedSubject, auditedSubjects, verdictsOn } from '../report/benchmark.ts';
import { type LintReport, openFindings, unreadableIn } from '../report/report.ts';
import { createLookup, createOwnerTitles, createTitles } from '../report/subjects.ts';
import { acceptedText } from '../report/wording.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { numberIn } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import { groupBy } from '../util/maps.ts';
import type { FailingOnly, ReporterOptions } from './options.ts';
import { attributes, lines, type Markup, markup } from './shared/markup.ts';
import { isTextError, messageText, textLine } from './text.ts';

interface TestCase {
  readonly path: string;
  readonly name: string;
  readonly line?: number;
  /** Findings that fail the run. Problems that kept text from being audited are errors instead. */
  readonly failures: readonly Finding[];
  readonly others?: readonly Finding[];
  readonly error?: string;
  readonly skipped?: string;
}

/**
 * JUnit XML, with a suite per file. Tests: one per container or exec and applicable recommendation,
 * one for all missing settings of a container, and one per other problem. A test fails if its
 * findings fail the run; other findings are output of passing tests. Undecided and suppressed
 * results are skipped tests with the reason.
 */
export function reportJunit(
  report: LintReport,
  { isQuiet, exit: { fails } }: Pick<ReporterOptions, 'isQuiet'> & FailingOnly,
): string {
  const indexOf = createLineIndices(report.texts);
  const all = [...problemCases(report), ...missingCases(report), ...recommendationCases(report, indexOf, isQuiet)];
  const cases = mergeNamesakes(all).map((testCase) => ({
    ...testCase,
    failures: testCase.failures.filter(fails),
    others: testCase.failures.filter((finding) => !fails(finding)),
  }));
  const suites = [...groupBy(cases, ({ path }) => path)].map(([path, own]) =>
    lines([
      markup`  <testsuite${attributes({ name: path, ...countsOf(own) })}>`,
      ...own.map((testCase) => toTestCase(testCase, indexOf)),
      markup`  </testsuite>`,
    ]),
  );
  return `${lines([markup`<?xml version="1.0" encoding="UTF-8"?>`, markup`<testsuites${attributes({ name: `plimsoll, CIS Docker Benchmark ${report.edition}`, ...countsOf(cases) })}>`, ...suites, markup`</testsuites>`]).markup}\n`;
}

function recommendationCases(
  report: LintReport,
  indexOf: (path: string) => LineIndex,
  isQuiet: boolean,
): readonly TestCase[] {
  const titleOf = createTitles(report);
  const findingsOf = createLookup<Finding>(report, ({ findings }) => findings);
  const undecidedOf = createLookup<Undecided>(report, ({ undecided }) => undecided);
  const toCases = (audited: AuditedSubject, rule: Rule, verdict: Verdict): readonly TestCase[] => {
    const { path, span } = audited.subject.location;
    const passed = {
      path,
      name: `${titleOf(audited.subject)}: ${[numberIn(report.edition, rule), rule.id].join(' ').trim()}`,
      line: indexOf(path).positionOf(span.start).line,
      failures: [],
    };
    switch (verdict) {
      case 'pass':
        return [passed];
      case 'not-applicable':
        return [];
      case 'undecided':
        if (isQuiet || audited.subject.reportedBy?.[rule.id] !== undefined) return [];
        return [{ ...passed, skipped: undecidedText(undecidedOf(audited, rule.id)) }];
      case 'fail': {
        const findings = findingsOf(audited, rule.id);
        const open = findings.filter(({ suppression, parts }) => suppression === undefined && parts === undefined);
        // The report leaves out findings below the shown severity, and merges others into a group
        // of missing settings.
        if (findings.length === 0 || (open.length === 0 && findings.some(({ parts }) => parts !== undefined)))
          return [];
        return [open.length > 0 ? { ...passed, failures: open } : { ...passed, skipped: acceptedBy(findings) }];
      }
    }
  };
  return auditedSubjects(report).flatMap((audited) =>
    verdictsOn(audited.subject, report.ownRules).flatMap(([rule, verdict]) => toCases(audited, rule, verdict)),
  );
}

/** Without reasons, the undecided result is suppressed: the report leaves it out. */
function undecidedText(undecided: readonly Undecided[]): string {
  const reasons = new Set(undecided.map(({ reason }) => reason));
  return reasons.size === 0 ? 'Undecided and suppressed.' : `Undecided: ${[...reasons].join(' ')}`;
}

function acceptedBy(findings: readonly Finding[]): string {
  const texts = findings.flatMap(({ suppression }) => (suppression === undefined ? [] : [acceptedText(suppression)]));
  return `Suppressed ${[...new Set(texts)].join('; ')}`;
}

/**
 * Tests for problems outside the recommendations: input errors, faulty suppressions and unreadable
 * files.
 */
function problemCases(report: LintReport): readonly TestCase[] {
  const problems = report.inputs.flatMap(openFindings).filter(({ rule }) => isInputRuleId(rule));
  return [
    ...unreadableIn(report).map(({ path, message }) => ({
      path,
      name: 'the file is readable',
      failures: [],
      error: message,
    })),
    ...problems.map((finding) => ({ path: finding.location.path, name: finding.rule, failures: [finding] })),
  ];
}

function missingCases(report: LintReport): readonly TestCase[] {
  const ownerOf = createOwnerTitles(report);
  return report.inputs.flatMap((input) =>
    openFindings(input)
      .filter(({ parts }) => parts !== undefined)
      .map((finding) => ({
        path: finding.location.path,
        name: `${ownerOf(input, finding)}: ${finding.rule}`,
        failures: [finding],
      })),
  );
}

/** Merges tests of the same name in a suite, because readers ignore the second one. */
function mergeNamesakes(cases: readonly TestCase[]): readonly TestCase[] {
  return [...groupBy(cases, ({ path, name }) => `${path}\n${name}`).values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) return same;
    const worst =
      same.find(({ failures }) => failures.length > 0) ?? same.find(({ skipped }) => skipped !== undefined) ?? first;
    return [{ ...worst, failures: [...new Set(same.flatMap(({ failures }) => failures))] }];
  });
}

function countsOf(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const count = (kind: Kind): number => cases.filter((testCase) => kindOf(testCase) === kind).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

function kindOf({ failures, error, skipped }: TestCase): Kind {
  if (error !== undefined || failures.some(isTextError)) return 'error';
  if (failures.length > 0) return 'failure';
  return skipped === undefined ? 'passed' : 'skipped';
}

function toTestCase(testCase: TestCase, indexOf: (path: string) => LineIndex): Markup {
  const { path, name, line, failures, others = [] } = testCase;
  const [first] = [...failures, ...others];
  const shown = first === undefined ? line : indexOf(first.location.path).positionOf(first.location.span.start).line;
  const open = markup`    <testcase${attributes({ classname: path, name, file: path, line: shown })}`;
  const result = resultOf(testCase, indexOf);
  if (result === undefined) return markup`${open}/>`;
  return lines([markup`${open}>`, markup`      ${result}`, markup`    </testcase>`]);
}

function resultOf(testCase: TestCase, indexOf: (path: string) => LineIndex): Markup | undefined {
  const { failures, others = [], error, skipped } = testCase;
  const [first] = failures;
  const body = linesOf([...failures, ...others], indexOf);
  const about = attributes({
    message: error ?? failures.map(({ message }) => message.what).join(' '),
    type: first?.severity ?? 'error',
  });
  switch (kindOf(testCase)) {
    case 'passed':
      return others.length === 0 ? undefined : markup`<system-out>${body}</system-out>`;
    case 'skipped':
      return markup`<skipped${attributes({ message: skipped })}/>`;
    case 'failure':
      return markup`<failure${about}>${body}</failure>`;
    case 'error':
      return markup`<error${about}>${body}</error>`;
  }
}

function linesOf(findings: readonly Finding[], indexOf: (path: string) => LineIndex): string {
  return findings
    .map(({ location, severity, rule, message }) =>
      textLine(indexOf(location.path), location, severity, rule, messageText(message)),
    )
    .join('\n');
}
