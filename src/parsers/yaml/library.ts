import {
  type Document,
  type ErrorCode,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  Lexer,
  type Pair,
  visit,
} from 'yaml';
import type { Span } from '../../text/location.ts';
import { readYamlDocuments, type YamlDocuments } from './documents.ts';
import { type SyntaxNode, type SyntaxPair, unwritten, type YamlLimit } from './syntax.ts';
import type { ScalarStyle } from './tree.ts';

/**
 * The functions that need the `yaml` package, which most Compose files don't: the build puts them
 * into another file.
 */

/**
 * A YAML error and its place. The place is as `yaml` reports it: it may be empty, or after the end
 * of the text.
 */
export interface YamlError extends Span {
  readonly message: string;
}

export interface RecoveredYaml {
  /** The content of each document; `undefined` if empty. */
  readonly documents: readonly (SyntaxNode | undefined)[];
  readonly errors: readonly YamlError[];
  /** Why nothing was read: then there are no documents and no errors. */
  readonly limit?: YamlLimit;
}

/** The documents of a text, if any. Accepts what Go's yaml.v3 accepts. */
export function parseDocuments(text: string): RecoveredYaml {
  const parsed = parseAsGo(text);
  if ('limit' in parsed) return nothingRead(parsed.limit);
  const { documents } = parsed;
  const apostrophes = documents.flatMap(({ errors }) =>
    errors
      .filter(({ code, pos }) => code === 'BAD_DQ_ESCAPE' && text.startsWith("\\'", pos[0]))
      .map(({ pos }) => pos[0]),
  );
  const standIn =
    apostrophes.length === 0
      ? undefined
      : STAND_INS.find(({ escape, character }) => !text.includes(escape) && !text.includes(character));
  if (standIn === undefined) return toDocuments(documents, text);
  let replaced = '';
  let end = 0;
  for (const at of apostrophes.toSorted((a, b) => a - b)) {
    replaced += text.slice(end, at) + standIn.escape;
    end = at + standIn.escape.length;
  }
  replaced += text.slice(end);
  const again = parseAsGo(replaced);
  return 'limit' in again ? nothingRead(again.limit) : toDocuments(again.documents, replaced, standIn.character);
}

function nothingRead(limit: YamlLimit): RecoveredYaml {
  return { documents: [], errors: [], limit };
}

/**
 * Stand-ins for `\'`, of equal length: Go's yaml.v3 accepts it as an apostrophe, `yaml` doesn't.
 * One that the text lacks is used.
 */
const STAND_INS = [
  { escape: '\\v', character: '\v' },
  { escape: '\\a', character: '\x07' },
  { escape: '\\P', character: '\u2029' },
  { escape: '\\L', character: '\u2028' },
] as const;

function toDocuments(documents: readonly Document[], text: string, apostrophe?: string): RecoveredYaml {
  const errors = documents.flatMap((document) =>
    document.errors
      .filter(({ pos, code }) => !isTakenByGo(code, text.slice(Math.max(0, pos[0] - 4), pos[0])))
      .map(({ pos, code, message }) => ({ start: pos[0], end: pos[1], message: withoutText(code, message) })),
  );
  return {
    documents: documents.map(({ contents }) => (contents === null ? undefined : toNode(contents, apostrophe))),
    errors: [...errors, ...ownErrors(documents, text)],
  };
}

/**
 * Errors that only Go's yaml reports: escaped slashes, which JSON allows, and keys in braces that
 * end, or have their colon, on another line (`yaml_parser_stale_simple_keys`).
 */
function ownErrors(documents: readonly Document[], text: string): readonly YamlError[] {
  const errors: YamlError[] = [];
  if (!/\\\/|\{/.test(text)) return errors;
  for (const document of documents) {
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type !== 'QUOTE_DOUBLE' || !range) return;
        for (const { 1: escaped, index } of text.slice(range[0], range[1]).matchAll(/\\(.)/gs)) {
          if (escaped === '/')
            errors.push({ start: range[0] + index, end: range[0] + index + 2, message: OWN_WORDS.BAD_DQ_ESCAPE });
        }
      },
      Map: (_, { flow, items }) => {
        for (const { key } of flow === true ? items : []) {
          const span = spanOf(key);
          if (span !== undefined && isLongKey(text, span))
            errors.push({ ...span, message: 'A key in braces must be on the same line as its colon' });
        }
      },
    });
  }
  return errors;
}

/** True for a key in braces with a line break before its colon, except after a `?`. */
function isLongKey(text: string, { start, end }: Span): boolean {
  const gap = /(?:[ \t\r\n]|(?<=\s)#.*)*/y;
  gap.lastIndex = end;
  const colon = end + (gap.exec(text)?.[0].length ?? 0);
  if (text[colon] !== ':' || !text.slice(start, colon).includes('\n')) return false;
  let before = start - 1;
  while (' \t\r\n'.includes(text[before] ?? '?')) before -= 1;
  return text[before] !== '?';
}

/**
 * Go's yaml.v3 allows a comment right after quoted text, a bracket, a comma or the head of a block
 * scalar (`>-#`) (`yaml_parser_scan_to_next_token`).
 */
function isTakenByGo(code: ErrorCode, before: string): boolean {
  return code === 'MISSING_CHAR' && /["'[\]{},]$|(?:^|\s)[|>][-+\d]{0,2}$/.test(before);
}

/** Replacements for messages in which `yaml` quotes the file. */
const OWN_WORDS = {
  BAD_DIRECTIVE: "This directive can't be read",
  BAD_DQ_ESCAPE: 'Invalid escape sequence',
  TAG_RESOLVE_FAILED: "This tag can't be resolved",
} satisfies Partial<Record<ErrorCode, string>>;

const INDICATOR = /^"[-?:{}[\],]"$/;

/** `yaml`'s message without file content, which may be secret: it quotes that after a colon. */
function withoutText(code: ErrorCode, message: string): string {
  const own: Partial<Readonly<Record<ErrorCode, string>>> = OWN_WORDS;
  if (own[code] !== undefined) return own[code];
  const colon = message.search(/(?<=[^\s(]): /);
  return colon < 0 || INDICATOR.test(message.slice(colon + 2)) ? message : message.slice(0, colon);
}

/**
 * Uses the lenient lexer only if all quotes and brackets are closed then. Otherwise, the strict
 * lexer finds the error in a better place.
 */
function parseAsGo(text: string): YamlDocuments {
  const parsed = readYamlDocuments(text);
  if (!isUnclosed(parsed)) return parsed;
  const again = readYamlDocuments(text, true);
  return isUnclosed(again) ? parsed : again;
}

/** The messages of `yaml` for quotes and brackets whose end is missing or too far left. */
const UNCLOSED = /^Missing closing |^Flow .* must be sufficiently indented|and end with a [\]}]$/;

function isUnclosed(parsed: YamlDocuments): boolean {
  return (
    'documents' in parsed &&
    parsed.documents.some(({ errors }) =>
      errors.some(({ code, message }) => (code === 'MISSING_CHAR' || code === 'BAD_INDENT') && UNCLOSED.test(message)),
    )
  );
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** `apostrophe` is the replacement that stands for one in double quotes. */
function toNode(node: unknown, apostrophe: string | undefined): SyntaxNode {
  const { start, end } = spanOf(node) ?? { start: 0, end: 0 };
  if (isAlias(node)) return { kind: 'alias', start, end, anchor: undefined, tag: undefined, source: node.source };
  if (!isNode(node)) return unwritten(start);
  const written = { start, end, anchor: node.anchor, tag: node.tag };
  if (isScalar(node)) {
    const { source = '' } = node;
    const string = apostrophe === undefined ? source : source.replaceAll(apostrophe, "'");
    return { kind: 'scalar', ...written, style: STYLES[node.type ?? 'PLAIN'] ?? 'plain', string };
  }
  if (!isCollection(node)) return unwritten(start);
  const isFlow = node.flow === true;
  return isMap(node)
    ? { kind: 'mapping', ...written, isFlow, pairs: node.items.map((pair) => toPair(pair, apostrophe)) }
    : { kind: 'sequence', ...written, isFlow, items: node.items.map((item) => toNode(item, apostrophe)) };
}

function toPair({ key, value }: Pair, apostrophe: string | undefined): SyntaxPair {
  return { key: toNode(key, apostrophe), value: isNode(value) ? toNode(value, apostrophe) : undefined };
}

/**
 * Lexer marks without text: start and end of a document or flow collection, and the start of a
 * scalar.
 */
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001F';

/** The comments' places, without the white space after them. */
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

/**
 * The spans of keys with their values, and of list items, outermost first. Empty beyond a limit.
 */
export function findEntrySpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  const parsed = readYamlDocuments(text);
  if ('limit' in parsed) return spans;
  for (const document of parsed.documents) {
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
