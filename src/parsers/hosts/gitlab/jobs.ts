import type { Hop, Place } from '../../../text/location.ts';
import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { DockerResult } from '../../docker/index.ts';
import type { ScriptTask } from '../../shell/index.ts';
import {
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  type Mapping,
  placeOf,
  type Ref,
  textOf,
  textPlace,
} from '../../yaml/tree.ts';
import { createContainer, NO_CONTAINERS, variable } from '../ci/containers.ts';
import { Environment } from '../ci/environment.ts';
import { repeatedTooOften } from '../ci/limits.ts';
import type { ScriptReader } from '../ci/script-reader.ts';
import { extendedNames, Jobs } from './merge.ts';
import type { Pipeline } from './pipeline.ts';
import { expandGitlab, type Inputs, readGitlabMatrix, readGitlabVariables, textWith } from './variables.ts';

type Task = ScriptTask | DockerResult;

/** Top-level keys that are no jobs (GitLab, `Gitlab::Ci::Config::Entry::Root`). */
const NO_JOBS: ReadonlySet<string> = new Set([
  'after_script',
  'before_script',
  'cache',
  'default',
  'image',
  'include',
  'services',
  'spec',
  'stages',
  'types',
  'variables',
  'workflow',
]);

/** Keys that jobs inherit from `default`. */
type DefaultKey = 'image' | 'services' | 'before_script' | 'after_script' | 'hooks';

/** The keys that run something; a hidden job may have some of them, and its users the others. */
const RUNS = ['script', 'before_script', 'after_script', 'hooks', 'image', 'services'];

/** The maximum number of containers: every job repeats the `default` services. */
const MAX_CONTAINERS = 5_000;

/** Reads what each job of a pipeline does: the runner's containers, and scripts. */
export class JobReader {
  readonly #root: Ref<Mapping>;
  readonly #jobs: Jobs;
  readonly #inputs: Inputs;
  readonly #scripts: ScriptReader;
  readonly #folder: string;
  readonly #global: Environment;

  readonly #used: ReadonlySet<string>;
  #containers = 0;
  #hasMany = false;

  constructor(
    root: Ref<Mapping>,
    { inputs, used }: Pick<Pipeline, 'inputs' | 'used'>,
    { scripts, folder }: { readonly scripts: ScriptReader; readonly folder: string },
  ) {
    this.#used = used;
    this.#root = root;
    this.#jobs = new Jobs(root);
    this.#inputs = inputs;
    this.#scripts = scripts;
    this.#folder = folder;
    this.#global = Environment.EMPTY.with(readGitlabVariables(field(root, 'variables'), inputs));
  }

  /** Unused hidden jobs count: other files may include this one. */
  readAll(): readonly (readonly Task[])[] {
    const jobs = fieldsOf(this.#root).filter(
      ({ key: { node }, ...value }) => !NO_JOBS.has(node.string) && isMapping(value),
    );
    const used = new Set(this.#used);
    for (const job of jobs) for (const name of extendedNames(job)) if (isScalar(name)) used.add(name.node.string);
    const read = jobs.flatMap(({ key: { node } }): readonly (readonly Task[])[] => {
      const name = node.string;
      const isHidden = name.startsWith('.');
      const job = isHidden && used.has(name) ? undefined : this.#jobs.get(name);
      if (isHidden && !RUNS.some((key) => field(job, key) !== undefined)) return [];
      const tasks = job === undefined ? undefined : this.#readJob(name, job);
      if (tasks === undefined) return [];
      // A hidden job's user may correct its problems.
      return [isHidden ? tasks.map(withoutProblems) : tasks];
    });
    const { cutOffAt } = this.#jobs;
    return cutOffAt === undefined
      ? read
      : [...read, [{ ...NO_CONTAINERS, problems: [repeatedTooOften(cutOffAt, 'parts')] }]];
  }

  #readJob(name: string, job: Ref<Mapping>): readonly Task[] {
    const matrix = readGitlabMatrix(fieldAt(job, 'parallel', 'matrix'), this.#inputs);
    const inherited = inherits(job, 'variables') ? this.#global : Environment.EMPTY;
    const own = readGitlabVariables(this.#jobs.follow(field(job, 'variables')), this.#inputs);
    const variables = inherited.with(own).with(matrix);
    const value = (key: DefaultKey): (Ref & { readonly key?: Ref }) | undefined =>
      this.#jobs.follow(field(job, key)) ?? this.#default(job, key);
    const image = value('image');
    const tags = this.#jobs.commands(field(job, 'tags'));
    const isFor = (system: RegExp): boolean => tags.some((tag) => isScalar(tag) && system.test(tag.node.string));
    const containers = [
      // On macOS, `image` is a virtual machine.
      ...(image === undefined || isFor(/macos|osx/i) ? [] : this.#readImage(name, image, variables, 'pipeline job')),
      ...this.#readServices(value('services'), variables),
    ];
    const script = this.#join([value('before_script'), field(job, 'script')]);
    const after = this.#join([value('after_script')]);
    const hook = this.#join([this.#jobs.follow(field(value('hooks'), 'pre_get_sources_script'))]);
    // Runners on Windows use PowerShell.
    const isPowerShell =
      isFor(/windows/i) || [hook, script, after].some((text) => text !== undefined && POWER_SHELL.test(text.skeleton));
    if (isPowerShell) return containers;
    return [
      ...containers,
      ...[hook, script, after].flatMap((text) => (text === undefined ? [] : (this.#toTask(text, variables) ?? []))),
    ];
  }

  #readServices(services: Ref | undefined, variables: Environment): readonly DockerResult[] {
    if (this.#hasMany) return [];
    const read: DockerResult[] = [];
    for (const service of itemsOf(services)) {
      if (this.#containers >= MAX_CONTAINERS) {
        read.push({ ...NO_CONTAINERS, problems: [repeatedTooOften(placeOf(service), 'services')] });
        this.#hasMany = true;
        break;
      }
      read.push(...this.#readImage(undefined, service, variables, 'pipeline service'));
    }
    return read;
  }

  #default(job: Ref, key: DefaultKey): Ref | undefined {
    if (!inherits(job, 'default', key)) return undefined;
    return this.#jobs.follow(fieldAt(this.#root, 'default', key) ?? field(this.#root, key));
  }

  #readImage(
    name: string | undefined,
    settings: Ref,
    variables: Environment,
    origin: 'pipeline job' | 'pipeline service',
  ): readonly DockerResult[] {
    const filled = (ref: Ref | undefined): Text | undefined => {
      const text = textWith(ref, this.#inputs);
      return text === undefined ? undefined : expandGitlab(text, variables);
    };
    const named = isMapping(settings) ? field(settings, 'name') : settings;
    const image = filled(named);
    if (named === undefined || !isScalar(named) || image === undefined || image.value === '') return [];
    const place: Place = textPlace(named);
    this.#containers += 1;
    const [entrypoint, ...before] = this.#words(field(settings, 'entrypoint'), variables);
    const env = fieldsOf(field(settings, 'variables')).flatMap((each) => {
      const text = filled(each);
      return text === undefined ? [] : [variable(textOf(each.key), text)];
    });
    const alias = filled(field(settings, 'alias'))?.value;
    return [
      createContainer(
        { origin, name: name ?? alias ?? image.shown, place },
        {
          image,
          env,
          user: filled(fieldAt(settings, 'docker', 'user')),
          entrypoint,
          command: [...before, ...this.#words(field(settings, 'command'), variables)].map((text) => ({
            kind: 'word',
            text,
          })),
        },
      ),
    ];
  }

  #words(list: Ref | undefined, variables: Environment): readonly Text[] {
    return (isScalar(list) ? [list] : itemsOf(list)).flatMap((word) => {
      const text = textWith(word, this.#inputs);
      return text === undefined ? [] : [expandGitlab(text, variables)];
    });
  }

  /** Joins lists of commands into the script that the runner makes of them. */
  #join(lists: readonly (Ref | undefined)[]): Text | undefined {
    if (this.#scripts.isExhausted) return undefined;
    const commands = lists
      .flatMap((list) => this.#jobs.commands(list))
      .flatMap((command) => textWith(command, this.#inputs) ?? []);
    const [first] = commands;
    const last = commands.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const parts = commands.flatMap((command, index) => (index === 0 ? [command] : [lineEndBefore(command), command]));
    return Text.concat(parts, first.whole);
  }

  #toTask(script: Text, variables: Environment): Task | undefined {
    const given = new Map(
      [...variables.forScript(script.skeleton)].map(([name, text]) => [name, expandGitlab(text, variables)]),
    );
    return this.#scripts.toTask(script, given, this.#folder);
  }
}

/** Words that only PowerShell has; the runner decides which shell reads a script. */
const POWER_SHELL =
  /\$env:\w|\$(?:LASTEXITCODE|ErrorActionPreference)\b|(?:^|[\s;|({])(?:Expand|Get|Import|Invoke|Measure|New|Out|Remove|Resolve|Select|Set|Start|Stop|Test|Write)-[A-Z][A-Za-z]+\b/im;

function withoutProblems(task: Task): Task {
  return 'script' in task ? task : { ...task, problems: [] };
}

/** A line end between two commands, at the second one's first character, since it has no text of its own. */
function lineEndBefore({ whole: { location, hops } }: Text): Text {
  const { path, span } = location;
  const place = placeAt(path, span.start, Math.min(span.start + 1, span.end));
  return Text.derived('\n', hops.length === 0 ? place : { ...place, hops: hops satisfies readonly Hop[] });
}

/** Whether a job inherits defaults or global variables: `inherit: { default: false, variables: [A] }`. */
function inherits(job: Ref, what: 'default' | 'variables', key?: string): boolean {
  const said = fieldAt(job, 'inherit', what);
  if (isScalar(said)) return said.node.value !== false;
  if (said === undefined || key === undefined) return true;
  return itemsOf(said).some((name) => isScalar(name) && name.node.string === key);
}
