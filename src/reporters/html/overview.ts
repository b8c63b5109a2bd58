import { SEVERITIES } from '../../model/finding.ts';
import { type Provenance, provenanceText } from '../../report/provenance.ts';
import { countOf, openFindings, subjectCounts, summarize, unreadableIn } from '../../report/report.ts';
import { numberingText } from '../../report/wording.ts';
import { groupBy } from '../../util/maps.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { isTextError } from '../text.ts';
import { fold, renderMessage } from './item.ts';
import type { View } from './view.ts';

export function overview(view: View, provenance: Provenance): Markup {
  const summary = summarize(view.report);
  const { findings, undecided, suppressed } = summary;
  const totals = [
    ...SEVERITIES.toReversed().map((severity) => {
      const count = findings[severity];
      return { name: severity, label: count === 1 || severity === 'info' ? severity : `${severity}s`, count };
    }),
    { name: 'undecided', label: 'undecided', count: undecided },
    { name: 'suppressed', label: 'suppressed', count: suppressed },
  ];
  return markup`<header>
<h1>CIS Docker Benchmark, section 5</h1>
<p>${subjectCounts(summary)}. ${numberingText(view.report.edition)} Generated: ${provenanceText(provenance)}.</p>
</header>
${gaps(view)}<section class="totals" aria-label="Totals">
<ul>${totals.map(({ name, label, count }) => markup`<li class="${count === 0 ? 'none' : name}"><b>${count}</b> ${label}</li>`)}</ul>
</section>
`;
}

function gaps({ report }: View): Markup | undefined {
  const broken = report.inputs.flatMap(openFindings).filter(isTextError);
  const problems: readonly Gap[] = [
    ...unreadableIn(report),
    ...broken.map(({ location, message }) => ({ path: location.path, message: message.what })),
  ];
  if (problems.length === 0) return undefined;
  const groups = [...groupBy(problems, ({ path, message }) => `${path}\n${message}`).values()];
  const [shown, others] = [groups.slice(0, MAX_GAPS), groups.slice(MAX_GAPS)];
  return markup`<section class="gaps" aria-labelledby="gaps-title">
<h2 id="gaps-title">Not fully audited: ${countOf(problems.length, 'problem')}</h2>
${gapList(shown)}${fold(others.length, `${others.length} more`, gapList(others))}</section>
`;
}

/** Limited so that the totals stay on the first screen. */
const MAX_GAPS = 5;

interface Gap {
  readonly path: string;
  readonly message: string;
}

/** Each distinct problem with the number of its occurrences. */
function gapList(groups: readonly (readonly Gap[])[]): Markup {
  const items = groups.map((same) => {
    const [first] = same;
    const times = same.length > 1 ? ` (${same.length} times)` : '';
    return first && markup`<li><code>${first.path}</code> ${renderMessage(first.message)}${times}</li>`;
  });
  return markup`<ul>${items}</ul>
`;
}
