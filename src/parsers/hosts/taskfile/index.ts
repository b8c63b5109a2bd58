import { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { FoundComment, ParseContext, Parsed, SourceFile } from '../../contract/parsed.ts';
import { field, fieldsOf, isMapping, isScalar, type Ref, textOf } from '../../yaml/tree.ts';
import { commandsIn, type HostTask, scriptTexts } from '../ci/command-lists.ts';
import { findHostComments } from '../ci/comments.ts';
import { readHostDocument } from '../ci/document.ts';
import { Environment } from '../ci/environment.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';
import { parseJobs } from '../ci/job-results.ts';
import { type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';

/** Variables; `undefined` for a value from a command. */
type Values = ReadonlyMap<string, Text | undefined>;

/** The requests of tasks' commands, each in its own shell. */
export function parse(source: SourceFile, context: ParseContext): Parsed {
  const { roots, ...document } = readHostDocument(source);
  return parseJobs(source, [readTasks(source, roots[0], context)], { ...document, isOrdered: false });
}

function readTasks({ path, text }: SourceFile, root: Ref | undefined, context: JobContext): readonly HostTask[] {
  const scripts = new ScriptReader(text.length, context);
  const [folder] = splitPath(path);
  const values = valuesIn(field(root, 'vars'), new Map());
  const environment = Environment.EMPTY.with(valuesIn(field(root, 'env'), values));
  const toTasks = (
    commands: readonly Text[],
    own: Values,
    variables: Environment,
    where: string,
  ): readonly HostTask[] =>
    commands.flatMap((command) => {
      const run = fill(command, own);
      return scripts.toTask(run, variables.forScript(run.skeleton), where) ?? [];
    });
  const ofValues = [field(root, 'vars'), field(root, 'env')].flatMap(commandsOfValues);
  const ofTasks = fieldsOf(field(root, 'tasks')).flatMap((task): readonly HostTask[] => {
    const own = valuesIn(field(task, 'vars'), values);
    const variables = environment.with(valuesIn(field(task, 'env'), own));
    const given = isMapping(task) ? (field(task, 'cmds') ?? field(task, 'cmd')) : task;
    const dir = field(task, 'dir');
    const below = isScalar(dir) ? fill(textOf(dir), own).value : '';
    const where = below === undefined || below === '' ? folder : joinPath(folder, below);
    const commands = [
      ...[field(task, 'vars'), field(task, 'env')].flatMap(commandsOfValues),
      ...commandsIn(field(task, 'preconditions'), ['sh']),
      ...commandsIn(field(task, 'status')),
      ...commandsIn(given, ['cmd', 'defer']),
    ];
    return toTasks(commands, own, variables, where);
  });
  return [...toTasks(ofValues, values, environment, folder), ...ofTasks];
}

/** The commands for values of variables: `{sh: …}`. */
function commandsOfValues(mapping: Ref | undefined): readonly Text[] {
  return fieldsOf(mapping).flatMap((value) => commandsIn(field(value, 'sh')));
}

/** Variables over outer ones; each may refer to earlier ones. */
function valuesIn(mapping: Ref | undefined, outer: Values): Values {
  const all = new Map(outer);
  for (const { key, ...value } of fieldsOf(mapping))
    all.set(key.node.string, isScalar(value) ? fill(textOf(value), all) : undefined);
  return all;
}

const BLOCK = /\{\{-?[ \t]*(?:(if|range|with|block|define)\b|(end)[ \t]*-?\}\})/g;

/** A text with known expressions filled in: `{{.NAME}}`; blocks like `{{if .NAME}}…{{end}}` are unknown. */
function fill(text: Text, values: Values): Text {
  return fillIn(
    withoutBlocks(text),
    (expression, { source }) => values.get(/^\.(\w+)$/.exec(expression)?.[1] ?? '')?.usedAs(source),
    CURLY,
  );
}

function withoutBlocks(text: Text): Text {
  const parts: Text[] = [];
  let from = 0;
  let start = 0;
  let depth = 0;
  for (const { 0: found, 2: end, index } of text.skeleton.matchAll(BLOCK)) {
    if (end === undefined) {
      if (depth === 0) start = index;
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      const { source, place } = text.slice(start, index + found.length);
      parts.push(text.slice(from, start), Text.unknown(source, place));
      from = index + found.length;
    }
  }
  return from === 0 ? text : Text.concat([...parts, text.slice(from)], text.whole);
}

/** The comments of the file, including those in commands. */
export function comments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const tasks = readTasks(source, readHostDocument(source).roots[0], NO_JOB_CONTEXT);
  return findHostComments(source, scriptTexts(tasks), isWanted);
}
