import { indentOf, linesOf } from '../../../text/lines.ts';
import type { Span } from '../../../text/location.ts';
import { type CodeBlock, type MarkdownPage, type PageComment, readMarkdown } from './blocks.ts';
import { isRestructuredTextName } from './detect.ts';

const CODE = /^[ \t]*\.\.[ \t]+(?:code-block|sourcecode|code|highlight-block)::[ \t]*([\w+-]*)/;
const DIRECTIVE = /^[ \t]*\.\.[ \t]+[\w+.:-]+::/;
const COMMENT = /^[ \t]*\.\.[ \t]+(?![[_|])/;
const LITERAL = /::[ \t]*$/;
const OPTION = /^[ \t]+:[\w-]+:/;

/** The code blocks of a page and the comments outside them. The page's name decides the syntax. */
export function readMarkdownPage(path: string, text: string): MarkdownPage {
  return isRestructuredTextName(path) ? readRestructuredText(text) : readMarkdown(text);
}

/**
 * The code blocks and comments of a reStructuredText, in order: `code-block`, and literal blocks
 * after `::` (docutils, "Literal Blocks").
 */
export function readRestructuredText(text: string): MarkdownPage {
  const lines = linesOf(text);
  const blocks: CodeBlock[] = [];
  const comments: PageComment[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    const written = text.slice(line.start, line.end);
    const [, language] = CODE.exec(written) ?? [];
    const isLiteral = language === undefined && LITERAL.test(written) && !DIRECTIVE.test(written);
    const block =
      language !== undefined || isLiteral ? readBlock(text, lines, at, (language ?? '').toLowerCase()) : undefined;
    if (block !== undefined) blocks.push(block.block);
    else if (COMMENT.test(written) && !DIRECTIVE.test(written)) comments.push(commentIn(written, line));
    at = block?.next ?? at + 1;
  }
  return { blocks, comments };
}

/**
 * The lines after a line that are indented more, without directive options; `undefined` if there
 * are none.
 */
function readBlock(
  text: string,
  lines: readonly Span[],
  at: number,
  language: string,
): { readonly block: CodeBlock; readonly next: number } | undefined {
  const show = (index: number): string => text.slice(lines[index]?.start ?? 0, lines[index]?.end ?? 0);
  const indent = indentOf(show(at));
  let first = at + 1;
  while (first < lines.length && (show(first).trim() === '' || (first > at && OPTION.test(show(first))))) first += 1;
  const width = first < lines.length ? indentOf(show(first)) : 0;
  if (width <= indent) return undefined;
  let end = first;
  let next = first;
  for (; next < lines.length; next += 1) {
    const isBlank = show(next).trim() === '';
    if (!isBlank && indentOf(show(next)) <= indent) break;
    if (!isBlank) end = next + 1;
  }
  const inside = lines
    .slice(first, end)
    .map(({ start, end: stop }) => ({ start: Math.min(start + width, stop), end: stop }));
  const [start, stop] = [lines[at]?.start ?? 0, inside.at(-1)?.end ?? 0];
  return { block: { language, lines: inside, span: { start, end: stop } }, next };
}

function commentIn(written: string, { start, end }: Span): PageComment {
  const inner = start + (COMMENT.exec(written)?.[0].length ?? 0);
  // The comment's `#` replaces the character before it.
  return { inner: { start: inner, end }, span: { start: start + indentOf(written), end } };
}
