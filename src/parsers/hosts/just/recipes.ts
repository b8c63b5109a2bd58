import type { SourceFile } from '../../../files/file-reader.ts';
import { placeAt, type Span } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Thing } from '../../contract/line-comments.ts';

interface Recipe {
  readonly span: Span;
  /** The parameters; only literal defaults are known. */
  readonly parameters: ReadonlyMap<string, Text | undefined>;
  /** The lines without indentation. */
  readonly lines: readonly Text[];
}

export interface Justfile {
  readonly recipes: readonly Recipe[];
  /** Commands in backticks outside recipes, which just runs. */
  readonly commands: readonly Text[];
  /** Variables with literal values; `exported` has those that just exports. */
  readonly variables: ReadonlyMap<string, Text>;
  readonly exported: ReadonlyMap<string, Text>;
  /** The program of `set shell`. */
  readonly shell: string | undefined;
  /** Comment lines between recipes; `things` has, in order, everything that they can apply to. */
  readonly comments: readonly Span[];
  readonly things: readonly Thing[];
}

const OTHER = /^(?:[ \t#[@]*#|\[|(?:set|import|mod|alias|export|unexport)[ \t])|:=/;

/** A literal, possibly as an environment variable's default, and possibly with a comment. */
const LITERAL = /^\s*(?:env(?:_var_or_default)?\([^,()]*,\s*)?(?:"([^"\\]*)"|'([^']*)')[ \t]*(?:\)[ \t]*)?(?:#.*)?$/d;

/** Parses a justfile by lines: a recipe is a line with a colon and the indented lines below it. */
export function readJustfile({ path, text }: SourceFile): Justfile {
  const recipes: (Recipe & { readonly span: { end: number }; readonly lines: Text[] })[] = [];
  const [variables, exported] = [new Map<string, Text>(), new Map<string, Text>()];
  const [comments, things]: [Span[], Thing[]] = [[], []];
  const commands: Text[] = [];
  let shell: string | undefined;
  let isRecipe = false;
  let isContinued = false;
  let indent = '';
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    const span = { start: index, end: index + line.length };
    const isMore: boolean = isContinued;
    isContinued = (isMore || !isRecipe || !/^[ \t]/.test(line)) && line.endsWith('\\');
    if (isMore || !isRecipe || !/^[ \t]/.test(line)) commands.push(...backticksIn(path, line, index));
    if (isMore) continue;
    const recipe = isRecipe && /^[ \t]/.test(line) ? recipes.at(-1) : undefined;
    if (recipe !== undefined) {
      if (recipe.lines.length === 0) indent = /^[ \t]+/.exec(line)?.[0] ?? '';
      const inset = line.startsWith(indent) ? indent.length : 0;
      recipe.lines.push(Text.verbatim(line.slice(inset), placeAt(path, index + inset, span.end)));
      recipe.span.end = span.end;
      continue;
    }
    isRecipe = !OTHER.test(line) && line.includes(':');
    if (isRecipe) recipes.push({ span, parameters: parametersOf(path, line, index), lines: [] });
    const [, isExported, name, expression = ''] = /^(export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*:=(.*)/.exec(line) ?? [];
    const value = literal(path, expression, span.end - expression.length);
    for (const values of isExported === undefined ? [variables] : [variables, exported])
      if (name !== undefined && value !== undefined) values.set(name, value);
    shell ??= /^set[ \t]+shell[ \t]*:=[ \t]*\[[ \t]*["']([^"']*)["']/.exec(line)?.[1];
    if (/^[ \t]*#/.test(line)) comments.push({ start: index + line.indexOf('#'), end: index + line.trimEnd().length });
    else things.push({ span });
  }
  return { recipes, commands, variables, exported, shell, comments, things };
}

/** Quoted text, a comment, or a command in backticks. */
const QUOTED = /"(?:[^"\\]|\\.)*"|'[^']*'|#.*|```(?<block>.*?)```|`(?<command>[^`]*)`/g;

function backticksIn(path: string, line: string, start: number): readonly Text[] {
  if (!line.includes('`')) return [];
  return Array.from(line.matchAll(QUOTED)).flatMap(({ 0: found, index, groups }) => {
    const { block, command = block } = groups ?? {};
    const from = start + index + found.indexOf(command ?? '', block === undefined ? 1 : 3);
    return command === undefined ? [] : [Text.verbatim(command, placeAt(path, from, from + command.length))];
  });
}

function parametersOf(path: string, header: string, start: number): Recipe['parameters'] {
  const words = [...header.matchAll(/(?:"[^"]*"?|'[^']*'?|[^\s"':])+|:/g)];
  const end = words.findIndex(([word]) => word === ':');
  return new Map(
    words.slice(1, end < 0 ? undefined : end).flatMap(({ 0: word, index }) => {
      const [, name, value = ''] = /^[*+]?\$?([A-Za-z_][\w-]*)(?:=(.*))?$/.exec(word) ?? [];
      return name === undefined ? [] : [[name, literal(path, value, start + index + word.length - value.length)]];
    }),
  );
}

/** A literal expression, or the default of an environment variable; `start` is its offset. */
function literal(path: string, expression: string, start: number): Text | undefined {
  const found = LITERAL.exec(expression)?.indices ?? [];
  const [from, to] = found[1] ?? found[2] ?? [];
  if (from === undefined || to === undefined) return undefined;
  return Text.verbatim(expression.slice(from, to), placeAt(path, start + from, start + to));
}
