import type { Finding } from '../../model/finding.ts';
import { findingsByRule, type RuleFindings } from '../../report/by-rule.ts';
import { groupBy } from '../../util/maps.ts';
import { type Card, toCard } from '../shared/cards.ts';
import { type First, whatIsFirst } from '../shared/first.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { rulePage } from '../shared/rule-page.ts';
import { findingItem, fold, placeAnchor, renderMessage } from './item.ts';
import { levelOf, type ShownLevel, type View } from './view.ts';

/** The maximum number of containers to show; others are folded. */
const MAX_ROWS = 12;

/** The most urgent findings by container; absent if the only ones left are about hardening. */
export function first(view: View, fails: (finding: Finding) => boolean): Markup | undefined {
  const rows = whatIsFirst(view.report, fails, view.indexOf);
  if (rows.length === 0) return undefined;
  const [shown, others] = [rows.slice(0, MAX_ROWS), rows.slice(MAX_ROWS)];
  return markup`<section class="first" aria-labelledby="first-title">
<h2 id="first-title">Fix first</h2>
${list(view, shown)}${fold(others.length, `and ${others.length} more`, list(view, others))}</section>
`;
}

function list(view: View, rows: readonly First[]): Markup {
  const items = rows.map(
    ({ name, words, location, finding }) =>
      markup`<li><b>${name}</b> <span>${words}</span> <a href="#${view.anchorOf(finding)}">${placeAnchor(view, location)}</a></li>
`,
  );
  return markup`<ul>
${items}</ul>
`;
}

/** Nothing is folded up to this number of findings. */
const FEW = 8;

/** A card for each rule with problem and remedy; locations and code are folded. */
export function cards(view: View): Markup {
  const rules = [...groupBy(findingsByRule(view.report), ({ rule }) => rule).values()];
  const count = rules.flat().reduce((sum, { findings }) => sum + findings.length, 0);
  return markup`<section class="findings" aria-labelledby="findings-title">
<h2 id="findings-title">By rule</h2>
${
  count === 0
    ? markup`<p>No findings.</p>
`
    : markup`${filter(view)}<div class="cards">
${rules.map((groups) => card(view, groups, count <= FEW))}</div>
<p id="none" hidden>No findings match the filter.</p>
`
}</section>
`;
}

function card(view: View, [gravest, ...others]: readonly RuleFindings[], isOpen: boolean): Markup | undefined {
  if (gravest === undefined) return undefined;
  const { rule, findings, names, isFixable, said, ...body } = toCard(view.report, [gravest, ...others]);
  const levels = [...groupBy(findings, ({ severity }) => severity)].map(
    ([level, { length }]) =>
      markup`<span class="level ${level}">${level}</span>${length > 1 ? markup` <b>${length} findings</b>` : undefined} `,
  );
  const number = view.numberOf(rule);
  return markup`<article class="card ${gravest.severity}">
<h3>${levels}${ruleName(view, rule)}${number === '' ? undefined : markup` <small>CIS ${number}</small>`}${isFixable ? markup` <small class="fixable">fixable</small>` : undefined}</h3>
${bodyOf(body, findings.length)}<details${isOpen ? OPEN : undefined}><summary>${names === '' ? '' : 'Affected: '}${names}</summary>
${findings.map((finding) => findingItem(view, finding, said))}${explained(view, rule)}</details>
</article>
`;
}

const OPEN = markup` open`;

/** The problem and remedy that several findings share. */
function bodyOf({ what, remedy, parts }: Pick<Card, 'what' | 'remedy' | 'parts'>, count: number): Markup {
  const items = parts.map(
    ({ part: { rule, severity }, remedies, count: own }) =>
      markup`<li>${severity === 'info' ? undefined : markup`<span class="level ${severity}">${severity}</span> `}<b>${rule}</b>${own === count ? undefined : ` (${own})`} ${remediesOf(remedies)}</li>
`,
  );
  return markup`<p>${renderMessage(what)}</p>
${
  remedy === undefined
    ? undefined
    : markup`<p class="remedy">${renderMessage(remedy)}</p>
`
}${
  items.length === 0
    ? undefined
    : markup`<ul class="parts">
${items}</ul>
`
}`;
}

function remediesOf([only, ...others]: readonly string[]): Markup | undefined {
  if (only === undefined) return undefined;
  if (others.length === 0) return renderMessage(only);
  return markup`<ul>${[only, ...others].map((remedy) => markup`<li>${renderMessage(remedy)}</li>`)}</ul>`;
}

/** The rule's id, linked to its page if there is a URL. */
export function ruleName({ homepage, report }: Pick<View, 'homepage' | 'report'>, rule: string): Markup {
  const page = rulePage(rule, homepage, report.ownRules);
  return page === undefined ? markup`${rule}` : markup`<a href="${page}">${rule}</a>`;
}

function explained({ homepage, report }: View, rule: string): Markup {
  const page = rulePage(rule, homepage, report.ownRules);
  const where =
    page === undefined ? markup`<code>plimsoll explain ${rule}</code>` : markup`<a href="${page}">${page}</a>`;
  return markup`<p class="explained">Why it matters and when to make an exception: ${where}</p>
`;
}

/** A filter by severity and words. Hidden until the page's script runs. */
function filter({ findings, questions }: View): Markup {
  const levels: readonly (ShownLevel | undefined)[] = [
    ...findings.map(levelOf),
    ...questions.map(() => 'undecided' as const),
  ];
  const boxes = (['error', 'warning', 'info', 'undecided', 'suppressed'] as const).flatMap((level) => {
    const count = levels.filter((other) => other === level).length;
    return count === 0
      ? []
      : [
          markup`<label><input type="checkbox" name="level" value="${level}" checked> <span class="level ${level}">${level}</span> ${count}</label>
`,
        ];
  });
  return markup`<form id="filter" hidden>
<fieldset><legend>Show</legend>
${boxes}</fieldset>
<label>Container, file or rule <input type="search" name="words"></label>
<button type="button" id="open-all" aria-pressed="false">Expand all</button>
<output aria-live="polite"></output>
</form>
`;
}
