import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  Lexer,
  type ParseOptions,
  Parser,
  type SchemaOptions,
} from 'yaml';
import { MAX_NESTING } from '../syntax/nesting.ts';
import { lengthLimit, type YamlLimit } from './limits.ts';

/** The documents of a YAML text, or the limit for which nothing of it is read. */
export type YamlDocuments = { readonly documents: readonly Document.Parsed[] } | { readonly limit: YamlLimit };

/**
 * The `yaml` package takes a text apart into pieces: a scalar, the white space before it, a comma. Each takes some
 * hundred bytes, in what is wrong twice as many, so that a text of commas needs a thousand times its size.
 */
const MAX_PIECES = 1_000_000;

/**
 * Reads a YAML text with the `yaml` package, as its `parseAllDocuments` does, but for what is nested too deeply for it,
 * or too much: its parser keeps a stack of what is open, and is stopped there, before the parts that call themselves
 * for each level see anything of it.
 */
export function readYamlDocuments(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions & { readonly isAnyColumnTaken?: boolean },
): YamlDocuments {
  const limit = lengthLimit(text);
  if (limit !== undefined) return { limit };
  const lexer = options.isAnyColumnTaken === true ? new GoLexer() : new Lexer();
  const { stackTraceLimit } = Error;
  // The package makes an error of each thing that is wrong, and of all that an error takes to make nearly all is its
  // stack.
  Error.stackTraceLimit = 0;
  try {
    return { documents: [...new Composer(options).compose(shallowTokens(text, lexer))] };
  } catch (error) {
    if (error instanceof BeyondLimit) return { limit: error.limit };
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The `yaml` package's lexer, with what it has at run time for those who take it further. */
const LexerBase: new () => { lex(source: string): Generator<string, void> } = Lexer;

/**
 * Takes a quoted text or a bracket that goes on at any column of the next line, as Go's yaml.v3 does
 * (`yaml_parser_scan_flow_scalar`, `yaml_parser_unroll_indent`): only the beginning or the end of a document ends it.
 * YAML 1.2 wants it indented.
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

  /** The least indentation of what goes on: the block around a bracket has no say in it. */
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

/** What the parser makes of a text. Throws where it is nested too deeply, or has too many pieces. */
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
    // The document is at its bottom, and at its top there may be a scalar that goes on.
    const top = stack.at(-1);
    if (stack.length - (top !== undefined && 'items' in top ? 1 : 2) > MAX_NESTING)
      throw new BeyondLimit({
        at: Math.max(0, parser.offset - lexeme.length),
        what: `This is nested more than ${MAX_NESTING} levels deep`,
      });
  }
  yield* parser.end();
}
