import type { FileEdit } from '../../../../text/edit.ts';
import { isFirstInLine, lineEnd, lineStart, nextLine } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/location.ts';
import { refused, type Written } from '../../../contract/writer.ts';
import { commentsIn, type Node } from '../json.ts';

/** A parsed JSON text, with the places of its comments. */
export interface JsonPage {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly comments: readonly Span[];
}

export function toPage(path: string, text: string, root: Node): JsonPage {
  return { path, text, root, comments: commentsIn(text) };
}

export function insertion({ path }: JsonPage, at: number, newText: string): FileEdit {
  return { path, span: { start: at, end: at }, newText };
}

/** Appends an element to an array, or a property to an object, on the same or its own line, like the others. */
export function appendElement(page: JsonPage, collection: Node, element: string): Written {
  const { text } = page;
  const last = collection.children?.at(-1);
  const close = endOf(collection) - 1;
  if (last === undefined) {
    const span = { start: collection.offset + 1, end: close };
    if (text.slice(span.start, span.end).trim() !== '') return refused('comment', 'It contains a comment.');
    return { edits: [{ path: page.path, span, newText: element }] };
  }
  const end = endOf(last);
  const comma = commaBehind(page, end, close);
  const isOwnLine = isFirstInLine(text, last.offset) && lineStart(text, last.offset) > collection.offset;
  if (!isOwnLine) {
    // After a trailing comma, the new one gets a comma too.
    if (comma !== undefined) return { edits: [insertion(page, comma + 1, ` ${element},`)] };
    return { edits: [insertion(page, end, `, ${element}`)] };
  }
  const separator = eolOf(text) + text.slice(lineStart(text, last.offset), last.offset);
  const behind = comma === undefined ? end : comma + 1;
  const at = lineCommentEnd(page, behind);
  const newText = `${separator}${element}${comma === undefined ? '' : ','}`;
  if (comma !== undefined) return { edits: [insertion(page, at, newText)] };
  if (at === end) return { edits: [insertion(page, end, `,${newText}`)] };
  return { edits: [insertion(page, end, ','), insertion(page, at, newText)] };
}

/** Removes consecutive elements or properties, with their commas and emptied lines; collections that become empty are removed too. */
export function remove(page: JsonPage, ...nodes: readonly [Node, ...Node[]]): Written {
  const [first] = nodes;
  const { parent } = first;
  if (parent === undefined) return refused('form', 'Nothing would remain.');
  if (parent.type === 'property') return remove(page, parent);
  const own = parent.children ?? [];
  if (own.length === nodes.length) return remove(page, parent);
  const index = own.indexOf(first);
  const last = own[index + nodes.length - 1];
  if (last === undefined) return refused('form', 'They are in several places.');
  return removeBetween(page, parent, [own[index - 1], first, last, own[index + nodes.length]]);
}

type Around = readonly [before: Node | undefined, first: Node, last: Node, after: Node | undefined];

function removeBetween(page: JsonPage, parent: Node, [before, first, last, after]: Around): Written {
  const { text, path } = page;
  const cut = (start: number, end: number): FileEdit => ({ path, span: { start, end }, newText: '' });
  const close = endOf(parent) - 1;
  const comma = commaBehind(page, endOf(last), after?.offset ?? close);
  const end = comma === undefined ? endOf(last) : comma + 1;
  if (hasComment(page, first.offset, end)) return BESIDE;
  // Remove the comma that would be before the bracket, unless there was one.
  const left =
    before !== undefined && after === undefined && comma === undefined
      ? commaBehind(page, endOf(before), first.offset)
      : undefined;
  const commas = left === undefined ? [] : [cut(left, left + 1)];
  if (isFirstInLine(text, first.offset) && text.slice(end, lineEnd(text, end)).trim() === '')
    return { edits: [...commas, cut(lineStart(text, first.offset), nextLine(text, end))] };
  // A comment stays, on its own line.
  if (isFirstInLine(text, first.offset) && lineCommentEnd(page, end) !== end)
    return { edits: [...commas, cut(first.offset, end + leading(text, end))] };
  if (after !== undefined && !text.slice(end, after.offset).includes('\n'))
    return hasComment(page, end, after.offset) ? BESIDE : { edits: [cut(first.offset, after.offset)] };
  // The comma after it replaces the one before it.
  if (before === undefined || hasComment(page, endOf(before), first.offset)) return BESIDE;
  return { edits: [cut(endOf(before), endOf(last))] };
}

const BESIDE = refused('comment', 'There is something else next to it, such as a comment.');

export function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The offset of the comma between two offsets, outside comments. */
function commaBehind({ text, comments }: JsonPage, from: number, to: number): number | undefined {
  for (let at = text.indexOf(',', from); at >= 0 && at < to; at = text.indexOf(',', at + 1)) {
    const found = at;
    if (!comments.some(({ start, end }) => start <= found && found < end)) return found;
  }
  return undefined;
}

/** The end of a comment that takes the rest of the line; else the offset itself. */
function lineCommentEnd({ text, comments }: JsonPage, at: number): number {
  const start = at + leading(text, at);
  const comment = comments.find((each) => each.start === start);
  return comment?.end === lineEnd(text, at) ? comment.end : at;
}

function hasComment({ comments }: JsonPage, from: number, to: number): boolean {
  return comments.some(({ start, end }) => start < to && end > from);
}

/** The number of blanks after an offset. */
function leading(text: string, at: number): number {
  let count = 0;
  while (' \t'.includes(text.charAt(at + count)) && text.charAt(at + count) !== '') count += 1;
  return count;
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
