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
import { MAX_NESTING } from './nesting.ts';

/** The documents of a YAML text, or where it is nested more than {@link MAX_NESTING} levels deep, so that nothing of it is read. */
export type YamlDocuments = { readonly documents: readonly Document.Parsed[] } | { readonly tooDeepAt: number };

/**
 * Reads a YAML text with the `yaml` package, as its `parseAllDocuments` does, but for what is nested too deeply for it: its parser keeps a stack of
 * what is open, and is stopped there, before the parts that call themselves for each level see anything of it.
 */
export function readYamlDocuments(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions,
): YamlDocuments {
  try {
    return { documents: [...new Composer(options).compose(shallowTokens(text))] };
  } catch (error) {
    if (error instanceof TooDeep) return { tooDeepAt: error.at };
    throw error;
  }
}

class TooDeep extends Error {
  readonly at: number;

  constructor(at: number) {
    super('This is nested too deeply.');
    this.at = at;
  }
}

/** What the parser makes of a text. Throws where it is nested too deeply. */
function* shallowTokens(text: string): Generator<CST.Token, void> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    const { stack } = parser;
    // The document is at its bottom, and at its top there may be a scalar that goes on.
    const top = stack.at(-1);
    if (stack.length - (top !== undefined && 'items' in top ? 1 : 2) > MAX_NESTING)
      throw new TooDeep(Math.max(0, parser.offset - lexeme.length));
  }
  yield* parser.end();
}
