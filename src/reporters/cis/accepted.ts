import { type LintReport } from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';
import { acceptedText } from '../../report/wording.ts';
import { cisNumberOf } from '../../rules/index.ts';
import { fit } from '../../terminal/columns.ts';
import { wrap } from '../../terminal/style.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import { CIS_INDENT, type CisBlock } from './layout.ts';

/** The suppressed findings: subject, kind, reason, ticket and expiry. */
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
    const lead = fit(cisNumberOf(rule, edition) ?? '', CIS_INDENT);
    return wrap(printable(what), width - CIS_INDENT).map(
      (line, index) => (index === 0 ? lead : ' '.repeat(CIS_INDENT)) + line,
    );
  });
}
