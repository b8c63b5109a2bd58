import type { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import { commentsAbove } from '../../contract/line-comments.ts';
import type { FoundComment, ParseContext, Parsed, SourceFile } from '../../contract/parsed.ts';
import { findShellComments } from '../../shell/index.ts';
import { hasShebang } from '../../shell/syntax/detect.ts';
import { type HostTask, inOneShell, scriptTexts } from '../ci/command-lists.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';
import { parseJobs } from '../ci/job-results.ts';
import { type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { type Justfile, readJustfile } from './recipes.ts';

/** The requests of recipes: a shell per line, or, with a shebang, one for the whole recipe. */
export function parse(source: SourceFile, context: ParseContext): Parsed {
  const justfile = readJustfile(source);
  const variables = Array.from(justfile.variables.values(), ({ place }) => place.location);
  const tasks = readRecipes(source, justfile, context);
  return parseJobs(source, [tasks], { problems: [], variables, unparsed: [], isOrdered: false });
}

function readRecipes({ path, text }: SourceFile, justfile: Justfile, context: JobContext): readonly HostTask[] {
  const scripts = new ScriptReader(text.length, context);
  const { recipes, variables, exported, shell = 'sh' } = justfile;
  const isShell = /(?:^|\/)(?:ba|da|k|z)?sh$/.test(shell);
  const folder = splitPath(path)[0];
  const ran = isShell ? justfile.commands.flatMap((command) => scripts.toTask(command, exported, folder) ?? []) : [];
  const ofRecipes = recipes.flatMap(({ lines, parameters }): readonly HostTask[] => {
    const commands = commandsOf(lines, isShell);
    if (commands === undefined) return [];
    return commands.flatMap((command) => {
      const script = fillIn(
        command,
        (name, { source, place: { location } }) => {
          const values = parameters.has(name) ? parameters : variables;
          return values.get(name)?.via({ kind: 'variable', location }).usedAs(source);
        },
        CURLY,
      );
      return scripts.toTask(script, exported, folder) ?? [];
    });
  });
  return [...ran, ...ofRecipes];
}

/** The scripts of a recipe: the whole recipe, or each line with its continuations; `undefined` if no shell reads them. */
function commandsOf(lines: readonly Text[], isShell: boolean): readonly Text[] | undefined {
  const first = lines[0]?.skeleton ?? '';
  const script = hasShebang(first) ? inOneShell(lines) : undefined;
  if (script !== undefined) return [script];
  if (!isShell || first.startsWith('#!')) return undefined;
  const commands: Text[][] = [];
  for (const [index, line] of lines.entries()) {
    if (lines[index - 1]?.skeleton.endsWith('\\') === true) commands.at(-1)?.push(line);
    else commands.push([line.slice(/^[@-]*[ \t]*/.exec(line.skeleton)?.[0].length ?? 0)]);
  }
  return commands.flatMap((command) => inOneShell(command) ?? []);
}

/** The comments of the file, which apply to the recipe or line below, and those in recipes. */
export function comments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const justfile = readJustfile(source);
  const scripts = scriptTexts(readRecipes(source, justfile, NO_JOB_CONTEXT));
  return [
    ...commentsAbove(source, justfile.comments, justfile.things, isWanted),
    ...scripts.flatMap((script) => findShellComments(script, isWanted)),
  ];
}
