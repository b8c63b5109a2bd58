import type { SourceFile } from '../../../files/file-reader.ts';
import type { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import { commentsAbove } from '../../contract/line-comments.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import { findShellComments } from '../../shell/index.ts';
import { hasShebang } from '../../shell/syntax/detect.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';
import { type HostJobs, type HostTask, type JobContext, NO_JOB_CONTEXT, scriptTexts } from '../ci/jobs.ts';
import { inOneShell, ScriptReader } from '../ci/scripts.ts';
import { readJustfile } from './recipes.ts';

/** The commands of recipes: a shell runs each line or, with a shebang, the whole recipe. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const scripts = new ScriptReader(source.text.length, context);
  const { recipes, commands, variables, exported, shell = 'sh' } = readJustfile(source);
  const isShell = /(?:^|\/)(?:ba|da|k|z)?sh$/.test(shell);
  const tasksOf = (script: Text): readonly HostTask[] => scripts.tasks(script, splitPath(source.path)[0], exported);
  const ran = isShell ? commands.flatMap(tasksOf) : [];
  const ofRecipes = recipes.flatMap(({ lines, parameters }) =>
    commandsOf(lines, isShell).flatMap((command) =>
      tasksOf(
        fillIn(
          command,
          (name, { source: written, place: { location } }) => {
            const values = parameters.has(name) ? parameters : variables;
            return values.get(name)?.via({ kind: 'variable', location }).usedAs(written);
          },
          CURLY,
        ),
      ),
    ),
  );
  const places = Array.from(variables.values(), ({ place }) => place.location);
  return { jobs: [{ tasks: [...ran, ...ofRecipes] }], variables: places, isOrdered: false };
}

/**
 * The scripts of a recipe: the whole recipe, or each line with its continuations; none if another
 * program runs it.
 */
function commandsOf(lines: readonly Text[], isShell: boolean): readonly Text[] {
  const first = lines[0]?.skeleton ?? '';
  if (hasShebang(first)) return inOneShell(lines);
  if (!isShell || first.startsWith('#!')) return [];
  const commands: Text[][] = [];
  for (const [index, line] of lines.entries()) {
    if (lines[index - 1]?.skeleton.endsWith('\\') === true) commands.at(-1)?.push(line);
    else commands.push([line.slice(/^[@-]*[ \t]*/.exec(line.skeleton)?.[0].length ?? 0)]);
  }
  return commands.flatMap(inOneShell);
}

/** The comments of the file, which apply to the recipe or line below, and those in recipes. */
export function comments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const justfile = readJustfile(source);
  return [
    ...commentsAbove(source, justfile.comments, justfile.things, isWanted),
    ...scriptTexts(read(source, NO_JOB_CONTEXT)).flatMap((script) => findShellComments(script, isWanted)),
  ];
}
