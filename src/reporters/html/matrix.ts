import type { Verdict } from '../../findings/evaluate.ts';
import { type AuditedSubject, overall, tally, VERDICTS } from '../../report/benchmark.ts';
import { countOf } from '../../report/report.ts';
import { cisItemOf, recommendationIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { groupBy } from '../../util/maps.ts';
import { attributes, type Markup, markup } from '../shared/markup.ts';
import { fold } from './item.ts';
import type { Cell, View } from './view.ts';

/** Not in the markup, so that the bundler can escape it as ASCII. */
const MIDDOT = '·';

/**
 * With more containers than this, containers become rows: a screen has space for thirty-one columns
 * of rules, but not for sixty of containers.
 */
const MAX_COLUMNS = 8;

/**
 * A matrix with one sign per container and rule, linked to the finding. Below it, lists rules that
 * all applicable containers pass.
 */
export function matrix(view: View): Markup | undefined {
  if (view.subjects.length === 0) return undefined;
  const rules = [...view.recommendations, ...view.hardening];
  const isMet = ({ id }: Rule): boolean =>
    view.subjects.every(({ subject }) => ['pass', 'not-applicable', undefined].includes(subject.verdicts.get(id)));
  const open = rules.filter((rule) => !isMet(rule));
  const met = rules.filter(isMet);
  return markup`<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Recommendations by container</h2>
${shares(view)}${
  open.length === 0
    ? undefined
    : markup`${legend()}
<div class="scroll" tabindex="0" role="region" aria-labelledby="matrix-title">
${view.subjects.length <= MAX_COLUMNS ? byRule(view, open) : bySubject(view, open)}
</div>
`
}${fold(
  met.length,
  `${countOf(met.length, 'rule')} passed by every applicable container`,
  markup`<ul class="met">${met.map((rule) => markup`<li>${number(view, rule)}${recommendationIn(view.report.edition, rule)} <small>${rule.id}</small></li>`)}</ul>
`,
)}</section>
`;
}

function byRule(view: View, rules: readonly Rule[]): Markup {
  const hasOneFile = new Set(view.subjects.map(({ subject }) => subject.location.path)).size === 1;
  const heads = view.subjects.map(
    ({ subject }) =>
      markup`<th scope="col">${view.titleOf(subject)}${hasOneFile ? undefined : markup`<small>${subject.location.path}</small>`}</th>`,
  );
  const rows = rules.map(
    (
      rule,
    ) => markup`<tr><th scope="row">${number(view, rule)}${recommendationIn(view.report.edition, rule)}<small>${rule.id}${level(rule)}</small></th>${view.subjects.map((audited) => cell(view, audited, rule))}</tr>
`,
  );
  return markup`<table class="matrix by-recommendation"><thead><tr><th scope="col">Rule</th>${heads}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}

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
    ) => markup`<th scope="col" title="${rule.id}">${number(view, rule)}${recommendationIn(view.report.edition, rule)}</th>
`,
  );
  // The benchmark has no checks for builds.
  const asked = view.subjects.filter(({ subject }) => rules.some(({ id }) => subject.verdicts.has(id)));
  const bodies = [...groupBy(asked, ({ subject }) => subject.location.path)].map(([path, subjects]) => {
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

const SIGNS = {
  pass: { sign: '✓', label: 'pass' },
  error: { sign: '✗', label: 'fail (error)' },
  warning: { sign: '✗', label: 'fail (warning)' },
  info: { sign: '✗', label: 'fail (info)' },
  suppressed: { sign: '~', label: 'fail (suppressed)' },
  undecided: { sign: '?', label: 'undecided' },
  na: { sign: '–', label: 'not applicable' },
  off: { sign: '·', label: 'rule off' },
} as const;

function classOf({ verdict, isAccepted, level }: Cell): keyof typeof SIGNS {
  if (verdict === undefined) return 'off';
  if (verdict === 'not-applicable') return 'na';
  if (verdict !== 'fail') return verdict;
  if (isAccepted) return 'suppressed';
  return level === undefined || level === 'undecided' || level === 'suppressed' ? 'error' : level;
}

function cell(view: View, audited: AuditedSubject, rule: Rule): Markup {
  const found = view.cellOf(audited, rule);
  const name = classOf(found);
  const { sign, label } = SIGNS[name];
  if (found.anchor === undefined || found.verdict === 'pass')
    return markup`<td class="${name}"><span role="img" aria-label="${label}">${sign}</span></td>`;
  const ruleName = [view.numberOf(rule.id), rule.id].join(' ').trim();
  const title = `${view.titleOf(audited.subject)}: ${ruleName} ${label}`;
  return markup`<td class="${name}"><a href="#${found.anchor}" title="${title}" aria-label="${title}">${sign}</a></td>`;
}

function legend(): Markup {
  const signs = Object.entries(SIGNS).filter(([name]) => name !== 'off');
  return markup`<ul class="legend">${signs.map(([name, { sign, label }]) => markup`<li><span class="sign ${name}" aria-hidden="true">${sign}</span> ${label}</li>`)}</ul>`;
}

const LABELS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  undecided: 'undecided',
  'not-applicable': 'not applicable',
};

/** Recommendations by their worst verdict, in words and as a bar. */
function shares({ subjects, recommendations }: View): Markup {
  const counts = tally(
    recommendations.flatMap(
      ({ id }) => overall(tally(subjects.flatMap(({ subject }) => subject.verdicts.get(id) ?? []))) ?? [],
    ),
  );
  let from = 0;
  const given = VERDICTS.filter((verdict) => counts[verdict] > 0);
  const bars = given.map((verdict) => {
    const bar = markup`<rect${attributes({ class: verdict, x: from, y: 0, width: counts[verdict], height: 1 })}/>`;
    from += counts[verdict];
    return bar;
  });
  const words = given.map((verdict) => `${counts[verdict]} ${LABELS[verdict]}`);
  return markup`<p>${countOf(from, 'recommendation')} by worst verdict: ${words.join(', ')}.</p>
<svg class="shares" viewBox="0 0 ${from} 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
`;
}
