import type { SourceFile } from '../../../files/file-reader.ts';
import { joinTexts, replaceParts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import type { DockerResult } from '../../docker/index.ts';
import { field, fieldAt, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { attached, createContainer, type JobContainer } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { asUnknown, fillIn } from '../ci/expressions.ts';
import type { HostJob, HostJobs, HostTask, JobContext } from '../ci/jobs.ts';
import { splitOptions } from '../ci/options.ts';
import { commandsIn, inOneShell, isReadShell, ScriptReader } from '../ci/scripts.ts';
import { type PipelineSystem, systemOf } from './systems.ts';

/** The jobs of a pipeline: the scripts and the images of steps. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const document = readHostDocument(source);
  return { ...document, jobs: document.roots.flatMap((root) => readRoot(source, root, context)) };
}

function readRoot({ path, text }: SourceFile, root: Ref, context: JobContext): readonly HostJob[] {
  const system = systemOf(path);
  if (system === undefined) return [];
  const scripts = new ScriptReader(text.length, context);
  const jobs: HostJob[] = [];
  // Anchors can share a step between pipelines.
  const seen = new Set<Ref['node']>();
  const visit = (node: Ref, name: string, runner: string | undefined, isCmd: boolean): void => {
    for (const item of itemsOf(node)) visit(item, '', runner, isCmd);
    if (!isMapping(node) || seen.has(node.node)) return;
    seen.add(node.node);
    const tasks: HostTask[] = runner === undefined ? [] : [...containersIn(node, root, name, system, runner)];
    const isForeign = hasOtherShell(node, isCmd);
    for (const { key, ...value } of fieldsOf(node)) {
      const own = key.node.string;
      const isOther = system.otherScripts?.includes(own) === true;
      const isUnread = isOther || (own !== 'bash' && hasOtherShell(value, isForeign));
      const commands = isOther || system.scripts.includes(own) ? commandsIn(value, system.commands) : [];
      for (const run of isUnread ? [] : inOneShell(commands.map((text) => withoutExpressions(text, system))))
        tasks.push(...scripts.tasks(run));
      const holds = (at: string): boolean => system.images?.includes(at) === true;
      const below = holds(own) ? own : holds(name) ? name : undefined;
      if (commands.length === 0) visit(value, nameBelow(node, own), below, isForeign);
    }
    if (tasks.length > 0) jobs.push({ tasks });
  };
  visit(root, 'default', system.images && '', false);
  return jobs;
}

/** The name for what is below a key; for an Azure container, the job's. */
function nameBelow(node: Ref, key: string): string {
  const job = key === 'container' ? (field(node, 'job') ?? field(node, 'displayName')) : undefined;
  return isScalar(job) ? job.node.string : key;
}

/**
 * True for a script that no POSIX shell runs: cmd on Azure's Windows machines, tasks such as
 * `PowerShell@2`, or CircleCI's `shell: powershell.exe`.
 */
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

/** Makes expressions unknown: the system replaces them before the shell starts. */
function withoutExpressions(text: Text, { expressions }: PipelineSystem): Text {
  const filled = fillIn(text, asUnknown);
  return expressions === undefined ? filled : replaceParts(filled, expressions, (_, part) => withoutExpression(part));
}

function withoutExpression(part: Text): Text {
  const { source, place } = part;
  if (source.startsWith('\\')) return part.slice(1);
  return /^<<[#^/]/.test(source) ? Text.derived('', place) : Text.unknown(source, place);
}

/** A scalar with the variables of the system unknown: `${{ x }}`, `${X}`, `$(X)` or `$X`. */
function textIn(ref: Ref | undefined): Text | undefined {
  return isScalar(ref) ? withoutVariables(textOf(ref)) : undefined;
}

function withoutVariables(text: Text): Text {
  return replaceParts(text, /\$(?:\{\{.*?\}\}|\{.*?\}|\(.*?\)|\w+)/g, (_, { source, place }) =>
    Text.unknown(source, place),
  );
}

const ORIGINS: ReadonlyMap<string, JobContainer['origin']> = new Map([
  ['services', 'pipeline service'],
  ['step', 'pipeline step'],
  ['steps', 'pipeline step'],
  ['pipeline', 'pipeline step'],
]);

/** The key for `--privileged`; only Azure has `options`. */
const KEYS: ReadonlyMap<string, string> = new Map([['--privileged', 'privileged: true']]);

/**
 * The runner's containers of a step or job, with their host mounts; `runner` is the key around
 * them, or empty at the top level.
 */
function containersIn(
  step: Ref,
  root: Ref,
  key: string,
  { publishes }: PipelineSystem,
  runner: string,
): readonly DockerResult[] {
  const written = field(step, 'image');
  const image = textIn(isMapping(written) ? field(written, 'name') : written);
  if (written === undefined || image === undefined) return [];
  const name = field(step, 'name') ?? field(step, 'container');
  const isPrivileged = textIn(field(step, 'privileged'));
  const options = textIn(field(step, 'options'));
  return [
    createContainer(
      {
        origin: ORIGINS.get(runner) ?? 'pipeline job',
        name: isScalar(name) ? textOf(name).shown : key,
        place: placeOf(written.key),
        ...(publishes === true ? {} : { flagNames: KEYS }),
      },
      {
        image,
        volumes: itemsOf(field(step, 'volumes')).flatMap((volume) => volumeOf(volume, root) ?? []),
        ports: publishes === true ? itemsOf(field(step, 'ports')).flatMap((port) => textIn(port) ?? []) : [],
        options: [
          ...(isPrivileged === undefined ? [] : [attached('--privileged', isPrivileged)]),
          ...(options === undefined ? [] : splitOptions(options)),
        ],
      },
    ),
  ];
}

/** A volume from a text, or from the name of a top-level volume with a host path. */
function volumeOf(volume: Ref, root: Ref): Text | undefined {
  if (isScalar(volume)) return textIn(volume);
  const name = textIn(field(volume, 'name'))?.source;
  const named = itemsOf(field(root, 'volumes')).find((one) => textIn(field(one, 'name'))?.source === name);
  const source = textIn(fieldAt(named, 'host', 'path'));
  const target = textIn(field(volume, 'path'));
  return name === undefined ? undefined : source && target && joinTexts([source, target], ':', source.place);
}
