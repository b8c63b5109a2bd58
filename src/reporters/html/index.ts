import { createHash } from 'node:crypto';
import type { LintReport } from '../../report/report.ts';
import { printable } from '../../text/printable.ts';
import { markup, trusted } from '../shared/markup.ts';
import { cards, first } from './findings.ts';
import { matrix } from './matrix.ts';
import { overview } from './overview.ts';
import { accepted, undecided } from './rest.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { createView, type PageOptions } from './view.ts';

/**
 * A self-contained page: the most urgent findings, a card per rule, a matrix of recommendations,
 * and undecided and suppressed results. Works without scripts.
 */
export function reportHtml(report: LintReport, options: PageOptions): string {
  const view = createView(report, options);
  const { project } = options.provenance;
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${project === undefined ? '' : `${printable(project)}: `}CIS Docker Benchmark, section 5</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings-title">Skip to findings</a>
<main>
${overview(view, options.provenance)}${first(view, options.exit.fails)}${cards(view)}${matrix(view)}${undecided(view)}${accepted(view)}</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/**
 * A content security policy that only allows plimsoll's own style and script, so that unescaped
 * text could do no harm.
 */
function policy(): string {
  const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${source(STYLE)}; script-src ${source(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}
