import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toComposeRecording } from '../../scripts/record/compose-recording.ts';
import { differences } from '../../scripts/record/difference.ts';
import { normalize, replaceText } from '../../scripts/record/normalize.ts';
import type { Container, Subject } from '../../src/model/container.ts';
import type { Parsed } from '../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { valueOf } from '../../src/text/setting.ts';
import { inOrder, modelRequest, type Request, recordedRequests, without } from '../conformance/compose/compare.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { type ClientRun, runClient } from './client.ts';
import { type ComposeProject, composeProjects } from './compose-projects.ts';
import { PROVIDER } from './compose-services.ts';
import { type Client, isBefore } from './installed.ts';
import type { Bench, Trial } from './trial.ts';

const FOLDER = 'project';

/** Compares the real client's requests for a project with the parsed ones. */
export const composeTrial: Trial<ComposeProject> = {
  client: 'compose',
  cases: composeProjects,
  show: ({ files, configFiles }) =>
    [
      ...(configFiles.length === 0 ? [] : [`# files: ${configFiles.join(', ')}`]),
      ...Object.entries(files).map(([path, text]) => `-- ${path} --\n${text.trimEnd()}`),
    ].join('\n'),
  open: async (client) => {
    const directory = await mkdtemp(join(tmpdir(), 'plimsoll-compose-'));
    for (const [path, text] of Object.entries(PROGRAMS)) {
      await mkdir(join(directory, dirname(path)), { recursive: true });
      await writeFile(join(directory, path), text);
      await chmod(join(directory, path), 0o755);
    }
    return new ComposeBench(client, directory, await startEngine({ exists: (_, name) => name === 'proxy' }));
  },
};

/** Providers and model runners that do nothing. */
const PROGRAMS: Readonly<Record<string, string>> = {
  [`bin/${PROVIDER}`]: '#!/bin/sh\n',
  'config/cli-plugins/docker-model': `#!/bin/sh
case $1 in
docker-cli-plugin-metadata) echo '{"SchemaVersion": "0.1.0", "Vendor": "test", "Version": "v1.0.0"}' ;;
ls) echo '[]' ;;
status) echo '{"endpoint": "http://models"}' ;;
esac
`,
};

/** Errors that depend on the environment: variables, files, profiles (all are active here). */
const REFUSED_ANYWAY: readonly string[] = [
  'syntax/required-variable',
  'syntax/undefined-reference',
  'syntax/missing-file',
];

class ComposeBench implements Bench<ComposeProject> {
  readonly #client: Client;
  readonly #directory: string;
  readonly #engine: Engine;

  constructor(client: Client, directory: string, engine: Engine) {
    this.#client = client;
    this.#directory = directory;
    this.#engine = engine;
  }

  async differences(project: ComposeProject): Promise<readonly string[]> {
    const folder = join(this.#directory, FOLDER);
    this.#engine.reset();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const [path, text] of Object.entries(project.files)) await writeFile(join(folder, path), text);
    const environment = {
      PATH: `${join(this.#directory, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: '/home/user',
      DOCKER_HOST: `unix://${this.#engine.socketPath}`,
      DOCKER_CONFIG: join(this.#directory, 'config'),
    };
    const options = ['--progress', 'quiet', '--profile', '*', ...project.configFiles.flatMap((file) => ['-f', file])];
    const runCompose = (...words: readonly string[]): Promise<ClientRun> =>
      runClient(this.#client.compose, [...options, ...words], { folder, environment });
    const run = await runProject(project, runCompose);
    const missing = this.#engine.unanswered();
    if (missing.length > 0) return [`the stand-in engine has no answer for ${missing.join(', ')}`];
    // When a container is replaced, the new one's name starts with the old one's ID.
    const recordings = this.#engine
      .recordings()
      .filter((recording) => recording.kind !== 'container' || !/^[\da-f]{12}_/.test(recording.name));
    return compare(project, this.#client.versions.compose, run, () =>
      replaceText(replaceText(toComposeRecording(recordings), folder, '<project>'), this.#directory, '<parent>'),
    );
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/**
 * True if starting the project sends more than creating it: hooks, and files copied into
 * containers.
 */
function hasMoreAtStart({ files }: ComposeProject): boolean {
  return Object.values(files).some((text) => /\b(?:pre_start|post_start|pre_stop|use_api_socket)\b/.test(text));
}

interface ProjectRun extends ClientRun {
  /** False if its containers were created but not started, so no hooks ran. */
  readonly isStarted: boolean;
}

/** Start failures that aren't in the files: an unhealthy dependency, nothing to start. */
const NOT_STARTED = /dependency failed to start|no service selected|has no container to start/;

/** Creates a project; starts and stops it if starting sends more. */
async function runProject(
  project: ComposeProject,
  runCompose: (...words: readonly string[]) => Promise<ClientRun>,
): Promise<ProjectRun> {
  if (!hasMoreAtStart(project)) return { ...(await runCompose('create')), isStarted: true };
  const run = await runCompose('up', '-d');
  // A container's health isn't in the files, and `create` accepts what can't start.
  if (NOT_STARTED.test(messageIn(run))) return { ...run, exitCode: 0, isStarted: false };
  return { ...(run.exitCode === 0 ? await runCompose('stop') : run), isStarted: true };
}

export async function parseProject({
  files: tree,
  configFiles,
}: ComposeProject): Promise<Parsed & { readonly workingDirectory: string }> {
  const files = createMemoryFiles(tree);
  const { workingDirectory } = files;
  const sources = (configFiles.length === 0 ? ['compose.yaml'] : configFiles).map((path) => ({
    path,
    text: tree[path] ?? '',
  }));
  const context = { files, environment: new Map<string, string>(), workingDirectory };
  return { ...(await parseInput('compose', sources, context)), workingDirectory };
}

/** The expected findings if the client rejects a project. */
export function refusalsOfProject(problems: Parsed['problems']): readonly string[] {
  return problems
    .filter(({ id, severity }) => severity === 'error' || REFUSED_ANYWAY.includes(id))
    .map(({ id, message }) => `${id}: ${message.what}`);
}

async function compare(
  { files: tree, configFiles }: ComposeProject,
  version: string,
  run: ProjectRun,
  recording: () => unknown,
): Promise<readonly string[]> {
  const { subjects, problems, workingDirectory } = await parseProject({ files: tree, configFiles });
  const refusals = refusalsOfProject(problems);
  if (run.exitCode === undefined) return ['the client does not end'];
  if (run.exitCode !== 0)
    return refusals.length > 0 || isTooOld(tree, version, run)
      ? []
      : [`the client refuses, the model does not: ${messageIn(run)}${withoutImage(subjects, messageIn(run))}`];
  const unexpected = refusals.filter((refusal) => !isNewer(refusal, version));
  if (unexpected.length > 0) return [`the model refuses, the client does not: ${unexpected.join(' ')}`];
  if (refusals.length > 0) return [];
  const recorded = recording();
  const isCompared = (request: Request): boolean => run.isStarted || !isHook(request);
  const sent = isJsonObject(recorded) ? recordedRequests(recorded, workingDirectory).filter(isCompared) : [];
  const modelled = subjects
    .filter((subject) => subject.kind !== 'build')
    .map((subject) => modelRequest(subject, workingDirectory))
    .filter(({ request }) => isCompared(request));
  const unknown = modelled.flatMap(({ request, unknown: paths }) =>
    paths.map((path) => `the model does not know ${path} of ${request.service}`),
  );
  // The engine decides which replica's links come first.
  const several = Object.values(tree).some((text) => /(?:scale|replicas): *(?!["']?1\b)/.test(text));
  const hasApiSocket = Object.values(tree).some((text) => text.includes('use_api_socket'));
  const normalized = (request: Request): Request => {
    const same = {
      ...request,
      Config: withoutModels(withLowerCaseProtocols(request.Config)),
      HostConfig: hasApiSocket ? withMountedSocket(request.HostConfig) : request.HostConfig,
    };
    return several ? without(same, ['HostConfig.Links']) : same;
  };
  const byService = (requests: readonly Request[]): unknown =>
    Object.fromEntries(
      [...new Set(inOrder(requests).map(keyOf))].map((key) => [
        key,
        unique(requests.filter((request) => keyOf(request) === key).map(normalized)),
      ]),
    );
  return [
    ...unknown,
    ...differences(byService(modelled.map(({ request }) => request)), byService(sent), '').map((line) =>
      line.replace('committed', 'model').replace('recorded', 'client'),
    ),
  ];
}

/** The note for a service without an image, if the model has none either. */
function withoutImage(subjects: readonly Subject[], message: string): string {
  const name = /service "(.*)" has neither an image nor a build context specified/.exec(message)?.[1];
  const isNamed = subjects.some((subject) => {
    if (subject.name !== name || subject.kind !== 'container' || subject.origin !== 'compose') return false;
    return subject.build !== undefined || ![undefined, ''].includes(imageOf(subject));
  });
  return name === undefined || isNamed ? '' : NO_IMAGE;
}

/** Unknown counts as an image. */
function imageOf({ config: { image } }: Container): string | undefined {
  return image?.known === false ? 'unknown' : valueOf(image);
}

const NO_IMAGE = ' (the model has none)';

/** A service's hooks are requests of their own. */
function keyOf(request: Request): string {
  return isHook(request) ? `${request.service} ${request.kind === 'exec' ? 'commands' : 'pre_start'}` : request.service;
}

function isHook({ kind, name }: Request): boolean {
  return kind === 'exec' || name === '';
}

/** Each replica runs the service's commands, and hook containers start in any order. */
function unique(requests: readonly Request[]): readonly unknown[] {
  const texts = requests.map((request) => JSON.stringify(normalize(request)));
  return [...new Set(texts)].sort().map((text): unknown => JSON.parse(text));
}

/** The client adds variables that the model runner prints. */
function withoutModels({ Env, ...config }: JsonObject): JsonObject {
  const others = Array.isArray(Env) ? Env.filter((each) => !/^(?:LLM_MODEL|LLM_URL|M|URL)=/.test(String(each))) : [];
  return others.length === 0 ? config : { ...config, Env: others };
}

/**
 * The engine's socket becomes a mount if the bind it replaces was one (docker/compose
 * `buildContainerVolumes` takes the first volume with its target).
 */
function withMountedSocket({ Binds, Mounts, ...host }: JsonObject): JsonObject {
  const socket = '/var/run/docker.sock';
  const binds: readonly unknown[] = Array.isArray(Binds) ? Binds : [];
  const others = binds.filter((bind) => bind !== `${socket}:${socket}:rw`);
  const own = others.length < binds.length ? [{ Source: socket, Target: socket, Type: 'bind' }] : [];
  const written: readonly unknown[] = Array.isArray(Mounts) ? Mounts : [];
  const mounts = [...written, ...own];
  return {
    ...host,
    ...(others.length === 0 ? {} : { Binds: others }),
    ...(mounts.length === 0 ? {} : { Mounts: mounts.map((mount) => JSON.stringify(normalize(mount))).sort() }),
  };
}

/** Older clients keep the case of exposed ports' protocols; newer ones send lower case. */
function withLowerCaseProtocols({ ExposedPorts, ...config }: JsonObject): JsonObject {
  if (isJsonObject(ExposedPorts) && Object.keys(ExposedPorts).length === 0) return config;
  return isJsonObject(ExposedPorts)
    ? { ...config, ExposedPorts: Object.fromEntries(Object.keys(ExposedPorts).map((port) => [port.toLowerCase(), {}])) }
    : { ...config, ...(ExposedPorts === undefined ? {} : { ExposedPorts }) };
}

/**
 * Only newer clients check container names (compose-go 2.10) and `expose` (docker/compose 5.0,
 * `buildContainerPorts`).
 */
function isNewer(refusal: string, version: string): boolean {
  return (
    (isBefore(version, '2.35') && refusal.includes('container name')) ||
    (isBefore(version, '5.0') && /names no container port|not a container port/.test(refusal))
  );
}

/**
 * True if an older client rejects what newer ones accept: before compose-go 2.10, yaml.v3 read each
 * `?` in brackets as a key mark (test/conformance/compose/newer.txt).
 */
function isTooOld(files: ComposeProject['files'], version: string, { errorOutput }: ClientRun): boolean {
  return (
    isBefore(version, '5.0') &&
    /^yaml: .*(?:did not find expected (?:',' or|node content)|found unexpected end of stream)/m.test(errorOutput) &&
    Object.values(files).some((text) => /[[{].*\?\S/.test(text))
  );
}

/** The client's last message, without warnings. */
function messageIn({ errorOutput }: ClientRun): string {
  return errorOutput
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^time="[^"]*" level=(?:warning|info)/.test(line))
    .join(' ')
    .slice(0, 400);
}
