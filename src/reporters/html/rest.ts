import { questionsIn, toCauses, toDependencies } from '../../report/questions.ts';
import { acceptedText } from '../../report/wording.ts';
import { groupBy } from '../../util/maps.ts';
import { causeText } from '../shared/causes.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { ruleName } from './findings.ts';
import { fold, head, questionItem, renderMessage } from './item.ts';
import type { View } from './view.ts';

/** The maximum number of causes to show; others are folded. */
const MAX_CAUSES = 6;

export function undecided(view: View): Markup | undefined {
  if (view.questions.length === 0) return undefined;
  const causes = toCauses(toDependencies(view.questions));
  const items = causes.map(
    (cause) => markup`<details class="card undecided"><summary>${renderMessage(causeText(cause))}</summary>
${cause.flatMap(({ questions }) => questions).map((question) => questionItem(view, question))}</details>
`,
  );
  const [shown, others] = [items.slice(0, MAX_CAUSES), items.slice(MAX_CAUSES)];
  return markup`<section aria-labelledby="undecided-title">
<h2 id="undecided-title">${view.questions.length} undecided: the files alone don't show whether there is a problem</h2>
${grid(shown)}${fold(others.length, `and ${questionsIn(causes.slice(MAX_CAUSES).flat())} more`, grid(others))}</section>
`;
}

function grid(items: readonly (Markup | undefined)[]): Markup {
  return markup`<div class="cards">
${items}</div>
`;
}

export function accepted(view: View): Markup | undefined {
  const findings = view.findings.filter(({ suppression }) => suppression);
  if (findings.length === 0) return undefined;
  const groups = [...groupBy(findings, ({ rule, suppression }) => `${rule}\n${JSON.stringify(suppression)}`).values()];
  const items = groups.map(
    ([finding, ...others]) =>
      finding?.suppression &&
      markup`<details class="card suppressed"><summary>${ruleName(view, finding.rule)}: suppressed ${renderMessage(acceptedText(finding.suppression))}</summary>
${[finding, ...others].map(
  (one) => markup`<div class="item" id="${view.anchorOf(one)}" data-level="suppressed">
${head(view, one)}<p><s>${renderMessage(one.message.what)}</s></p>
</div>
`,
)}</details>
`,
  );
  return markup`<section aria-labelledby="suppressed-title">
<h2 id="suppressed-title">${findings.length} suppressed</h2>
${grid(items)}</section>
`;
}
