import { auditedSubjects } from '../../report/benchmark.ts';
import { type LintReport, unreadableIn } from '../../report/report.ts';
import { createTitles, subjectsTitle } from '../../report/subjects.ts';
import { acceptedText } from '../../report/wording.ts';
import { cisNumberOf } from '../../rules/index.ts';
import { fit } from '../../terminal/columns.ts';
import { wrap } from '../../terminal/style.ts';
import type { Location } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import { isTextError } from '../text.ts';
import { CIS_INDENT, type CisBlock } from './layout.ts';

/** Wrapped text after a lead, indented like lists. */
function item(lead: string, text: string, width: number): CisBlock {
  return wrap(printable(text), width - CIS_INDENT).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(CIS_INDENT)) + line,
  );
}

/** The suppressed findings, each with subject, kind, reason, ticket and expiry. */
export function acceptedLines({ inputs, edition }: LintReport, width: number): CisBlock {
  const accepted = inputs.flatMap(({ findings }) =>
    findings.flatMap(({ rule, suppression, subjects, location: { path } }) =>
      suppression === undefined ? [] : [{ rule, subjects, path, text: acceptedText(suppression) }],
    ),
  );
  const groups = groupBy(accepted, ({ rule, path, text }) => [rule, path, text].join('\n'));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { rule, path, text } = first;
    const who = subjectsTitle(same.flatMap(({ subjects }) => subjects));
    const what = `${rule}, ${who === '' ? path : `${who} in ${path}`}: ${text}`;
    return item(fit(cisNumberOf(rule, edition) ?? '', CIS_INDENT), what, width);
  });
}

/** The problems that kept parts of the input from being audited; one block each. */
export function gapLines(
  report: LintReport,
  lineOf: (location: Location) => number,
  width: number,
): readonly CisBlock[] {
  const problems = report.inputs.flatMap(({ findings }) => findings.filter(isTextError));
  const texts = [
    ...unreadableIn(report).map(({ path, message }) => `${path}: ${message}`),
    ...problems.map(({ location, message }) => `${location.path}:${lineOf(location)}: ${message.what}`),
  ];
  return texts.map((text) => wrap(printable(text), width - 2).map((line) => `  ${line}`));
}

/** The length of ids in `docker ps`. */
const SHORT_ID = 12;

/** The inspected containers by host, each with the files that created it. */
export function inspectedLines(report: LintReport, width: number): CisBlock {
  const titleOf = createTitles(report);
  return auditedSubjects(report).flatMap(({ subject }) => {
    if (subject.inspected === undefined) return [];
    const { id, hostname, madeFrom } = subject.inspected;
    const facts = [
      ...(id === undefined ? [] : [`id ${id.slice(0, SHORT_ID)}`]),
      ...(hostname === undefined || hostname === id?.slice(0, SHORT_ID) ? [] : [`hostname ${hostname}`]),
      ...(madeFrom === undefined ? [] : [`created from service ${madeFrom.service} in ${madeFrom.files.join(', ')}`]),
    ];
    return facts.length === 0 ? [] : item('  ', `${titleOf(subject)}: ${facts.join(', ')}`, width);
  });
}
