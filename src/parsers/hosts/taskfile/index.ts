import type { SourceFile } from '../../../files/file-reader.ts';
import { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { field, fieldsOf, isMapping, isScalar, type Ref, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { Environment } from '../ci/environment.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';
import type { HostJobs, HostTask, JobContext } from '../ci/jobs.ts';
import { commandsIn, ScriptReader } from '../ci/scripts.ts';

/** Variables; `undefined` for one whose value comes from a command. */
type Values = ReadonlyMap<string, Text | undefined>;

/** The commands of tasks, each in its own shell. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const document = readHostDocument(source);
  const [root] = document.roots;
  const scripts = new ScriptReader(source.text.length, context);
  const [folder] = splitPath(source.path);
  const values = valuesIn(field(root, 'vars'), new Map());
  const environment = Environment.EMPTY.with(valuesIn(field(root, 'env'), values));
  const tasksOf = (
    commands: readonly Text[],
    own: Values,
    variables: Environment,
    where: string,
  ): readonly HostTask[] =>
    commands.flatMap((command) => {
      const run = fill(command, own);
      return scripts.tasks(run, where, variables.forScript(run.skeleton));
    });
  const ofTasks = fieldsOf(field(root, 'tasks')).flatMap((task): readonly HostTask[] => {
    const own = valuesIn(field(task, 'vars'), values);
    const variables = environment.with(valuesIn(field(task, 'env'), own));
    const given = isMapping(task) ? (field(task, 'cmds') ?? field(task, 'cmd')) : task;
    const dir = field(task, 'dir');
    const below = isScalar(dir) ? fill(textOf(dir), own).value : '';
    const where = below === undefined || below === '' ? folder : joinPath(folder, below);
    const commands = [
      ...commandsOfValues(task),
      ...commandsIn(field(task, 'preconditions'), ['sh']),
      ...commandsIn(field(task, 'status')),
      ...commandsIn(given, ['cmd', 'defer']),
    ];
    return tasksOf(commands, own, variables, where);
  });
  const ofValues = tasksOf(commandsOfValues(root), values, environment, folder);
  return { ...document, jobs: [{ tasks: [...ofValues, ...ofTasks] }], isOrdered: false };
}

/** The commands for values of variables: `{sh: …}`. */
function commandsOfValues(ref: Ref | undefined): readonly Text[] {
  return ['vars', 'env'].flatMap((key) => fieldsOf(field(ref, key))).flatMap((value) => commandsIn(field(value, 'sh')));
}

/** The variables of a mapping added to outer ones; each may use earlier ones. */
function valuesIn(mapping: Ref | undefined, outer: Values): Values {
  const all = new Map(outer);
  for (const { key, ...value } of fieldsOf(mapping))
    all.set(key.node.string, isScalar(value) ? fill(textOf(value), all) : undefined);
  return all;
}

const BLOCK = /\{\{-?[ \t]*(?:(if|range|with|block|define)\b|(end)[ \t]*-?\}\})/g;

/**
 * A text with known expressions filled in: `{{.NAME}}`; blocks like `{{if .NAME}}…{{end}}` are
 * unknown.
 */
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
