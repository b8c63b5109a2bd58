import { isNode, isPair, Lexer, parseAllDocuments, visit } from 'yaml';
import type { Span } from '../../model/source.ts';
import type { Comment, SourceFile } from '../parsed.ts';
import { withLineFeeds } from './tolerant-yaml.ts';

/**
 * The comments of a YAML file for which `isWanted` holds, each with what it speaks of: at the end of a line that line; alone on its
 * line, the key or list item that follows, with all that stands under it. A comment that nothing follows speaks of itself.
 */
export function findYamlComments({ path, text: written }: SourceFile, isWanted: (comment: string) => boolean): readonly Comment[] {
  const text = withLineFeeds(written);
  const found = commentSpans(text).filter(({ start, end }) => isWanted(text.slice(start, end)));
  if (found.length === 0) return [];
  const nodes = nodeSpans(text);
  return found.map((span) => ({
    location: { path, span },
    text: text.slice(span.start, span.end),
    governs: isAlone(text, span.start) ? followingNode(text, span, nodes) : lineOf(text, span),
  }));
}

/** The lexer's marks that stand for no text: a document or a flow collection begins or ends, and what follows is a scalar. */
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001F';

function commentSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === DOCUMENT || token === FLOW_END) continue;
    if (token === SCALAR) {
      isScalar = true;
      continue;
    }
    if (!isScalar && token.startsWith('#')) spans.push({ start: at, end: at + token.trimEnd().length });
    isScalar = false;
    at += token.length;
  }
  return spans;
}

/** Where keys and list items begin and end, the outermost first where several begin together. */
function nodeSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  for (const document of Array.isArray(documents) ? documents : []) {
    visit(document, {
      Pair: (_, { key, value }) => {
        const [start, end] = [rangeOf(key)?.start, rangeOf(value)?.end ?? rangeOf(key)?.end];
        if (start !== undefined && end !== undefined) spans.push({ start, end });
      },
      Node: (key, node, path) => {
        const range = rangeOf(node);
        if (typeof key === 'number' && !isPair(path.at(-1)) && range !== undefined) spans.push(range);
      },
    });
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

function rangeOf(node: unknown): Span | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : undefined;
}

function isAlone(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

function lineOf(text: string, { start, end }: Span): Span {
  const newline = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: newline < 0 ? text.length : newline };
}

function followingNode(text: string, comment: Span, nodes: readonly Span[]): Span {
  const node = nodes.find(({ start }) => start >= comment.end);
  if (node === undefined) return comment;
  // Only what comes next: blank lines and other comments may stand between, nothing else.
  const between = text.slice(comment.end, node.start).split('\n').slice(0, -1);
  return between.every((line) => line.trim() === '' || line.trimStart().startsWith('#')) ? node : comment;
}
