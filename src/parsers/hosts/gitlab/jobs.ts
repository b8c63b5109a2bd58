import { joinTexts } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import { words } from '../../../util/words.ts';
import type { DockerResult } from '../../docker/index.ts';
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
import { createContainer, toArgument } from '../ci/containers.ts';
import { Environment } from '../ci/environment.ts';
import type { HostJob, HostTask } from '../ci/jobs.ts';
import { inOneShell, repeatedTooOften, type ScriptReader } from '../ci/scripts.ts';
import { extendedNames, Jobs } from './merge.ts';
import type { Pipeline } from './pipeline.ts';
import { expandGitlab, type Inputs, readGitlabMatrix, readGitlabVariables, textWith } from './variables.ts';

/** Top-level keys that aren't jobs (GitLab, `Gitlab::Ci::Config::Entry::Root`). */
const NO_JOBS: readonly string[] = words(
  'after_script before_script cache default image include services spec stages types variables workflow',
);

/** Keys that jobs inherit from `default`. */
type DefaultKey = 'image' | 'services' | 'before_script' | 'after_script' | 'hooks';

/** The keys that run something; a hidden job may have only some of them. */
const RUNS = ['script', 'before_script', 'after_script', 'hooks', 'image', 'services'];

/** The maximum number of containers: every job repeats the `default` services. */
const MAX_CONTAINERS = 5_000;

/** Reads each job of a pipeline: the runner's containers and the scripts. */
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

  constructor(root: Ref<Mapping>, { inputs, used }: Pipeline, scripts: ScriptReader, folder: string) {
    this.#used = used;
    this.#root = root;
    this.#jobs = new Jobs(root);
    this.#inputs = inputs;
    this.#scripts = scripts;
    this.#folder = folder;
    this.#global = Environment.EMPTY.with(readGitlabVariables(field(root, 'variables'), inputs));
  }

  /** Includes unused hidden jobs, which other files may use. */
  readAll(): readonly HostJob[] {
    const jobs = fieldsOf(this.#root).filter((job) => !NO_JOBS.includes(job.key.node.string) && isMapping(job));
    const extended = jobs.flatMap(extendedNames).flatMap((name) => (isScalar(name) ? [name.node.string] : []));
    const used = new Set([...this.#used, ...extended]);
    const read = jobs.flatMap(({ key: { node } }): readonly HostJob[] => {
      const name = node.string;
      const isHidden = name.startsWith('.');
      const job = isHidden && used.has(name) ? undefined : this.#jobs.get(name);
      if (job === undefined || (isHidden && !RUNS.some((key) => field(job, key) !== undefined))) return [];
      const tasks = this.#readJob(name, job);
      // A job that extends a hidden one may fix its problems.
      return [{ tasks: isHidden ? tasks.map(withoutProblems) : tasks }];
    });
    const { cutOffAt } = this.#jobs;
    return cutOffAt === undefined ? read : [...read, { tasks: [repeatedTooOften(cutOffAt, 'parts')] }];
  }

  #readJob(name: string, job: Ref<Mapping>): readonly HostTask[] {
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
      // On macOS, `image` names a virtual machine.
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
      ...[hook, script, after].flatMap((text) => (text === undefined ? [] : this.#tasks(text, variables))),
    ];
  }

  #readServices(services: Ref | undefined, variables: Environment): readonly DockerResult[] {
    if (this.#hasMany) return [];
    const read: DockerResult[] = [];
    for (const service of itemsOf(services)) {
      if (this.#containers >= MAX_CONTAINERS) {
        read.push(repeatedTooOften(placeOf(service), 'services'));
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
      return text && expandGitlab(text, variables);
    };
    const wordsOf = (list: Ref | undefined): readonly Text[] =>
      (isScalar(list) ? [list] : itemsOf(list)).flatMap((word) => filled(word) ?? []);
    const named = isMapping(settings) ? field(settings, 'name') : settings;
    const image = filled(named);
    if (named === undefined || !isScalar(named) || image === undefined || image.value === '') return [];
    this.#containers += 1;
    const [entrypoint, ...before] = wordsOf(field(settings, 'entrypoint'));
    const env = fieldsOf(field(settings, 'variables')).flatMap((each) => {
      const text = filled(each);
      const key = textOf(each.key);
      return text === undefined ? [] : [joinTexts([key, text], '=', key.place)];
    });
    const alias = filled(field(settings, 'alias'))?.value;
    return [
      createContainer(
        { origin, name: name ?? alias ?? image.shown, place: textPlace(named) },
        {
          image,
          env,
          user: filled(fieldAt(settings, 'docker', 'user')),
          entrypoint,
          command: [...before, ...wordsOf(field(settings, 'command'))].map(toArgument),
        },
      ),
    ];
  }

  /** Joins lists of commands into one script, as the runner does. */
  #join(lists: readonly (Ref | undefined)[]): Text | undefined {
    if (this.#scripts.isExhausted) return undefined;
    const commands = lists
      .flatMap((list) => this.#jobs.commands(list))
      .flatMap((command) => textWith(command, this.#inputs) ?? []);
    return inOneShell(commands)[0];
  }

  #tasks(script: Text, variables: Environment): readonly HostTask[] {
    const given = new Map(
      [...variables.forScript(script.skeleton)].map(([name, text]) => [name, expandGitlab(text, variables)]),
    );
    return this.#scripts.tasks(script, this.#folder, given);
  }
}

/** Words that only PowerShell has, since the file doesn't say which shell the runner uses. */
const POWER_SHELL =
  /\$env:\w|\$(?:LASTEXITCODE|ErrorActionPreference)\b|(?:^|[\s;|({])(?:Expand|Get|Import|Invoke|Measure|New|Out|Remove|Resolve|Select|Set|Start|Stop|Test|Write)-[A-Z][A-Za-z]+\b/im;

function withoutProblems(task: HostTask): HostTask {
  return 'script' in task ? task : { ...task, problems: [] };
}

/**
 * Whether a job inherits defaults or global variables:
 * `inherit: { default: false, variables: [A] }`.
 */
function inherits(job: Ref, what: 'default' | 'variables', key?: string): boolean {
  const said = fieldAt(job, 'inherit', what);
  if (isScalar(said)) return said.node.value !== false;
  if (said === undefined || key === undefined) return true;
  return itemsOf(said).some((name) => isScalar(name) && name.node.string === key);
}
