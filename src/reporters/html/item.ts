import type { Finding, RelatedLocation } from '../../model/finding.ts';
import type { ReportQuestion } from '../../report/questions.ts';
import { isHidden, shownLine } from '../../sensitive/mask.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Location, Span } from '../../text/location.ts';
import { windowOf } from '../shared/code-frame.ts';
import { type Markup, markup } from '../shared/markup.ts';
import { levelOf, type View } from './view.ts';

/** A message. Only `code` becomes markup, because messages may contain text from files. */
export function renderMessage(text: string): Markup {
  return markup`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))}`;
}

/** More content in a fold; `undefined` if there is none. */
export function fold(count: number, summary: string, content: Markup): Markup | undefined {
  if (count === 0) return undefined;
  return markup`<details><summary>${summary}</summary>
${content}</details>
`;
}

/** A link to a place, such as `compose.yaml:12`. */
export function placeAnchor({ indexOf }: Pick<View, 'indexOf'>, { path, span }: Location): string {
  return `${path}:${indexOf(path).positionOf(span.start).line}`;
}

/** A finding with its code, and with the messages that its card doesn't show (`said`). */
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

/** An undecided result with all rules that it concerns. */
export function questionItem(view: View, question: ReportQuestion): Markup {
  const { location, reason, related, rules } = question;
  return markup`<div class="item" id="${view.anchorOf(question)}" data-level="undecided">
${head(view, question)}<p>${renderMessage(reason)} <small>${rules.join(', ')}</small></p>
${frame(view.report.texts.get(location.path) ?? '', view.indexOf(location.path), location.span)}${others(view, related)}</div>
`;
}

export function head(view: View, result: Finding | ReportQuestion): Markup {
  return markup`<h4 tabindex="-1">${view.ownerOf(result)} <small>${placeAnchor(view, result.location)}</small></h4>
`;
}

export function others(view: View, related: readonly RelatedLocation[]): Markup | undefined {
  if (related.length === 0) return undefined;
  return markup`<ul>${related.map(({ location, message }) => markup`<li><code>${placeAnchor(view, location)}</code> ${renderMessage(message)}</li>`)}</ul>
`;
}

/** Not in the markup, so that the bundler can escape it as ASCII. */
const ELLIPSIS = '…';

/** In lines: longer code is cut. From a long line, the part around the mark is shown. */
const MAX_LINES = 6;
const MAX_AROUND = 120;
const MAX_MARKED = 400;

/** The lines of a span, with the exact text marked. */
export function frame(text: string, index: LineIndex, span: Span): Markup {
  const first = index.positionOf(span.start).line;
  const last = Math.max(first, index.positionOf(Math.max(span.start, span.end - 1)).line);
  const shown = Math.min(last, first + MAX_LINES - 1);
  const lines = Array.from({ length: shown - first + 1 }, (_, offset) =>
    line(text, first + offset, index.spanOf(first + offset), span),
  );
  return markup`<pre class="frame">${lines}${
    shown < last
      ? markup`<span class="more">${ELLIPSIS} to line ${last}</span>
`
      : undefined
  }</pre>
`;
}

function line(text: string, number: number, whole: Span, span: Span): Markup | undefined {
  const written = text.slice(whole.start, whole.end);
  if (isHidden(written)) return undefined;
  // Don't mark the indentation of lines after the first.
  const start = span.start >= whole.start ? span.start - whole.start : written.search(/\S|$/);
  const { code, from, to } = shownLine(
    windowOf(written, start, Math.max(start, Math.min(span.end, whole.end) - whole.start)),
  );
  const [before, marked, after] = [code.slice(0, from), code.slice(from, to), code.slice(to)];
  const cutBefore = before.length > MAX_AROUND ? `…${before.slice(-MAX_AROUND)}` : before;
  const cutMarked = marked.length > MAX_MARKED ? `${marked.slice(0, MAX_MARKED)}…` : marked;
  const cutAfter = after.length > MAX_AROUND ? `${after.slice(0, MAX_AROUND)}…` : after;
  return markup`<span class="line">${number}</span> ${cutBefore}${marked === '' ? undefined : markup`<mark>${cutMarked}</mark>`}${cutAfter}
`;
}
