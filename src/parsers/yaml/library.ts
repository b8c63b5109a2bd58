import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  visit,
} from 'yaml';
import type { Span } from '../../text/location.ts';
import { readYamlDocuments, type YamlDocuments } from './documents.ts';
import type { YamlLimit } from './limits.ts';
import { type SyntaxNode, type SyntaxPair, unwritten } from './syntax.ts';
import type { ScalarStyle } from './tree.ts';

/** The functions that need the `yaml` package. Most Compose files don't (`fast-path/reader.ts`), so the build puts this module into its own file. */

/** An error as `yaml` reports it: its place may be empty, or after the end of the text. */
export interface SyntaxError {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface SyntaxDocuments {
  /** The content of each document; `undefined` if empty. */
  readonly documents: readonly (SyntaxNode | undefined)[];
  readonly errors: readonly SyntaxError[];
  /** Why nothing was read: then there are no documents and no errors. */
  readonly limit?: YamlLimit;
}

/** Parses the documents of a text; none for an empty one. Accepts and rejects what Go's yaml.v3 accepts and rejects. */
export function parseDocuments(text: string): SyntaxDocuments {
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

function nothingRead(limit: YamlLimit): SyntaxDocuments {
  return { documents: [], errors: [], limit };
}

/** Stand-ins for `\'`, of equal length: Go's yaml.v3 accepts it as an apostrophe, `yaml` doesn't. One that the text lacks is used. */
const STAND_INS = [
  { escape: '\\v', character: '\v' },
  { escape: '\\a', character: '\x07' },
  { escape: '\\P', character: '\u2029' },
  { escape: '\\L', character: '\u2028' },
] as const;

function toDocuments(documents: readonly Document[], text: string, apostrophe?: string): SyntaxDocuments {
  const errors = documents.flatMap((document) =>
    document.errors
      .filter(({ pos, code }) => !isTakenByGo(code, text.slice(Math.max(0, pos[0] - 4), pos[0])))
      .map(({ pos, code, message }) => ({ start: pos[0], end: pos[1], message: withoutText(code, message) })),
  );
  return {
    documents: documents.map(({ contents }) => (contents === null ? undefined : toNode(contents, apostrophe))),
    errors: [...errors, ...slashEscapes(documents, text), ...longKeys(documents, text)],
  };
}

/** Escaped slashes: JSON allows them, Go's yaml.v3 doesn't. */
function slashEscapes(documents: readonly Document[], text: string): readonly SyntaxError[] {
  const errors: SyntaxError[] = [];
  if (!text.includes('\\/')) return errors;
  for (const document of documents) {
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type !== 'QUOTE_DOUBLE' || !range) return;
        for (const { 1: escaped, index } of text.slice(range[0], range[1]).matchAll(/\\(.)/gs)) {
          if (escaped === '/')
            errors.push({ start: range[0] + index, end: range[0] + index + 2, message: OWN_WORDS.BAD_DQ_ESCAPE });
        }
      },
    });
  }
  return errors;
}

/** Keys in braces whose end or colon is in another line: YAML allows them, Go's yaml only after a `?` (`yaml_parser_stale_simple_keys`). */
function longKeys(documents: readonly Document[], text: string): readonly SyntaxError[] {
  const errors: SyntaxError[] = [];
  if (!text.includes('{')) return errors;
  for (const document of documents) {
    visit(document, {
      Map: (_, { flow, items }) => {
        if (flow !== true) return;
        for (const { key } of items) {
          const span = spanOf(key);
          if (span === undefined) continue;
          const gap = /(?:[ \t\r\n]|(?<=\s)#.*)*/y;
          gap.lastIndex = span.end;
          const colon = span.end + (gap.exec(text)?.[0].length ?? 0);
          const isLong = text[colon] === ':' && text.slice(span.start, colon).includes('\n');
          let before = span.start - 1;
          while (' \t\r\n'.includes(text[before] ?? '?')) before -= 1;
          if (isLong && text[before] !== '?')
            errors.push({ ...span, message: 'A key in braces must be on the same line as its colon' });
        }
      },
    });
  }
  return errors;
}

/** Go's yaml.v3 allows a comment right after quoted text, a bracket, a comma or a block scalar's head, `>-#` (`yaml_parser_scan_to_next_token`). */
function isTakenByGo(code: ErrorCode, before: string): boolean {
  return code === 'MISSING_CHAR' && /["'[\]{},]$|(?:^|\s)[|>][-+\d]{0,2}$/.test(before);
}

/** Replacements for errors in which `yaml` quotes the file. */
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

function parse(text: string, isAnyColumnTaken = false): YamlDocuments {
  return readYamlDocuments(text, { schema: 'failsafe', uniqueKeys: false, isAnyColumnTaken });
}

/** Uses the lenient lexer only if that closes all quotes and brackets: otherwise, the line where one ends is a better guess. */
function parseAsGo(text: string): YamlDocuments {
  const parsed = parse(text);
  if (!isUnclosed(parsed)) return parsed;
  const again = parse(text, true);
  return isUnclosed(again) ? parsed : again;
}

/** `yaml`'s messages for quotes and brackets without an end, or with one too far left. */
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

/** `apostrophe` is the stand-in for one in double quotes. */
function toNode(node: unknown, apostrophe: string | undefined): SyntaxNode {
  const [start, end] = (isNode(node) ? node.range : undefined) ?? [0, 0];
  if (isAlias(node)) return { kind: 'alias', start, end, anchor: undefined, tag: undefined, source: node.source };
  if (isScalar(node)) {
    const { source = '' } = node;
    return {
      kind: 'scalar',
      start,
      end,
      anchor: node.anchor,
      tag: node.tag,
      style: STYLES[node.type ?? 'PLAIN'] ?? 'plain',
      string: apostrophe === undefined ? source : source.replaceAll(apostrophe, "'"),
    };
  }
  if (isMap(node))
    return {
      kind: 'mapping',
      start,
      end,
      anchor: node.anchor,
      tag: node.tag,
      isFlow: node.flow === true,
      pairs: node.items.map((pair) => toPair(pair, apostrophe)),
    };
  if (isSeq(node))
    return {
      kind: 'sequence',
      start,
      end,
      anchor: node.anchor,
      tag: node.tag,
      isFlow: node.flow === true,
      items: node.items.map((item) => toNode(item, apostrophe)),
    };
  return unwritten(start);
}

function toPair({ key, value }: Pair, apostrophe: string | undefined): SyntaxPair {
  return { key: toNode(key, apostrophe), value: isNode(value) ? toNode(value, apostrophe) : undefined };
}

/** Lexer marks without text: start and end of a document or flow collection, and the start of a scalar. */
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

/** Where keys with their values, and list items, begin and end, outermost first. Empty above a limit. */
export function findEntrySpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  const parsed = parse(text);
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
