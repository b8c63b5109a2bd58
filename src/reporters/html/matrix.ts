import type { Verdict } from '../../findings/evaluate.ts';
import type { AuditedSubject } from '../../report/benchmark.ts';
import { cisItemOf, recommendationIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { groupBy } from '../../util/maps.ts';
import { type Markup, markup } from '../shared/markup.ts';
import type { Cell, View } from './view.ts';

/** Apart from the markup, so that the bundle can write it in ASCII. */
const MIDDOT = '·';

/** With more containers than these, the containers are the rows: thirty-one columns fit a screen, sixty do not. */
const MAX_COLUMNS = 8;

/** Who meets what: one sign for each container and recommendation, which leads to the finding behind it. */
export function matrix(view: View): Markup | undefined {
  if (view.subjects.length === 0) return undefined;
  return markup`<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Recommendations by container</h2>
${legend()}
${table(view, view.recommendations, 'Recommendation', 'matrix-title')}
</section>
${hardening(view)}`;
}

/** What is checked beside the benchmark, apart from its recommendations. */
function hardening(view: View): Markup | undefined {
  if (view.hardening.length === 0) return undefined;
  return markup`<section aria-labelledby="hardening-title">
<h2 id="hardening-title">Hardening beside the benchmark</h2>
${table(view, view.hardening, 'Hardening', 'hardening-title')}
</section>
`;
}

function table(view: View, rules: readonly Rule[], title: string, labelledBy: string): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="${labelledBy}">
${view.subjects.length <= MAX_COLUMNS ? byRule(view, rules, title) : bySubject(view, rules)}
</div>`;
}

function byRule(view: View, rules: readonly Rule[], title: string): Markup {
  const hasOneFile = new Set(view.subjects.map(({ subject }) => subject.location.path)).size === 1;
  const heads = view.subjects.map(
    ({ subject }) =>
      markup`<th scope="col">${view.titleOf(subject)}${hasOneFile ? undefined : markup`<small>${subject.location.path}</small>`}</th>`,
  );
  const rows = rules.map(
    (
      rule,
    ) => markup`<tr><th scope="row"><a href="#rule-${rule.id}">${number(view, rule)}${recommendationIn(view.report.edition, rule)}</a><small>${rule.id}${level(rule)}</small></th>${view.subjects.map((audited) => cell(view, audited, rule))}</tr>
`,
  );
  return markup`<table class="matrix by-recommendation"><thead><tr><th scope="col">${title}</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}

/** The number and a blank behind it, for a rule that has one. */
function number(view: View, { id }: Rule): Markup | undefined {
  const text = view.numberOf(id);
  return text === '' ? undefined : markup`<b>${text}</b> `;
}

function level(rule: Rule): string {
  const cis = cisItemOf(rule);
  return cis === undefined ? '' : ` ${MIDDOT} level ${cis.level}`;
}

function bySubject(view: View, rules: readonly Rule[]): Markup {
  const heads = rules.map(
    (
      rule,
    ) => markup`<th scope="col"><a href="#rule-${rule.id}" title="${rule.id}">${number(view, rule)}${recommendationIn(view.report.edition, rule)}</a></th>
`,
  );
  const bodies = [...groupBy(view.subjects, ({ subject }) => subject.location.path)].map(([path, subjects]) => {
    const rows = subjects.map(
      (
        audited,
      ) => markup`<tr><th scope="row">${view.titleOf(audited.subject)}</th>${rules.map((rule) => cell(view, audited, rule))}</tr>
`,
    );
    return markup`<tbody>
<tr class="file"><th scope="rowgroup" colspan="${rules.length + 1}"><span>${path}</span></th></tr>
${rows}</tbody>
`;
  });
  return markup`<table class="matrix by-subject"><thead><tr><th scope="col">Container</th>${heads}</tr></thead>
${bodies}</table>`;
}

interface Sign {
  readonly name: string;
  readonly sign: string;
  readonly label: string;
}

const PASS: Sign = { name: 'pass', sign: '✓', label: 'pass' };
const FAIL = {
  error: { name: 'error', sign: '✗', label: 'fails, error' },
  warning: { name: 'warning', sign: '✗', label: 'fails, warning' },
  info: { name: 'info', sign: '✗', label: 'fails, info' },
} as const;
const ACCEPTED: Sign = { name: 'accepted', sign: '~', label: 'fails, accepted' };
const UNDECIDED: Sign = { name: 'undecided', sign: '?', label: 'undecided' };
const NOT_APPLICABLE: Sign = { name: 'na', sign: '–', label: 'not applicable' };
const OFF: Sign = { name: 'off', sign: '·', label: 'rule is off' };

function signOf({ verdict, isAccepted, items: [first] }: Cell): Sign {
  const signs: Readonly<Record<Verdict, () => Sign>> = {
    pass: () => PASS,
    fail: () =>
      isAccepted ? ACCEPTED : first === undefined || first.level === 'undecided' ? FAIL.error : FAIL[first.level],
    undecided: () => UNDECIDED,
    'not-applicable': () => NOT_APPLICABLE,
  };
  return verdict === undefined ? OFF : signs[verdict]();
}

function cell(view: View, audited: AuditedSubject, rule: Rule): Markup {
  const { verdict, isAccepted, items } = view.cellOf(audited, rule);
  const { name, sign, label } = signOf({ verdict, isAccepted, items });
  const [first] = items;
  if (first === undefined || verdict === 'pass')
    return markup`<td class="${name}"><span role="img" aria-label="${label}">${sign}</span></td>`;
  const ruleName = [view.numberOf(rule.id), rule.id].join(' ').trim();
  const title = `${view.titleOf(audited.subject)}: ${ruleName} ${label}`;
  return markup`<td class="${name}"><a href="#${first.anchor}" title="${title}" aria-label="${title}">${sign}</a></td>`;
}

function legend(): Markup {
  const signs = [PASS, FAIL.error, FAIL.warning, FAIL.info, ACCEPTED, UNDECIDED, NOT_APPLICABLE];
  return markup`<ul class="legend">${signs.map(({ name, sign, label }) => markup`<li><span class="sign ${name}" aria-hidden="true">${sign}</span> ${label}</li>`)}</ul>`;
}
