import type { Finding } from '../../model/finding.ts';
import { type First, whatIsFirst } from '../shared/first.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { placeAnchor } from './place.ts';
import type { View } from './view.ts';

/** Further containers are folded. */
const MAX_ROWS = 12;

/** The most urgent findings by container; absent if only hardening remains. */
export function first(view: View, fails: (finding: Finding) => boolean): Markup | undefined {
  const rows = whatIsFirst(view.report, fails, view.indexOf);
  if (rows.length === 0) return undefined;
  const [shown, others] = [rows.slice(0, MAX_ROWS), rows.slice(MAX_ROWS)];
  return markup`<section class="first" aria-labelledby="first-title">
<h2 id="first-title">Fix first</h2>
${list(view, shown)}${
  others.length === 0
    ? undefined
    : markup`<details><summary>and ${others.length} more</summary>
${list(view, others)}</details>
`
}</section>
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
