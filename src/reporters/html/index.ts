import { createHash } from 'node:crypto';
import type { Provenance } from '../../report/provenance.ts';
import type { Report } from '../../report/report.ts';
import { rulesWith } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { type Markup, markup, trusted } from '../shared/markup.ts';
import { findings } from './findings.ts';
import { matrix } from './matrix.ts';
import { overview } from './overview.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { createView, type View } from './view.ts';

export interface HtmlOptions {
  readonly provenance: Provenance;
  /** The page of each rule as HTML, by id. */
  readonly pages: ReadonlyMap<string, string>;
}

/**
 * One page that needs nothing else, for people who would rather look than read: who meets which recommendation, then
 * each finding with its code and the page of its rule beside it. It can be read without scripts, printed, and used by
 * keyboard alone.
 */
export function reportHtml(report: Report, { provenance, pages }: HtmlOptions): string {
  const view = createView(report);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>CIS Docker Benchmark, section 5</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings-title">To the findings</a>
<main>
${overview(view, provenance)}${matrix(view)}<div class="beside">
${findings(view)}${rulePages(view, pages)}</div>
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** Only our own style and script, nothing from elsewhere: even text that got past the escapes could not act. */
function policy(): string {
  const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${source(STYLE)}; script-src ${source(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

/** What is known of a rule that plimsoll does not bring. */
function ownRule({ definition, page }: NonNullable<Rule['own']>): Markup {
  return markup`<p>A rule of your own.</p>
${
  page === undefined
    ? undefined
    : markup`<p><a href="${page}">${page}</a></p>
`
}${
  definition === undefined
    ? undefined
    : markup`<pre>${JSON.stringify(definition, undefined, 2)}</pre>
`
}`;
}

/** The page of each rule. They share a name, so that opening one closes the one before. */
function rulePages(view: View, pages: ReadonlyMap<string, string>): Markup {
  const details = rulesWith(view.report.ownRules).map(
    ({ id, title, own }) => markup`<details class="page" name="rule">
<summary><b>${[view.numberOf(id), id].join(' ').trim()}</b> ${title}</summary>
<div id="rule-${id}" class="body">
${own === undefined ? trusted(pages.get(id) ?? '') : ownRule(own)}</div>
</details>
`,
  );
  return markup`<aside aria-labelledby="rules-title">
<h2 id="rules-title">The rules</h2>
${details}</aside>
`;
}
