import { leastRisk } from '../../model/change.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { findingsByRule, isFixable } from '../../report/by-rule.ts';
import type { ExitReasons } from '../../report/exit.ts';
import { noteLines } from '../../report/notes.ts';
import {
  countOf,
  hasNumbers,
  type LintReport,
  openFindings,
  summarize,
  summaryLine,
  unreadLines,
} from '../../report/report.ts';
import { numberingText } from '../../report/wording.ts';
import { RULES } from '../../rules/index.ts';
import type { Role } from '../../terminal/style.ts';
import { printable } from '../../text/printable.ts';
import { HOMEPAGE } from '../../version.ts';
import type { ReporterOptions } from '../options.ts';
import { siteOf } from '../shared/rule-page.ts';
import type { DetailBlock, Painter } from './painter.ts';

const MAX_NOTES = 8;

/** The end of the report: notes, totals, the exit code with its reason, and next steps. */
export function summaryBlocks(
  report: LintReport,
  painter: Painter,
  options: ReporterOptions,
  isFolded: boolean,
): readonly DetailBlock[] {
  const all = noteLines(report.notes.filter(({ severity }) => severity === 'note'));
  const notes = options.isVerbose || all.length <= MAX_NOTES ? all : all.slice(0, MAX_NOTES - 1);
  const left = all.length - notes.length;
  const leftNotes = left === 0 ? [] : [painter.style('faint', `and ${left} more notes; to list all, use --verbose`)];
  const summary = summarize(report);
  const { error, warning, info } = summary.findings;
  const role: Role = error > 0 ? 'error' : warning > 0 ? 'warning' : info > 0 ? 'info' : 'remedy';
  const lines = [
    ...painter.paragraph(summaryLine(summary), role, ''),
    ...unreadLines(report).flatMap((line) => painter.paragraph(line, undefined, '')),
    ...painter.paragraph(exitText(report, options), undefined, ''),
    ...(hasNumbers(report) ? painter.paragraph(numberingText(report.edition), 'faint', '') : []),
    ...nextLines(report, painter, options, isFolded),
  ];
  const paragraphs = notes.flatMap((line) => painter.paragraph(line, 'faint', ''));
  return [[...paragraphs, ...leftNotes], lines].filter((block) => block.length > 0);
}

/** For reports without summary, as in a hook: how to suppress failing findings. */
export function acceptanceBlocks(
  { inputs }: LintReport,
  painter: Painter,
  { exit }: ReporterOptions,
): readonly DetailBlock[] {
  const text = acceptance(inputs, exit);
  return text === '' ? [] : [painter.paragraph(text, 'faint', '')];
}

function exitText(
  { inputs, omitted = 0, internalErrors = [] }: LintReport,
  { exit, minSeverity }: ReporterOptions,
): string {
  const { failing, thresholds, unreadable } = exit;
  const last = thresholds.at(-1);
  const hiding = [
    ...(minSeverity === undefined ? [] : ['--min-severity']),
    ...(omitted === 0 ? [] : [`--max-findings (${omitted} hidden)`]),
  ];
  const left = hiding.length === 0 ? '' : ` Some findings are hidden by ${hiding.join(' and ')}.`;
  const option = `(--fail-on ${thresholds.join(', ')})`;
  if (internalErrors.length > 0) return 'Exit code 3: plimsoll failed on part of the input.';
  if (unreadable > 0)
    return `Exit code 2: ${countOf(unreadable, 'file or directory', 'files or directories')} could not be read.${left}`;
  if (inputs.length === 0) return 'Exit code 0: there was nothing to check.';
  if (last === undefined) return `Exit code 0: findings don't affect it (--fail-on never).${left}`;
  if (failing.length === 0) return `Exit code 0: no finding ${FAILING[last].one} ${option}.${left}`;
  const what =
    failing.length === 1 ? `1 finding ${FAILING[last].one}` : `${failing.length} findings ${FAILING[last].many}`;
  const how = acceptance(inputs, exit);
  return `Exit code 1: ${what} ${option}.${how === '' ? '' : ` ${how}`}${left}`;
}

/**
 * How to suppress failing findings; empty if all are input errors, which should be fixed. Doesn't
 * suggest comments in `docker inspect` output.
 */
function acceptance(inputs: LintReport['inputs'], { failing }: ExitReasons): string {
  if (failing.every(({ rule }) => rule.startsWith('syntax/'))) return '';
  if (inputs.every(({ kind, ignoresComments }) => kind !== 'inspect' && ignoresComments === true)) return '';
  return inputs.every(({ kind }) => kind === 'inspect')
    ? 'To suppress one, add an exception to .plimsoll.yaml.'
    : 'To suppress one, add `# plimsoll: ignore[RULE] -- reason` above its line in the file.';
}

/** Words for failing findings, by the lowest failing severity. */
const FAILING: Readonly<Record<Severity, { readonly one: string; readonly many: string }>> = {
  error: { one: 'is an error', many: 'are errors' },
  warning: { one: 'is a warning or an error', many: 'are warnings or errors' },
  info: { one: 'counts at any severity', many: 'count at any severity' },
};

/** The command that applies fixes, with the lowest risk for which there are any. */
function fixStep(findings: readonly Finding[]): readonly string[] {
  const all = findings.flatMap((finding) => finding.parts ?? [finding]);
  const risk = leastRisk(all.flatMap(({ fixes = [] }) => fixes));
  if (risk === undefined) {
    const [named] = all.filter(isFixable);
    return named === undefined ? [] : [`plimsoll fix --risk high --rule ${printable(named.rule)}`];
  }
  // Name rules that only this run's settings turn on, because `plimsoll fix` doesn't know these
  // settings.
  const fixed = all.filter(({ fixes = [] }) => leastRisk(fixes) === risk).map(({ rule }) => rule);
  const rule = fixed.some(isOnByDefault) ? '' : ` --rule ${printable(fixed[0] ?? '')}`;
  return [`plimsoll fix${risk === 'safe' ? '' : ` --risk ${risk}`}${rule}`];
}

function isOnByDefault(id: string): boolean {
  const rule = RULES.find((each) => each.id === id);
  return rule === undefined || rule.isRecommended === true || rule.references.some(({ kind }) => kind === 'cis');
}

/** The checks that found nothing, and the checks that were off. */
function cleanLines({ inputs }: LintReport, painter: Painter): DetailBlock {
  const asked = new Set(inputs.flatMap(({ subjects }) => subjects.flatMap(({ verdicts }) => [...verdicts.keys()])));
  const off = RULES.filter(({ id }) => !asked.has(id)).length;
  if (asked.size === 0) return [];
  const rest = off === 0 ? '' : `, ${off} off; to list them, run plimsoll rules`;
  return painter.paragraph(`${countOf(asked.size, 'rule')} checked${rest}.`, 'faint', '');
}

function nextLines(
  report: LintReport,
  painter: Painter,
  { exit: { failing } }: ReporterOptions,
  isFolded: boolean,
): DetailBlock {
  const [first] = findingsByRule(report);
  const toSuppress = failing.filter(({ rule }) => !rule.startsWith('syntax/'));
  const verbose = isFolded || (report.unread ?? []).length > 0 ? ['--verbose'] : [];
  if (first === undefined) {
    const isClean = failing.length === 0 && report.inputs.every(({ undecided }) => undecided.length === 0);
    return [
      ...(isClean ? cleanLines(report, painter) : []),
      ...(verbose.length === 0 ? [] : painter.nextSteps(verbose)),
    ];
  }
  // Skip next steps for standard input: the commands would read the directory instead.
  const isStream = report.inputs.every(({ paths }) => paths.every((path) => path === '<stdin>'));
  const steps = [
    `plimsoll explain ${printable(first.rule)}`,
    ...verbose,
    ...(isStream ? [] : fixStep(report.inputs.flatMap(openFindings))),
    ...(isStream || toSuppress.length === 0 || report.ignoresBaseline === true ? [] : ['plimsoll baseline']),
    ...(toSuppress.length === 0 || HOMEPAGE === undefined
      ? []
      : [`a false positive? ${siteOf(HOMEPAGE)}/troubleshooting.html`]),
  ];
  return painter.nextSteps(steps);
}
