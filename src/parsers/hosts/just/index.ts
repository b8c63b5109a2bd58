import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import {
  concatParsed,
  type FoundComment,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../../contract/parsed.ts';
import { findShellComments } from '../../shell/index.ts';
import { hasShebang } from '../../shell/syntax/detect.ts';
import { type HostTask, inOneShell, scriptsIn } from '../ci/command-lists.ts';
import { fillIn } from '../ci/expressions.ts';
import { parseJobs } from '../ci/job-results.ts';
import { type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { literal, parametersOf, type Recipe, readJustfile } from './recipes.ts';

/** What stands around an expression. */
const BRACES = { open: '{{', close: '}}' };

/** What the recipes ask the engine for: a shell of its own runs each line, or one the whole, by its first line. */
export function parseJustfiles(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(
    files.map((source) => {
      const variables = readVariables(source);
      const locations = variables.map(({ value }) => value.place.location);
      const tasks = readRecipes(source, context, variables);
      return parseJobs(source, [tasks], { problems: [], variables: locations, unparsed: [], isOrdered: false });
    }),
  );
}

/** A variable that a literal gives. */
interface Variable {
  readonly name: string;
  readonly value: Text;
  readonly isExported: boolean;
}

function readVariables({ path, text }: SourceFile): readonly Variable[] {
  return readJustfile(path, text).others.flatMap(({ text: line, start }): readonly Variable[] => {
    const [head = '', isExported, name] = /^(export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*:=[ \t]*/.exec(line) ?? [];
    const value = literal(line.slice(head.length));
    if (name === undefined || value === undefined) return [];
    const at = start + line.lastIndexOf(value);
    const given = Text.verbatim(value, placeAt(path, at, at + value.length));
    return [{ name, value: given, isExported: isExported !== undefined }];
  });
}

function readRecipes(
  { path, text }: SourceFile,
  context: JobContext,
  variables: readonly Variable[],
): readonly HostTask[] {
  const scripts = new ScriptReader(text.length, context);
  const { recipes, others } = readJustfile(path, text);
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  const exported = new Map(variables.flatMap(({ name, value, isExported }) => (isExported ? [[name, value]] : [])));
  const shell = others.find((line) => /^set[ \t]+shell[ \t]*:=/.test(line.text))?.text;
  const [, program] = /\[[ \t]*["']([^"']*)["']/.exec(shell ?? '') ?? [];
  const isShell = program === undefined || /(?:^|\/)(?:ba|da|k|z)?sh$/.test(program);
  return recipes.flatMap((recipe): readonly HostTask[] =>
    commandsOf(recipe, isShell).flatMap((command) => {
      const run = fill(command, recipe, values);
      return scripts.toTask(run, exported, splitPath(path)[0]) ?? [];
    }),
  );
}

/** The scripts of a recipe: all of it, or each line with those that it goes on with. */
function commandsOf({ lines }: Recipe, isShell: boolean): readonly Text[] {
  const [first] = lines;
  if (first === undefined) return [];
  if (first.skeleton.startsWith('#!')) {
    const whole = hasShebang(first.skeleton) ? inOneShell(lines) : undefined;
    return whole === undefined ? [] : [whole];
  }
  if (!isShell) return [];
  const commands: Text[][] = [];
  let isContinued = false;
  for (const line of lines) {
    if (isContinued) commands.at(-1)?.push(line);
    else commands.push([line.slice(/^[@-]*[ \t]*/.exec(line.skeleton)?.[0].length ?? 0)]);
    isContinued = line.skeleton.endsWith('\\');
  }
  return commands.flatMap((command) => inOneShell(command) ?? []);
}

/** A text with what literals give: of variables, and of parameters by default. */
function fill(text: Text, { header, span }: Recipe, values: ReadonlyMap<string, Text>): Text {
  if (!text.skeleton.includes(BRACES.open)) return text;
  const parameters = parametersOf(header);
  return fillIn(
    text,
    (name, { source, place }) => {
      if (!parameters.has(name))
        return values.get(name)?.via({ kind: 'variable', location: place.location }).usedAs(source);
      const value = parameters.get(name);
      const at = span.start + (value === undefined ? 0 : header.indexOf(value));
      const { path } = place.location;
      return value === undefined
        ? undefined
        : Text.verbatim(value, placeAt(path, at, at + value.length)).usedAs(source);
    },
    BRACES,
  );
}

/** The comments of the file, which speak of the recipe or the variable below them, and those in recipes. */
export function findJustComments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const { path, text } = source;
  const { recipes, others } = readJustfile(path, text);
  const inRecipes = scriptsIn(readRecipes(source, NO_JOB_CONTEXT, [])).flatMap((script) =>
    findShellComments(script, isWanted),
  );
  const spans = [
    ...recipes.map(({ span }) => span),
    ...others.flatMap(({ text: line, start }) =>
      /^\s*(?:#|$)/.test(line) ? [] : [{ start, end: start + line.length }],
    ),
  ].toSorted((a, b) => a.start - b.start);
  const between = others.flatMap(({ text: line, start }): readonly FoundComment[] => {
    const comment = line.trim();
    if (!comment.startsWith('#') || !isWanted(comment)) return [];
    const from = start + line.indexOf('#');
    const own = { start: from, end: from + comment.length };
    const governs = spans.find((span) => span.start > from) ?? own;
    return [{ location: { path, span: own }, text: comment, governs }];
  });
  return [...between, ...inRecipes].toSorted((a, b) => a.location.span.start - b.location.span.start);
}
