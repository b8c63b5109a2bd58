import { placeAt, type Span } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';

/** A recipe with the lines below it. */
export interface Recipe {
  readonly header: string;
  /** From its name to its last line. */
  readonly span: Span;
  /** The lines without their indentation. */
  readonly lines: readonly Text[];
}

/** What a justfile holds: recipes, and the lines between them, by where they stand. */
export interface Justfile {
  readonly recipes: readonly Recipe[];
  readonly others: readonly { readonly text: string; readonly start: number }[];
}

/** What begins a line that is no recipe. */
const OTHER = /^(?:$|[ \t#[@]*#|\[|(?:set|import|mod|alias|export|unexport)[ \t])|:=/;

/** Reads a justfile line by line: a recipe is a line with a colon, and what is indented below it. */
export function readJustfile(path: string, text: string): Justfile {
  const recipes: { header: string; span: Span; lines: Text[] }[] = [];
  const others: { text: string; start: number }[] = [];
  let indent = '';
  let isRecipe = false;
  for (const { 0: whole, 1: line = '', index } of text.matchAll(/(.*?)(?:\r?\n|$)/gy)) {
    if (whole === '') break;
    const recipe = isRecipe ? recipes.at(-1) : undefined;
    if (recipe !== undefined && (/^[ \t]/.test(line) || line.trim() === '')) {
      if (line.trim() === '') continue;
      if (recipe.lines.length === 0) indent = /^[ \t]+/.exec(line)?.[0] ?? '';
      const inset = line.startsWith(indent) ? indent.length : 0;
      const [start, end] = [index + inset, index + line.length];
      recipe.lines.push(Text.verbatim(text.slice(start, end), placeAt(path, start, end)));
      recipe.span = { start: recipe.span.start, end };
      continue;
    }
    isRecipe = !OTHER.test(line) && line.includes(':');
    if (isRecipe) recipes.push({ header: line, span: { start: index, end: index + line.length }, lines: [] });
    else others.push({ text: line, start: index });
  }
  return { recipes, others };
}

/** The parameters of a recipe, each with its default where that is a literal. */
export function parametersOf(header: string): ReadonlyMap<string, string | undefined> {
  const words = [''];
  for (const [token] of header.matchAll(/"[^"]*"?|'[^']*'?|[^\s"':]+|:|\s+/g)) {
    if (token === ':') break;
    if (token.trim() === '') words.push('');
    else words.push(`${words.pop() ?? ''}${token}`);
  }
  return new Map(
    words.slice(1).flatMap((word) => {
      const [, name, value] = /^[*+]?\$?([A-Za-z_][\w-]*)(?:=(.*))?$/.exec(word) ?? [];
      return name === undefined ? [] : [[name, literal(value)] as const];
    }),
  );
}

/** What an expression is that is one literal, or what it is where the environment says nothing; else `undefined`. */
export function literal(expression = ''): string | undefined {
  const text = expression
    .trim()
    .replace(/^env(?:_var_or_default)?\([^,()]*,(.*)\)[ \t]*(?:#.*)?$/, '$1')
    .trim();
  const [, double, single] = /^(?:"([^"\\]*)"|'([^']*)')[ \t]*(?:#.*)?$/.exec(text) ?? [];
  return double ?? single;
}
