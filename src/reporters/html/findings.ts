import { countOf } from '../../report/report.ts';
import { ruleById } from '../../rules/index.ts';
import { groupBy } from '../../util/maps.ts';
import { attributes, type Markup, markup } from '../shared/markup.ts';
import { frame } from './frame.ts';
import { renderMessage } from './message.ts';
import type { Item, View } from './view.ts';

/** The findings and open questions by file and container, each to be opened for its code, and the filter over them. */
export function findings(view: View): Markup {
  if (view.items.length === 0)
    return markup`<section class="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2><p>Nothing was found.</p></section>
`;
  const files = [...groupBy(view.items, ({ location }) => location.path)];
  const groups = files.map(([path, items], index) => {
    const owners = [...groupBy(items, ({ owner }) => owner)];
    return markup`<section class="group">
<h3>${path}</h3>
${owners.map(([owner, own]) => ownerSection(view, owner, own, index))}</section>
`;
  });
  return markup`<section class="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${filter(
  view,
  files.map(([path]) => path),
)}${groups}<p id="none" hidden>Nothing is left by the filter.</p>
</section>
`;
}

function ownerSection(view: View, owner: string, items: readonly Item[], file: number): Markup {
  const title = markup`<h4>${owner}</h4>
`;
  return markup`<section class="group">
${owner === '' ? undefined : title}${items.map((item) => details(view, item, file))}</section>
`;
}

function details(view: View, item: Item, file: number): Markup {
  const { anchor, rule, message, location, related, suppression } = item;
  const number = view.numberOf(rule);
  const shown = shownLevel(item);
  const data = attributes({ 'data-level': shown, 'data-rule': rule, 'data-file': file });
  const what = suppression === undefined ? renderMessage(message.what) : markup`<s>${renderMessage(message.what)}</s>`;
  return markup`<details class="item"${data}>
<summary><span class="level ${shown}">${shown}</span> <b>${number === '' ? '' : `${number} `}${rule}</b> <span class="place">line ${lineOf(view, item)}</span> <span class="what">${what}</span></summary>
<div id="${anchor}" class="body">
${suppression === undefined ? undefined : accepted(suppression)}${frame(view.report.texts.get(location.path) ?? '', view.indexOf(location.path), location.span)}${
  message.remedy === undefined
    ? undefined
    : markup`<p class="remedy">${renderMessage(message.remedy)}</p>
`
}${
  related.length === 0
    ? undefined
    : markup`<ul class="related">${related.map((other) => markup`<li><code>${other.location.path}:${lineOf(view, other)}</code> ${other.message}${frame(view.report.texts.get(other.location.path) ?? '', view.indexOf(other.location.path), other.location.span)}</li>`)}</ul>
`
}${
  ruleById(rule, view.report.ownRules) === undefined
    ? undefined
    : markup`<p><a class="to-rule" href="#rule-${rule}">Why it matters, how to fix it, when to make an exception</a></p>
`
}</div>
</details>
`;
}

function shownLevel({ level, suppression }: Item): Item['level'] | 'accepted' {
  return suppression === undefined ? level : 'accepted';
}

function accepted({ kind, reason }: NonNullable<Item['suppression']>): Markup {
  const by = { comment: 'a comment', exception: 'an exception of the configuration', baseline: 'the baseline' };
  return markup`<p class="accepted-by">Accepted by ${by[kind]}${reason === undefined ? '.' : `: ${reason}`}</p>
`;
}

function lineOf(view: View, { location: { path, span } }: Pick<Item, 'location'>): number {
  return view.indexOf(path).positionOf(span.start).line;
}

/** Works by the page's script alone, which shows it. */
function filter(view: View, files: readonly string[]): Markup {
  const levels = (['error', 'warning', 'info', 'undecided', 'accepted'] as const).flatMap((level) => {
    const count = view.items.filter((item) => shownLevel(item) === level).length;
    return count === 0
      ? []
      : [
          markup`<label><input type="checkbox" name="level" value="${level}" checked> <span class="level ${level}">${level}</span> ${count}</label>
`,
        ];
  });
  const rules = [...groupBy(view.items, ({ rule }) => rule)].sort(([a], [b]) => order(view, a) - order(view, b));
  return markup`<form id="filter" hidden>
<fieldset><legend>Show</legend>
${levels}</fieldset>
<label>Rule <select name="rule"><option value="">all rules</option>
${rules.map(
  ([
    rule,
    items,
  ]) => markup`<option value="${rule}">${[view.numberOf(rule), rule].join(' ').trim()} (${items.length})</option>
`,
)}</select></label>
<label>File <select name="file"><option value="">${countOf(files.length, 'file')}</option>
${files.map(
  (path, index) => markup`<option value="${index}">${path}</option>
`,
)}</select></label>
<button type="reset">Show all</button> <button type="button" id="open-all" aria-pressed="false">Open all</button>
<output aria-live="polite"></output>
</form>
`;
}

function order(view: View, rule: string): number {
  const rules = [...view.recommendations, ...view.hardening];
  const index = rules.findIndex(({ id }) => id === rule);
  return index < 0 ? rules.length : index;
}
