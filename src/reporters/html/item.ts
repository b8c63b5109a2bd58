import type { Finding, RelatedLocation } from '../../model/finding.ts';
import type { ReportQuestion } from '../../report/questions.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { frame } from './frame.ts';
import { renderMessage } from './message.ts';
import { placeAnchor } from './place.ts';
import { levelOf, type View } from './view.ts';

/** A finding with its code, and the messages that its card has not `said`. */
export function findingItem(view: View, finding: Finding, said: ReadonlySet<string>): Markup {
  const { location, message, related, parts } = finding;
  const remedies = (parts ?? [finding])
    .flatMap((part) => part.message.remedy ?? [])
    .filter((remedy) => !said.has(remedy));
  return markup`<div class="item" id="${view.anchorOf(finding)}" data-level="${levelOf(finding)}">
${head(view, finding)}${
  said.has(message.what)
    ? undefined
    : markup`<p>${renderMessage(message.what)}</p>
`
}${parts === undefined ? frame(view.report.texts.get(location.path) ?? '', view.indexOf(location.path), location.span) : undefined}${remedies.map(
  (remedy) => markup`<p class="remedy">${renderMessage(remedy)}</p>
`,
)}${others(view, related)}</div>
`;
}

/** An undecided result, with all rules that depend on it. */
export function questionItem(view: View, question: ReportQuestion): Markup {
  const { location, reason, related, rules } = question;
  return markup`<div class="item" id="${view.anchorOf(question)}" data-level="undecided">
${head(view, question)}<p>${renderMessage(reason)} <small>${rules.join(', ')}</small></p>
${frame(view.report.texts.get(location.path) ?? '', view.indexOf(location.path), location.span)}${others(view, related)}</div>
`;
}

/** The subject and place. */
export function head(view: View, result: Finding | ReportQuestion): Markup {
  return markup`<h4 tabindex="-1">${view.ownerOf(result)} <small>${placeAnchor(view, result.location)}</small></h4>
`;
}

/** Related places. */
export function others(view: View, related: readonly RelatedLocation[]): Markup | undefined {
  if (related.length === 0) return undefined;
  return markup`<ul>${related.map(({ location, message }) => markup`<li><code>${placeAnchor(view, location)}</code> ${renderMessage(message)}</li>`)}</ul>
`;
}
