import type { Finding } from '../../model/finding.ts';
import {
  findingsByRule,
  isFixable,
  mostFrequentFirst,
  type RuleFindings,
  remediesOf,
  subjectsOf,
} from '../../report/by-rule.ts';
import { countOf } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { countSubjects, manyHave } from '../../report/wording.ts';
import { titleOf } from '../../rules/index.ts';
import { groupBy } from '../../util/maps.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { rulePage } from '../shared/rule-page.ts';
import { filter } from './filter.ts';
import { findingItem } from './item.ts';
import { renderMessage } from './message.ts';
import type { View } from './view.ts';

/** With no more findings than these nothing is folded. */
const FEW = 8;
/** More names than these are counted. */
const MAX_NAMES = 6;

/** A card for each rule: what is wrong, what to do, and folded the places and their code. */
export function cards(view: View): Markup {
  const rules = [...groupBy(findingsByRule(view.report), ({ rule }) => rule).values()];
  if (rules.length === 0)
    return markup`<section class="findings" aria-labelledby="findings-title">
<h2 id="findings-title">By rule</h2>
<p>Nothing was found.</p>
</section>
`;
  const count = rules.flat().reduce((sum, { findings }) => sum + findings.length, 0);
  return markup`<section class="findings" aria-labelledby="findings-title">
<h2 id="findings-title">By rule</h2>
${filter(view)}<div class="cards">
${rules.map((groups) => card(view, groups, count <= FEW))}</div>
<p id="none" hidden>Nothing is left by the filter.</p>
</section>
`;
}

function card(view: View, [gravest, ...others]: readonly RuleFindings[], isOpen: boolean): Markup | undefined {
  if (gravest === undefined) return undefined;
  const { rule } = gravest;
  const groups = [gravest, ...others] as const;
  const findings = groups.flatMap((group) => group.findings);
  const levels = [...groupBy(findings, ({ severity }) => severity)].map(
    ([level, { length }]) =>
      markup`<span class="level ${level}">${level}</span>${length > 1 ? markup` <b>${length}</b>` : undefined} `,
  );
  const number = view.numberOf(rule);
  const { text, said } = bodyOf(view, groups, findings);
  return markup`<article class="card ${gravest.severity}">
<h3>${levels}${ruleName(view, rule)}${number === '' ? undefined : markup` <small>CIS ${number}</small>`}${findings.every(isFixable) ? markup` <small class="fixable">fixable</small>` : undefined}</h3>
${text}<details${isOpen ? OPEN : undefined}><summary>${names(groups)}</summary>
${findings.map((finding) => findingItem(view, finding, said))}${explained(view, rule)}</details>
</article>
`;
}

const OPEN = markup` open`;

/** What a card says of what is wrong, of many findings once, and what to do. */
interface Body {
  readonly text: Markup;
  /** The messages and remedies that it has for all. */
  readonly said: ReadonlySet<string>;
}

function bodyOf(view: View, groups: readonly [RuleFindings, ...RuleFindings[]], findings: readonly Finding[]): Body {
  const [{ rule, forms }] = groups;
  const parts = findings.flatMap((finding) => finding.parts ?? []);
  const title = titleOf(rule, view.report.ownRules) ?? rule;
  const isOne = findings.length === 1 && parts.length === 0;
  const what = isOne ? forms[0].message.what : `${manyHave(countOfSubjects(view, groups, findings), title)}.`;
  const paragraph = markup`<p>${renderMessage(what)}</p>
`;
  if (parts.length > 0) {
    const lacking = partsOf(parts);
    const said = new Set(lacking.flatMap(({ part }) => part.message.remedy ?? []));
    return { text: markup`${paragraph}${partList(lacking, findings.length)}`, said };
  }
  const remedy = remediesOf(groups[0]);
  if (remedy === undefined) return { text: paragraph, said: new Set([what]) };
  const shown = forms.flatMap(({ message }) => message.remedy ?? []);
  const isForAll = findings.every(({ message }) => message.remedy === undefined || shown.includes(message.remedy));
  const who = isForAll ? undefined : forms[0].subjects[0];
  const text = markup`${paragraph}<p class="remedy">${who === undefined ? undefined : markup`For <code>${cut(who.name)}</code>: `}${renderMessage(remedy)}</p>
`;
  return { text, said: new Set(isForAll ? [what, ...shown] : [what]) };
}

/** A part of what containers lack, and how many lack it. */
interface Lacking {
  readonly part: Finding;
  readonly count: number;
}

function partsOf(parts: readonly Finding[]): readonly Lacking[] {
  return [...groupBy(parts, ({ rule, severity }) => `${severity} ${rule}`).values()].flatMap((same) => {
    const part = mostFrequentFirst(same, ({ message }) => message.remedy)[0]?.[0];
    return part === undefined ? [] : [{ part, count: same.length }];
  });
}

/** How many containers lack what, and what to write. */
function partList(parts: readonly Lacking[], all: number): Markup {
  const items = parts.map(
    ({ part: { rule, severity, message }, count }) =>
      markup`<li>${severity === 'info' ? undefined : markup`<span class="level ${severity}">${severity}</span> `}<b>${rule}</b>${count === all ? undefined : ` (${count})`} ${renderMessage(message.remedy ?? message.what)}</li>
`,
  );
  return markup`<ul class="parts">
${items}</ul>
`;
}

function countOfSubjects(view: View, groups: readonly RuleFindings[], findings: readonly Finding[]): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(findings.length, 'finding');
  const compose = new Set(view.report.inputs.filter(({ kind }) => kind === 'compose').flatMap((input) => input.paths));
  return countSubjects(
    subjects,
    findings.every(({ location }) => compose.has(location.path)),
  );
}

/** Each name once, with how often it is there. */
function names(groups: readonly RuleFindings[]): string {
  const subjects = groups.flatMap(subjectsOf);
  if (subjects.length === 0) return countOf(groups.flatMap(({ findings }) => findings).length, 'place');
  const byName = [...groupBy(subjects, subjectTitle)];
  const shown = byName
    .slice(0, MAX_NAMES)
    .map(([name, { length }]) => `${cut(name)}${length > 1 ? ` (${length})` : ''}`)
    .join(', ');
  const more = byName.slice(MAX_NAMES).reduce((sum, [, { length }]) => sum + length, 0);
  return more === 0 ? shown : `${shown} and ${more} more`;
}

const MAX_NAME = 60;

function cut(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** The id, which leads to the rule's page where that has an address. */
export function ruleName({ homepage, report }: Pick<View, 'homepage' | 'report'>, rule: string): Markup {
  const page = rulePage(rule, homepage, report.ownRules);
  return page === undefined ? markup`${rule}` : markup`<a href="${page}">${rule}</a>`;
}

/** Where a rule's page is read. */
function explained({ homepage, report }: View, rule: string): Markup {
  const page = rulePage(rule, homepage, report.ownRules);
  const where =
    page === undefined ? markup`<code>plimsoll explain ${rule}</code>` : markup`<a href="${page}">${page}</a>`;
  return markup`<p class="explained">Why it matters, and when to make an exception: ${where}</p>
`;
}
