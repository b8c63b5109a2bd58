import type { SourceFile } from '../../../files/file-reader.ts';
import { trimmed } from '../../../text/parts.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { DockerResult } from '../../docker/index.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  type Ref,
  textPlace,
} from '../../yaml/tree.ts';
import { clientCommand, flagArguments, NO_CONTAINERS, wordArgument } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { Environment } from '../ci/environment.ts';
import { readInputs } from '../ci/expressions.ts';
import type { HostJob, HostJobs, HostTask, JobContext } from '../ci/jobs.ts';
import { isReadShell, ScriptReader } from '../ci/scripts.ts';
import { type RunnerContainer, readRunnerContainer, registryCredentials, SCHEME } from './containers.ts';
import { readMatrix, runsOnHosted, runsOnWindows, textIn, valueInScope, type WorkflowScope, withEnv } from './scope.ts';

/** The jobs of a workflow, or the steps of an action as one job. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const document = readHostDocument(source);
  const [root] = document.roots;
  const reader = new JobReader(source, context);
  const runs = field(root, 'runs');
  if (root !== undefined && isMapping(runs)) return { ...document, jobs: [reader.readAction(root, runs)] };
  const calls = ['workflow_call', 'workflow_dispatch'].map((event) => fieldAt(root, 'on', event, 'inputs'));
  const scope = withEnv({ ...NO_SCOPE, inputs: readInputs(...calls) }, field(root, 'env'));
  return { ...document, jobs: fieldsOf(field(root, 'jobs')).map((job) => reader.readJob(root, job, scope)) };
}

const NO_SCOPE: WorkflowScope = {
  env: Environment.EMPTY,
  matrix: new Map(),
  inputs: new Map(),
  actionFolder: undefined,
};

class JobReader {
  readonly #folder: string;
  readonly #root: string;
  /** Elsewhere, as on Forgejo and Gitea, the same labels mean self-hosted machines. */
  readonly #isGitHub: boolean;
  readonly #scripts: ScriptReader;

  constructor(source: SourceFile, context: JobContext) {
    const { path, text } = source;
    this.#folder = splitPath(path)[0];
    this.#root = rootOf(path);
    this.#isGitHub = /(?:^|\/)\.github\//.test(path);
    this.#scripts = new ScriptReader(text.length, context);
  }

  readJob(root: Ref | undefined, job: Field, outer: WorkflowScope): HostJob {
    const matrix = readMatrix(fieldAt(job, 'strategy', 'matrix'));
    const scope = withEnv({ ...outer, matrix }, field(job, 'env'));
    const name = job.key.node.string;
    const container = field(job, 'container');
    const services = fieldsOf(field(job, 'services'));
    const defaults = [job, root].map((ref) => fieldAt(ref, 'defaults', 'run'));
    const isHosted = this.#isGitHub && runsOnHosted(field(job, 'runs-on'), scope);
    const asked = (origin: RunnerContainer['origin'], called: string, settings: Field): DockerResult =>
      readRunnerContainer({ origin, name: called, place: textPlace(settings.key), settings, isHosted }, scope);
    const isShell = (shell: string | undefined): boolean =>
      shell === undefined
        ? container !== undefined || !runsOnWindows(field(job, 'runs-on'), scope)
        : isReadShell(shell);
    const containers = container === undefined ? [] : [container];
    return {
      tasks: [
        ...containers.map((settings) => asked('workflow job', name, settings)),
        ...services.map((service) => asked('workflow service', service.key.node.string, service)),
        ...this.#readSteps(field(job, 'steps'), scope, isShell, defaults),
      ],
      secrets: [...containers, ...services].flatMap(registryCredentials),
      isHosted,
    };
  }

  readAction(root: Ref, runs: Ref): HostJob {
    const scope: WorkflowScope = { ...NO_SCOPE, inputs: readInputs(field(root, 'inputs')), actionFolder: this.#folder };
    const image = field(runs, 'image');
    const isRegistry = (valueInScope(image, scope) ?? '').toLowerCase().startsWith(SCHEME);
    const name = valueInScope(field(root, 'name'), scope) ?? this.#folder;
    const asked = { origin: 'workflow action', name } as const;
    const container =
      image !== undefined && isRegistry
        ? [readRunnerContainer({ ...asked, place: textPlace(image.key), settings: image }, scope)]
        : [];
    // Each step of an action must name its shell.
    const isShell = (shell: string | undefined): boolean => shell !== undefined && isReadShell(shell);
    return { tasks: [...container, ...this.#readSteps(field(runs, 'steps'), scope, isShell, [])] };
  }

  #readSteps(
    steps: Ref | undefined,
    scope: WorkflowScope,
    isShell: (shell: string | undefined) => boolean,
    defaults: readonly (Ref | undefined)[],
  ): readonly HostTask[] {
    const all = itemsOf(steps);
    const given = withoutLater(scope, all);
    return all.flatMap((step): readonly HostTask[] => {
      const own = withEnv(given, field(step, 'env'));
      const uses = field(step, 'uses');
      if (uses !== undefined) return readUses(step, uses, own);
      const run = textIn(field(step, 'run'), own);
      const inForce = (key: string): Ref | undefined =>
        [step, ...defaults].map((ref) => field(ref, key)).find((ref) => ref !== undefined);
      const shell = inForce('shell');
      if (run === undefined) return [];
      // Scripts for unknown shells aren't parsed.
      if (!isShell(shell === undefined ? undefined : (valueInScope(shell, own) ?? ''))) return [];
      const folder = joinPath(this.#root, valueInScope(inForce('working-directory'), own) ?? '');
      return scriptsOf(run).flatMap((script) =>
        this.#scripts.tasks(script, folder, own.env.forScript(script.skeleton)),
      );
    });
  }
}

/** The scripts of a step: each possible value if the whole script is an expression. */
function scriptsOf(run: Text): readonly Text[] {
  if (run.skeleton.trim() !== UNKNOWN_CHARACTER) return [run];
  return run.alternatives({ withOpen: true });
}

/** The root of the checkout: the directory above `.github`, if the file is in it. */
function rootOf(path: string): string {
  const [above] = /^(.*\/)?\.github\//.exec(path) ?? [];
  if (above === undefined) return splitPath(path)[0];
  return above.slice(0, -'.github/'.length).replace(/\/$/, '');
}

/** Makes variables unknown that steps set for later steps. */
function withoutLater(scope: WorkflowScope, steps: readonly Ref[]): WorkflowScope {
  const written = new Set<string>();
  for (const step of steps) {
    const run = field(step, 'run');
    const script = isScalar(run) ? run.node.string : '';
    if (!script.includes('GITHUB_ENV')) continue;
    for (const [, name = ''] of script.matchAll(/(?<!\w)([A-Za-z_]\w*)(?:=|<<)/g)) written.add(name);
  }
  return { ...scope, env: scope.env.with(new Map([...written].map((name) => [name, undefined]))) };
}

function readUses(step: Ref, uses: Field, scope: WorkflowScope): readonly DockerResult[] {
  const action = textIn(uses, scope);
  if (action === undefined) return [];
  if (action.skeleton.toLowerCase().startsWith(SCHEME)) {
    const name =
      valueInScope(field(step, 'name'), scope) ??
      valueInScope(field(step, 'id'), scope) ??
      action.slice(SCHEME.length).shown;
    return [readRunnerContainer({ origin: 'workflow step', name, place: textPlace(uses.key), settings: uses }, scope)];
  }
  if (!/^docker\/(?:build-push|bake)-action(?:@|$)/.test(action.skeleton)) return [];
  const input = (name: string): readonly Text[] => textIn(fieldAt(step, 'with', name), scope)?.split('\n') ?? [];
  const tags = input('tags').flatMap((line) => line.split(','));
  const place = textPlace(uses.key);
  const results = clientCommand('docker', place, [
    wordArgument('build', place),
    ...withoutBlanks(tags).flatMap((tag) => flagArguments('--tag', tag)),
    ...withoutBlanks(input('build-args')).flatMap((line) => flagArguments('--build-arg', unquoted(line))),
    wordArgument('.', place),
  ]);
  return results.map(({ subjects, images, values }) => ({
    ...NO_CONTAINERS,
    images,
    values,
    subjects: subjects.map((subject) =>
      subject.kind === 'build' ? { ...subject, origin: 'workflow build', place } : subject,
    ),
  }));
}

function withoutBlanks(texts: readonly Text[]): readonly Text[] {
  return texts.map((text) => trimmed(text)).filter(({ length }) => length > 0);
}

/** The action reads each line as CSV, which may have quotes. */
function unquoted(text: Text): Text {
  return /^".*"$/.test(text.skeleton) ? text.slice(1, text.length - 1) : text;
}
