import type { TextEdit } from '../../../text/edit.ts';
import { isFirstInLine, lineEnd, lineStart, nextLine } from '../../../text/lines.ts';
import { refused, type Written } from '../../contract/writer.ts';
import type { SyntaxMapping, SyntaxNode, SyntaxPair, SyntaxSequence } from '../../yaml/syntax.ts';
import {
  blockText,
  eolAt,
  flowText,
  neededQuote,
  quoteOf,
  scalarText,
  styleOf,
  type WrittenYamlValue,
} from './style.ts';
import {
  columnOf,
  contentEnd,
  insertAt,
  isAnchored,
  pairEnd,
  partEnd,
  partStart,
  type Step,
  type WrittenYaml,
} from './syntax-path.ts';

export interface YamlPage extends WrittenYaml {
  readonly path: string;
  readonly source: string;
}

export function joinWritten(parts: readonly Written[]): Written {
  const refusal = parts.find((part) => part.refusal !== undefined);
  return refusal ?? { edits: parts.flatMap((part) => (part.refusal === undefined ? part.edits : [])) };
}

function written(page: YamlPage, ...edits: readonly TextEdit[]): Written {
  return { edits: edits.map((edit) => ({ path: page.path, ...edit })) };
}

export function insertPair(page: YamlPage, mapping: SyntaxMapping, key: string, value: WrittenYamlValue): Written {
  const style = styleOf(page, page.source, mapping);
  if (mapping.isFlow) return insertFlow(page, mapping, mapping.pairs, flowText({ [key]: value }, style).slice(1, -1));
  const [first] = mapping.pairs;
  const last = mapping.pairs.at(-1);
  if (first === undefined || last === undefined) return refused('form', 'It is empty.');
  if (!isFirstInLine(page.text, first.key.start) && mapping.pairs.length === 1 && !isListItem(page, first))
    return refused('form', 'It is on the same line as its key.');
  const indent = ' '.repeat(columnOf(page.text, first.key.start));
  return insertLine(page, pairEnd(page.text, last), last.value, indent, blockText(key, value, indent, style));
}

/** True for the first pair right after a `-`. */
function isListItem({ text }: YamlPage, { key }: SyntaxPair): boolean {
  return /^[ \t]*-[ \t-]*[ \t]$/.test(text.slice(lineStart(text, key.start), key.start));
}

export function appendItems(page: YamlPage, list: SyntaxSequence, values: readonly string[]): Written {
  const last = list.items.at(-1);
  const scalar = list.items.findLast((item) => item.kind === 'scalar');
  const style = { quote: quoteOf(scalar), neededQuote: neededQuote(page) };
  const texts = values.map((value) => scalarText(value, style));
  if (list.isFlow) return insertFlow(page, list, list.items, texts.join(', '));
  if (last === undefined) return refused('form', 'It is empty.');
  const indent = ' '.repeat(columnOf(page.text, list.start));
  const lines = texts.map((text) => `${indent}- ${text}`).join(eolAt(page.source, list.start));
  return insertLine(page, contentEnd(page.text, list), last, indent, lines);
}

/** Adds a line after `end`, and after the comments that follow at the new line's depth. */
function insertLine(page: YamlPage, end: number, last: SyntaxNode | undefined, indent: string, line: string): Written {
  const { text, source } = page;
  if (last !== undefined && isKept(text, last))
    return refused('form', 'Its trailing blank lines belong to the last value.');
  let at = lineEnd(text, end);
  if (text.slice(end, at).trim() !== '' && !text.slice(end, at).trimStart().startsWith('#'))
    return refused('form', 'Something else follows it on the same line.');
  let stop = at;
  for (let hasBlank = false; ; ) {
    const next = nextLine(text, stop);
    stop = lineEnd(text, next);
    const comment = text.slice(next, stop);
    if (next >= text.length) break;
    if (comment.trim() === '') hasBlank = true;
    else {
      // After a blank line, only a deeper comment belongs to the lines above.
      const depth = depthOf(comment) - (hasBlank ? 1 : 0);
      if (!comment.trimStart().startsWith('#') || depth < indent.length) break;
      at = stop;
      hasBlank = false;
    }
  }
  return written(page, insertAt(at, eolAt(source, at) + line));
}

/** A comment's column. If a list item is commented out, the column of the item. */
function depthOf(comment: string): number {
  const [item = ''] = /^\s*#\s+(?=- )/.exec(comment) ?? [];
  return item === '' ? comment.search(/\S/) : item.length;
}

/** True if the node ends with a block scalar that keeps blank lines. */
function isKept(text: string, node: SyntaxNode): boolean {
  if (node.kind === 'scalar')
    return node.style === 'literal' || node.style === 'folded'
      ? /^[|>]\d?\+/.test(text.slice(node.start, node.start + 3))
      : false;
  if (node.kind === 'alias' || node.isFlow) return false;
  const last = node.kind === 'mapping' ? node.pairs.at(-1)?.value : node.items.at(-1);
  return last !== undefined && isKept(text, last);
}

/** Adds an element at the end of a flow collection. */
function insertFlow(
  page: YamlPage,
  collection: SyntaxMapping | SyntaxSequence,
  elements: readonly (SyntaxNode | SyntaxPair)[],
  element: string,
): Written {
  const { text, source } = page;
  const close = contentEnd(text, collection) - 1;
  const last = elements.at(-1);
  if (last === undefined) {
    const inside = text.slice(collection.start + 1, close);
    if (inside.trim() !== '') return refused('comment', 'It contains a comment.');
    return written(page, { span: { start: collection.start + 1, end: close }, newText: element });
  }
  const [start, end] = [partStart(last), partEnd(text, last)];
  const isOwnLine = isFirstInLine(text, start) && lineStart(text, start) > collection.start;
  const space = text.slice(end, close).search(/\S/);
  const hasComma = space >= 0 && text.charAt(end + space) === ',';
  const behind = hasComma ? end + space + 1 : end;
  // The comma goes before a comment.
  const isCommented = text.slice(behind, lineEnd(text, behind)).trimStart().startsWith('#');
  const at = isCommented ? lineEnd(text, behind) : behind;
  const indent = isOwnLine ? text.slice(lineStart(text, start), start) : ' '.repeat(columnOf(text, start));
  const separator = isOwnLine || isCommented ? eolAt(source, at) + indent : ' ';
  if (hasComma) return written(page, insertAt(at, `${separator}${element}${isOwnLine ? ',' : ''}`));
  return isCommented
    ? written(page, insertAt(end, ','), insertAt(at, `${separator}${element}`))
    : written(page, insertAt(end, `,${separator}${element}`));
}

/** Replaces a scalar's value, keeping its quotes. */
export function replaceScalar(
  page: YamlPage,
  node: SyntaxNode,
  value: string | number | boolean,
  mayHaveVariable = false,
): Written {
  if (node.kind !== 'scalar') return refused('form', 'It is not a single value.');
  if (!mayHaveVariable && node.string.replaceAll('$$', '').includes('$'))
    return refused('variable', 'It contains a variable.');
  if (node.style === 'literal' || node.style === 'folded') return refused('form', 'It is in block style.');
  const newText = scalarText(value, { quote: quoteOf(node), neededQuote: neededQuote(page) });
  return written(page, { span: { start: node.start, end: contentEnd(page.text, node) }, newText });
}

/** Removes a key or element, and parents that become empty. */
export function removeStep(page: YamlPage, steps: readonly Step[], keep: number): Written {
  let depth = steps.length - 1;
  const isOnly = (step: Step): boolean =>
    (step.kind === 'pair' ? step.parent.pairs.length : step.parent.items.length) === 1;
  for (let step = steps[depth]; step !== undefined && isOnly(step); step = steps[depth]) depth -= 1;
  const step = steps[depth];
  if (step === undefined || depth < keep) return refused('form', 'Nothing would remain.');
  const [value, ...before] = step.kind === 'pair' ? [step.pair.value, step.pair.key] : [step.item];
  if (isAnchored(value) || before.some(isAnchored))
    return refused('shared', 'It has an anchor, which other nodes may reference.');
  return step.parent.isFlow ? removeFlow(page, step) : removeBlock(page, step);
}

function removeFlow(page: YamlPage, { parent, index }: Step): Written {
  const { text } = page;
  const elements = parent.kind === 'mapping' ? parent.pairs : parent.items;
  const [before, own, after] = [elements[index - 1], elements[index], elements[index + 1]];
  if (own === undefined) return refused('form', "It doesn't exist.");
  const start = before === undefined || after !== undefined ? partStart(own) : partEnd(text, before);
  const end = after === undefined ? partEnd(text, own) : partStart(after);
  if (/(?:^|\s)#/.test(text.slice(start, end))) return refused('comment', 'It has a comment next to it.');
  if (hasProperties(text, partStart(own))) return refused('form', 'It has a tag.');
  return written(page, { span: { start, end }, newText: '' });
}

function hasProperties(text: string, at: number): boolean {
  const before = text.slice(lineStart(text, at), at).trimEnd();
  return /(?:^|[\s,[{])[!&][^\s,[\]{}]*$/.test(before);
}

function removeBlock(page: YamlPage, step: Step): Written {
  const { text } = page;
  const isPair = step.kind === 'pair';
  const at = isPair ? step.pair.key.start : text.lastIndexOf('-', step.item.start);
  const end = isPair
    ? pairEnd(text, step.pair)
    : step.item.start === step.item.end
      ? at + 1
      : contentEnd(text, step.item);
  const value = isPair ? step.pair.value : step.item;
  const above = isPair && isFirstInLine(text, at) ? commentLines(text, step.pair) : [];
  if (hasComment(text, above.length === 0 ? at : (value?.start ?? at), value, end) || above.some(isForPlimsoll))
    return refused('comment', 'It contains a comment.');
  const rest = text.slice(end, lineEnd(text, end));
  if (rest.trim() !== '' && !rest.trimStart().startsWith('#'))
    return refused('form', 'Something else follows it on the same line.');
  if (isFirstInLine(text, at)) {
    // Keeps the comment on its own line, unless it is a suppression, which would apply to the next
    // finding.
    const kept = rest.trim() === '' || isForPlimsoll(rest) ? above : [...above, rest.trim()];
    if (kept.length > 0) {
      const newText = kept.join(eolAt(page.source, at) + text.slice(lineStart(text, at), at));
      return written(page, { span: { start: at, end: end + rest.trimEnd().length }, newText });
    }
    const start = lineStart(text, at);
    const isAtEnd = nextLine(text, end) === lineEnd(text, end);
    // At the end of the file, removes the line break before instead.
    const before = start > 0 && page.source.charAt(start - 2) === '\r' ? start - 2 : Math.max(0, start - 1);
    return written(page, { span: { start: isAtEnd ? before : start, end: nextLine(text, end) }, newText: '' });
  }
  const next = isPair ? step.parent.pairs[step.index + 1]?.key.start : step.parent.items[step.index + 1]?.start;
  if (next === undefined || !isPair || text.slice(end, next).trim() !== '')
    return refused('form', 'Something else precedes it on the same line.');
  return written(page, { span: { start: at, end: next }, newText: '' });
}

function isForPlimsoll(comment: string): boolean {
  return comment.includes('plimsoll:');
}

/** The comments between a key and its value, if on lines of their own. */
function commentLines(text: string, { key, value }: SyntaxPair): readonly string[] {
  const between = text.slice(key.end, value?.start ?? key.end);
  if (!/^:[ \t\r]*\n(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*$/.test(between)) return [];
  return between.split('\n').flatMap((line) => (line.trim().startsWith('#') ? [line.trim()] : []));
}

function hasComment(text: string, at: number, value: SyntaxNode | undefined, end: number): boolean {
  if (value === undefined || value.kind === 'scalar' || value.kind === 'alias')
    return /(?:^|\s)#/.test(text.slice(at, value?.kind === 'scalar' ? value.start : end));
  const inner =
    value.kind === 'mapping'
      ? value.pairs.flatMap(({ key, value: own }) => (own === undefined ? [key] : [key, own]))
      : value.items;
  let from = at;
  for (const node of inner) {
    if (/(?:^|\s)#/.test(text.slice(from, node.start))) return true;
    if (hasComment(text, node.start, node, contentEnd(text, node))) return true;
    from = contentEnd(text, node);
  }
  return false;
}
