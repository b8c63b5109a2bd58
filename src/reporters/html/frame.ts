import { isHidden, shownLine } from '../../sensitive/mask.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { windowOf } from '../shared/code-frame.ts';
import { type Markup, markup } from '../shared/markup.ts';

/** Separate from the markup, so that the bundle can escape it as ASCII. */
const ELLIPSIS = '…';

/** In lines: more are cut; of a long line the part around the mark is shown. */
const MAX_LINES = 6;
const MAX_AROUND = 120;
const MAX_MARKED = 400;

/** The lines of a span with the exact text marked. */
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
  // The indentation of further lines is not marked.
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
