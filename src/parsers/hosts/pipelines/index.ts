import { Text } from '../../../text/text.ts';
import type { FoundComment, ParseContext, Parsed, SourceFile } from '../../contract/parsed.ts';
import type { DockerResult } from '../../docker/index.ts';
import { field, fieldAt, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { commandsIn, type HostTask, inOneShell, scriptTexts } from '../ci/command-lists.ts';
import { findHostComments } from '../ci/comments.ts';
import { createContainer, type JobContainer } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { asUnknown, fillIn } from '../ci/expressions.ts';
import { parseJobs } from '../ci/job-results.ts';
import { splitOptions } from '../ci/options.ts';
import { isReadShell, type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { type PipelineSystem, systemOf } from './systems.ts';

/** The requests of pipelines: in the scripts of steps, and by the images of steps. */
export function parse(source: SourceFile, context: ParseContext): Parsed {
  const { roots, ...document } = readHostDocument(source);
  return parseJobs(
    source,
    roots.flatMap((root) => readJobs(source, root, context)),
    document,
  );
}

function readJobs({ path, text }: SourceFile, root: Ref, context: JobContext): readonly (readonly HostTask[])[] {
  const system = systemOf(path);
  if (system === undefined) return [];
  const scripts = new ScriptReader(text.length, context);
  const jobs: HostTask[][] = [];
  // Anchors share steps between pipelines.
  const seen = new Set<Ref['node']>();
  const visit = (node: Ref, name: string, runner: string | undefined, isCmd: boolean): void => {
    for (const item of itemsOf(node)) visit(item, '', runner, isCmd);
    if (!isMapping(node) || seen.has(node.node)) return;
    seen.add(node.node);
    const tasks: HostTask[] = runner === undefined ? [] : [...containersIn(node, root, name, { system, runner })];
    const isForeign = hasOtherShell(node, isCmd);
    for (const { key, ...value } of fieldsOf(node)) {
      const own = key.node.string;
      const isOther = system.otherScripts?.includes(own) === true;
      const isUnread = isOther || (own !== 'bash' && hasOtherShell(value, isForeign));
      const commands = isOther || system.scripts.includes(own) ? commandsIn(value, system.commands) : [];
      const run = inOneShell(commands.map(withoutExpressions));
      const task = run === undefined || isUnread ? undefined : scripts.toTask(run, new Map(), '');
      if (task !== undefined) tasks.push(task);
      const holds = (at: string): boolean => system.images?.includes(at) === true;
      const below = holds(own) ? own : holds(name) ? name : undefined;
      if (commands.length === 0) visit(value, nameBelow(node, own), below, isForeign);
    }
    if (tasks.length > 0) jobs.push(tasks);
  };
  visit(root, 'default', system.images && '', false);
  return jobs;
}

/** The name for a key's content: for Azure containers, the job. */
function nameBelow(node: Ref, key: string): string {
  const job = key === 'container' ? (field(node, 'job') ?? field(node, 'displayName')) : undefined;
  return isScalar(job) ? job.node.string : key;
}

/** True for a script for no POSIX shell: cmd on Azure's Windows machines, tasks such as `PowerShell@2`, or CircleCI's `shell: powershell.exe`. */
function hasOtherShell(node: Ref, isAround: boolean): boolean {
  const shell = field(node, 'shell');
  if (isScalar(shell)) return !isReadShell(shell.node.string);
  const task = field(node, 'task');
  if (isScalar(task)) return !/^bash@/i.test(task.node.string) && (isAround || !/^cmdline@/i.test(task.node.string));
  const pool = field(node, 'pool');
  if (pool === undefined) return isAround;
  const machine = field(pool, 'vmImage');
  if (!isScalar(machine)) return false;
  const [, variable] = /^\$\((.+)\)$/.exec(machine.node.string) ?? [];
  const rows = fieldsOf(fieldAt(node, 'strategy', 'matrix'));
  const machines = variable === undefined ? [machine] : rows.map((row) => field(row, variable));
  return machines.length > 0 && machines.every((each) => isScalar(each) && /^(?:win|vs20)/i.test(each.node.string));
}

/** Makes `<< parameters.x >>` and `${{ x }}` unknown, which the system fills in before the shell. */
function withoutExpressions(text: Text): Text {
  return fillIn(fillIn(text, asUnknown), asUnknown, { open: '<< ', close: ' >>' });
}

/** Makes variables of the system unknown: `${{ x }}`, `${X}`, `$(X)` or `$X`. */
function withoutVariables(text: Text): Text {
  const parts: Text[] = [];
  let from = 0;
  for (const { 0: written, index } of text.skeleton.matchAll(/\$(?:\{\{.*?\}\}|\{.*?\}|\(.*?\)|\w+)/g)) {
    const { source, place } = text.slice(index, index + written.length);
    parts.push(text.slice(from, index), Text.unknown(source, place));
    from = index + written.length;
  }
  return from === 0 ? text : Text.concat([...parts, text.slice(from)], text.whole);
}

interface Runner {
  readonly system: PipelineSystem;
  /** The key around its containers; empty for the document itself. */
  readonly runner: string;
}

const ORIGINS: ReadonlyMap<string, JobContainer['origin']> = new Map([
  ['services', 'pipeline service'],
  ['step', 'pipeline step'],
  ['steps', 'pipeline step'],
  ['pipeline', 'pipeline step'],
]);

/** Only Azure has `options`. */
const KEYS: ReadonlyMap<string, string> = new Map([['--privileged', 'privileged: true']]);

/** The runner's containers of a step or job, with their host mounts. */
function containersIn(step: Ref, root: Ref, key: string, { system, runner }: Runner): readonly DockerResult[] {
  const written = field(step, 'image');
  const image = isMapping(written) ? field(written, 'name') : written;
  if (written === undefined || !isScalar(image)) return [];
  const name = field(step, 'name') ?? field(step, 'container');
  const isPrivileged = field(step, 'privileged');
  const flag = isScalar(isPrivileged) ? withoutVariables(textOf(isPrivileged)) : undefined;
  const options = field(step, 'options');
  return [
    createContainer(
      {
        origin: ORIGINS.get(runner) ?? 'pipeline job',
        name: isScalar(name) ? textOf(name).shown : key,
        place: placeOf(written.key),
        ...(system.publishes === true ? {} : { flagNames: KEYS }),
      },
      {
        image: withoutVariables(textOf(image)),
        volumes: itemsOf(field(step, 'volumes'))
          .flatMap((volume) => volumeOf(volume, root) ?? [])
          .map(withoutVariables),
        ports: (system.publishes === true ? itemsOf(field(step, 'ports')) : []).flatMap((port) =>
          isScalar(port) ? [withoutVariables(textOf(port))] : [],
        ),
        options: [
          ...(flag === undefined
            ? []
            : [
                {
                  kind: 'word',
                  text: Text.concat([Text.derived('--privileged=', flag.place), flag], flag.place),
                } as const,
              ]),
          ...(isScalar(options) ? splitOptions(withoutVariables(textOf(options))) : []),
        ],
      },
    ),
  ];
}

/** A volume as text, or by the name of a top-level one with a host path. */
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

/** The comments of the file, including those in scripts. */
export function comments(source: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const jobs = readHostDocument(source).roots.flatMap((root) => readJobs(source, root, NO_JOB_CONTEXT));
  return findHostComments(source, scriptTexts(jobs.flat()), isWanted);
}
