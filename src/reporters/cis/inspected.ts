import { auditedSubjects } from '../../report/benchmark.ts';
import type { LintReport } from '../../report/report.ts';
import { createTitles } from '../../report/subjects.ts';
import { wrap } from '../../terminal/style.ts';
import { printable } from '../../text/printable.ts';
import { CIS_INDENT, type CisBlock } from './layout.ts';

/** The length of ids in `docker ps`. */
const SHORT_ID = 12;

/** The inspected containers by host, with the files that created each. */
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
    const text = printable(`${titleOf(subject)}: ${facts.join(', ')}`);
    return facts.length === 0
      ? []
      : wrap(text, width - CIS_INDENT).map((line, index) => (index === 0 ? '  ' : ' '.repeat(CIS_INDENT)) + line);
  });
}
