import { placeAt, type Span } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Thing } from '../../contract/line-comments.ts';
import type { SourceFile } from '../../contract/parsed.ts';

interface Recipe {
  /** From its name to its last line. */
  readonly span: Span;
  /** Each with its default, where that is a literal. */
  readonly parameters: ReadonlyMap<string, Text | undefined>;
  /** The lines without their indentation. */
  readonly lines: readonly Text[];
}

/** What a justfile holds. */
export interface Justfile {
  readonly recipes: readonly Recipe[];
  /** What backticks hold outside of recipes, which just runs. */
  readonly commands: readonly Text[];
  /** Those that a literal gives, and which of them a shell gets. */
  readonly variables: ReadonlyMap<string, Text>;
  readonly exported: ReadonlyMap<string, Text>;
  /** The program that `set shell` names. */
  readonly shell: string | undefined;
  /** The lines between recipes that are comments, and in order all that they may speak of. */
  readonly comments: readonly Span[];
  readonly things: readonly Thing[];
}

const OTHER = /^(?:[ \t#[@]*#|\[|(?:set|import|mod|alias|export|unexport)[ \t])|:=/;

/** A text alone, or as the last word of what gives a variable of the environment, with a comment behind it. */
const LITERAL = /^\s*(?:env(?:_var_or_default)?\([^,()]*,\s*)?(?:"([^"\\]*)"|'([^']*)')[ \t]*(?:\)[ \t]*)?(?:#.*)?$/d;

/** Reads a justfile line by line: a recipe is a line with a colon, and what is indented below it. */
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

/** A text in quotes, a comment, or a command in backticks. */
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

/** An expression that is one literal, or what it is where the environment says nothing, and begins at an offset. */
function literal(path: string, expression: string, start: number): Text | undefined {
  const found = LITERAL.exec(expression)?.indices ?? [];
  const [from, to] = found[1] ?? found[2] ?? [];
  if (from === undefined || to === undefined) return undefined;
  return Text.verbatim(expression.slice(from, to), placeAt(path, start + from, start + to));
}
