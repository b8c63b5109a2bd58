import { Text } from '../../../text/text.ts';
import type { FoundComment, ParseContext, Parsed, SourceFile } from '../../contract/parsed.ts';
import type { DockerResult } from '../../docker/index.ts';
import { field, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { commandsIn, type HostTask, inOneShell, scriptsIn } from '../ci/command-lists.ts';
import { findHostComments } from '../ci/comments.ts';
import { createContainer } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { asUnknown, fillIn } from '../ci/expressions.ts';
import { parseJobs } from '../ci/job-results.ts';
import { type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { type PipelineSystem, systemOf } from './systems.ts';

/** What pipelines ask the engine for: in the scripts of their steps, and by the images that these run in. */
export function parse(source: SourceFile, context: ParseContext): Parsed {
  const { roots, ...document } = readHostDocument(source);
  return parseJobs(
    source,
    roots.flatMap((root) => readJobs(source, root, context)),
    document,
  );
}

/** Each mapping with a script is a step by itself. */
function readJobs({ path, text }: SourceFile, root: Ref, context: JobContext): readonly (readonly HostTask[])[] {
  const system = systemOf(path);
  if (system === undefined) return [];
  const scripts = new ScriptReader(text.length, context);
  const jobs: HostTask[][] = [];
  const visit = (node: Ref, name: string, isStep: boolean): void => {
    for (const item of itemsOf(node)) visit(item, '', isStep);
    if (!isMapping(node)) return;
    const tasks: HostTask[] = isStep ? [...containersIn(node, system, root, name)] : [];
    for (const { key, ...value } of fieldsOf(node)) {
      const own = key.node.string;
      const commands = system.scripts.includes(own) ? commandsIn(value, system.commands) : [];
      const run = inOneShell(commands.map(withoutExpressions));
      const task = run === undefined ? undefined : scripts.toTask(run, new Map(), '');
      if (task !== undefined) tasks.push(task);
      if (commands.length === 0) visit(value, own, STEPS.has(own) || STEPS.has(name));
    }
    if (tasks.length > 0) jobs.push(tasks);
  };
  visit(root, '', false);
  return jobs;
}

/** What holds steps: as a list, or by their names. */
const STEPS: ReadonlySet<string> = new Set(['steps', 'services', 'pipeline']);

/** `<< parameters.x >>` and `${{ x }}`, which the system fills in before a shell reads it. */
function withoutExpressions(text: Text): Text {
  return fillIn(fillIn(text, asUnknown), asUnknown, { open: '<< ', close: ' >>' });
}

/** A value without `${X}`, which Drone and Woodpecker fill in, from a matrix among others. */
function withoutVariables(text: Text): Text {
  return fillIn(text, asUnknown, { open: '${', close: '}' });
}

/** The container of a step, which the runner makes, and what it mounts of the host. */
function containersIn(step: Ref, { hasImages }: PipelineSystem, root: Ref, key: string): readonly DockerResult[] {
  const image = field(step, 'image');
  if (hasImages !== true || !isScalar(image)) return [];
  const name = field(step, 'name');
  const isPrivileged = field(step, 'privileged');
  const option = isScalar(isPrivileged) ? withoutVariables(textOf(isPrivileged)) : undefined;
  const flag = option && Text.concat([Text.derived('--privileged=', option.place), option], option.place);
  return [
    createContainer(
      { origin: 'pipeline job', name: isScalar(name) ? textOf(name).shown : key, place: placeOf(image.key) },
      {
        image: withoutVariables(textOf(image)),
        volumes: itemsOf(field(step, 'volumes'))
          .flatMap((volume) => volumeOf(volume, root) ?? [])
          .map(withoutVariables),
        ...(flag === undefined ? {} : { options: [{ kind: 'word', text: flag }] }),
      },
    ),
  ];
}

/** A volume in one text, or by the name of one at the top that is a path of the host. */
function volumeOf(volume: Ref, root: Ref): Text | undefined {
  if (isScalar(volume)) return textOf(volume);
  const [name, target] = [field(volume, 'name'), field(volume, 'path')];
  const named = itemsOf(field(root, 'volumes')).find((one) => {
    const own = field(one, 'name');
    return isScalar(own) && isScalar(name) && own.node.string === name.node.string;
  });
  const source = field(field(named, 'host'), 'path');
  if (!isScalar(source) || !isScalar(target)) return undefined;
  const [from, to] = [textOf(source), textOf(target)];
  return Text.concat([from, Text.derived(':', to.place), to], from.place);
}

/** The comments of the file, those in its scripts included. */
export function comments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const jobs = readHostDocument(source).roots.flatMap((root) => readJobs(source, root, NO_JOB_CONTEXT));
  return findHostComments(source, scriptsIn(jobs.flat()), isWanted);
}
