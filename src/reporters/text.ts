import type { Finding, Message } from '../model/finding.ts';
import { toQuestions } from '../report/questions.ts';
import { type LintReport, openFindings } from '../report/report.ts';
import { worstFirst } from '../report/selection.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable } from '../text/printable.ts';
import type { FailingOnly, ReporterOptions } from './options.ts';

/**
 * One result per line, `file:line:column: severity rule message`, for editors and grep. Failing
 * results come first, sorted by severity. Without a summary, as in a hook, the first finding of
 * each failing rule says how to suppress it. An undecided result has severity `note`, and one line
 * for all rules: `root-user,missing-healthcheck`.
 */
export function* reportText(
  report: LintReport,
  { isQuiet, hasSummary, exit: { fails } }: Pick<ReporterOptions, 'isQuiet' | 'hasSummary'> & FailingOnly,
): Generator<string> {
  const indexOf = createLineIndices(report.texts);
  const line = (location: Location, severity: string, rule: string, message: string): string =>
    `${textLine(indexOf(location.path), location, severity, rule, message)}\n`;
  const takesComments = new Set(
    report.inputs.flatMap((input) =>
      input.kind === 'inspect' || input.ignoresComments === true ? [] : openFindings(input),
    ),
  );
  const findings = worstFirst(report);
  const said = new Set<string>();
  const acceptance = (finding: Finding): string => {
    if (hasSummary || !fails(finding) || said.has(finding.rule)) return '';
    said.add(finding.rule);
    return takesComments.has(finding)
      ? ` To suppress it, add \`# plimsoll: ignore[${finding.rule}] -- reason\` above it.`
      : '';
  };
  for (const finding of [...findings.filter(fails), ...findings.filter((one) => !fails(one))]) {
    const { location, severity, rule, message } = finding;
    yield line(location, severity, rule, messageText(message) + acceptance(finding));
  }
  if (isQuiet) return;
  for (const { undecided } of report.inputs)
    for (const { location, rules, reason } of toQuestions(undecided))
      yield line(location, 'note', rules.join(','), `Undecided: ${reason}`);
}

/** One result as a line without line end. */
export function textLine(
  index: LineIndex,
  { path, span }: Location,
  severity: string,
  rule: string,
  message: string,
): string {
  const { line, column } = index.positionOf(span.start);
  return printable(`${path}:${line}:${column}: ${severity} ${rule} ${message}`);
}

/** True for a problem that kept text from being audited. */
export function isTextError({ rule, severity }: Pick<Finding, 'rule' | 'severity'>): boolean {
  return rule === 'syntax/limit' || (rule.startsWith('syntax/') && severity === 'error');
}

export function messageText({ what, remedy }: Message): string {
  return remedy === undefined ? what : `${what} ${remedy}`;
}
