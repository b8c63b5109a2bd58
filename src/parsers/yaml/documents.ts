import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import { MAX_NESTING } from '../syntax/nesting.ts';
import { lengthLimit, type YamlLimit } from './syntax.ts';

/** The documents of a YAML file, or the limit that prevented reading it. */
export type YamlDocuments = { readonly documents: readonly Document.Parsed[] } | { readonly limit: YamlLimit };

/**
 * The `yaml` package needs some hundred bytes per piece (a scalar, white space, a comma); twice as
 * many if there are errors.
 */
const MAX_PIECES = 1_000_000;

/**
 * Like `parseAllDocuments` of `yaml` (with Go's columns, `isAnyColumnTaken`), but stops if the text
 * is too deep or too large for the package's recursion.
 */
export function readYamlDocuments(text: string, isAnyColumnTaken = false): YamlDocuments {
  const limit = lengthLimit(text);
  if (limit !== undefined) return { limit };
  const lexer = isAnyColumnTaken ? new GoLexer() : new Lexer();
  const { stackTraceLimit } = Error;
  // The package creates an error object per fault, and stacks are most of their cost.
  Error.stackTraceLimit = 0;
  try {
    return {
      documents: [...new Composer({ schema: 'failsafe', uniqueKeys: false }).compose(shallowTokens(text, lexer))],
    };
  } catch (error) {
    if (error instanceof BeyondLimit) return { limit: error.limit };
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * The package's lexer, with members that its types omit: `package.json` names its exact version.
 */
const LexerBase: new () => { lex(source: string): Generator<string, void> } = Lexer;

/**
 * Lets quoted texts and brackets continue at any column, as Go's yaml.v3 does
 * (`yaml_parser_scan_flow_scalar`, `yaml_parser_unroll_indent`) but YAML 1.2 doesn't.
 */
class GoLexer extends LexerBase {
  declare readonly buffer: string;
  declare readonly pos: number;
  declare readonly flowLevel: number;
  declare blockIndent: number;
  declare readonly pushToIndex: (index: number, allowsEmpty: boolean) => Generator<string, unknown>;

  *parseQuotedScalar(): Generator<string, string> {
    const pattern = this.buffer.charAt(this.pos) === "'" ? SINGLE_QUOTED : DOUBLE_QUOTED;
    pattern.lastIndex = this.pos;
    pattern.test(this.buffer);
    const end = pattern.lastIndex > this.pos ? pattern.lastIndex : this.buffer.length;
    yield* this.pushToIndex(end, false);
    return this.flowLevel > 0 ? 'flow' : 'doc';
  }

  /** The minimum indentation of a continued value: any inside brackets. */
  get indentNext(): number {
    return this.flowLevel > 0 ? 0 : this.blockIndent;
  }

  set indentNext(value: number) {
    this.blockIndent = value;
  }
}

const SINGLE_QUOTED = /'(?:[^'\n]|''|\n(?!(?:---|\.\.\.)(?:\s|$)))*'/y;
const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\[^\n]|\\?\n(?!(?:---|\.\.\.)(?:\s|$)))*"/y;

class BeyondLimit extends Error {
  readonly limit: YamlLimit;

  constructor(limit: YamlLimit) {
    super(limit.what);
    this.limit = limit;
  }
}

/** Throws if the file is too deep or has too many pieces. */
function* shallowTokens(
  text: string,
  lexer: { lex(source: string): Generator<string, void> },
): Generator<CST.Token, void> {
  const parser = new Parser();
  let pieces = 0;
  for (const lexeme of lexer.lex(text)) {
    yield* parser.next(lexeme);
    pieces += 1;
    if (pieces > MAX_PIECES)
      throw new BeyondLimit({
        at: Math.max(0, parser.offset - lexeme.length),
        what: 'The file has more values than any real Compose file or configuration',
      });
    const { stack } = parser;
    // The lowest element is the document; the topmost may be an unfinished scalar.
    const top = stack.at(-1);
    if (stack.length - (top !== undefined && 'items' in top ? 1 : 2) > MAX_NESTING)
      throw new BeyondLimit({
        at: Math.max(0, parser.offset - lexeme.length),
        what: `This is nested more than ${MAX_NESTING} levels deep`,
      });
  }
  yield* parser.end();
}
