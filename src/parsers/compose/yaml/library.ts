import { isAlias, isMap, isPair, isScalar, isSeq, isNode, Lexer, parseAllDocuments, visit, type Document, type ErrorCode, type Pair } from 'yaml';
import type { Span } from '../../../model/source.ts';
import type { ScalarStyle } from '../tree.ts';
import { unwritten, type SyntaxNode, type SyntaxPair } from './syntax.ts';

/*
 * All that is asked of the `yaml` package for Compose files. Most of them are read without it (`plain/reader.ts`), so that it is loaded only where
 * a function of this module is called: the build makes a file of its own of it.
 */

/** Something wrong with a text, as `yaml` has it: its place may be empty, or lie behind the text. */
export interface SyntaxError {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface SyntaxDocuments {
  /** The content of each document; `undefined` where it has none. */
  readonly documents: readonly (SyntaxNode | undefined)[];
  readonly errors: readonly SyntaxError[];
}

/** The documents of a text as far as `yaml` can read them: none of an empty text. */
export function parseDocuments(text: string): SyntaxDocuments {
  const documents = parse(text);
  return {
    documents: documents.map(({ contents }) => (contents === null ? undefined : toNode(contents))),
    errors: documents.flatMap(({ errors }) =>
      errors.filter(({ pos, code }) => !isTakenByGo(code, text.slice(Math.max(0, pos[0] - 4), pos[0]))).map(({ pos, code, message }) => ({ start: pos[0], end: pos[1], message: withoutText(code, message) })),
    ),
  };
}

/**
 * A comment may stand right behind a quoted text, a bracket, a comma, or the head of a block scalar (`>-#`): Go's yaml.v3 takes it wherever
 * none of these can go on (`yaml_parser_scan_to_next_token`).
 */
function isTakenByGo(code: ErrorCode, before: string): boolean {
  return code === 'MISSING_CHAR' && /["'[\]{},]$|(?:^|\s)[|>][-+\d]{0,2}$/.test(before);
}

/** Errors of which `yaml` tells with what stands in the text, and what is said in their place. */
const OWN_WORDS: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_DIRECTIVE: "This directive can't be read",
  BAD_DQ_ESCAPE: 'Invalid escape sequence',
  TAG_RESOLVE_FAILED: "This tag can't be resolved",
};

/** A character of YAML itself, which is no part of a value. */
const INDICATOR = /^"[-?:{}[\],]"$/;

/** What `yaml` says of an error with nothing of the text in it, which may be a secret: it quotes that behind a colon. */
function withoutText(code: ErrorCode, message: string): string {
  const own = OWN_WORDS[code];
  if (own !== undefined) return own;
  const colon = message.search(/(?<=[^\s(]): /);
  return colon < 0 || INDICATOR.test(message.slice(colon + 2)) ? message : message.slice(0, colon);
}

function parse(text: string): readonly Document[] {
  return parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function toNode(node: unknown): SyntaxNode {
  const [start, end] = (isNode(node) ? node.range : undefined) ?? [0, 0];
  if (isAlias(node)) return { kind: 'alias', start, end, anchor: undefined, tag: undefined, source: node.source };
  if (isScalar(node)) return { kind: 'scalar', start, end, anchor: node.anchor, tag: node.tag, style: STYLES[node.type ?? 'PLAIN'] ?? 'plain', string: node.source ?? '' };
  if (isMap(node)) return { kind: 'mapping', start, end, anchor: node.anchor, tag: node.tag, isFlow: node.flow === true, pairs: node.items.map(toPair) };
  if (isSeq(node)) return { kind: 'sequence', start, end, anchor: node.anchor, tag: node.tag, isFlow: node.flow === true, items: node.items.map(toNode) };
  return unwritten(start);
}

function toPair({ key, value }: Pair): SyntaxPair {
  return { key: toNode(key), value: isNode(value) ? toNode(value) : undefined };
}

/** The lexer's marks that stand for no text: a document or a flow collection begins or ends, and what follows is a scalar. */
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001F';

/** Where the comments of a text stand, without the white space behind them. */
export function findCommentSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let isInScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (token === DOCUMENT || token === FLOW_END) continue;
    if (token === SCALAR) {
      isInScalar = true;
      continue;
    }
    if (!isInScalar && token.startsWith('#')) spans.push({ start: at, end: at + token.trimEnd().length });
    isInScalar = false;
    at += token.length;
  }
  return spans;
}

/** Where keys with their values, and list items, begin and end, the outermost first where several begin together. */
export function findEntrySpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const document of parse(text)) {
    visit(document, {
      Pair: (_, { key, value }) => {
        const [start, end] = [spanOf(key)?.start, spanOf(value)?.end ?? spanOf(key)?.end];
        if (start !== undefined && end !== undefined) spans.push({ start, end });
      },
      Node: (key, node, path) => {
        const span = spanOf(node);
        if (typeof key === 'number' && !isPair(path.at(-1)) && span !== undefined) spans.push(span);
      },
    });
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

function spanOf(node: unknown): Span | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range ? { start: range[0], end: range[1] } : undefined;
}
