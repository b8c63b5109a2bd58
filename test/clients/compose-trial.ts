import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toComposeRecording } from '../../scripts/record/compose-recording.ts';
import { differences } from '../../scripts/record/difference.ts';
import { replaceText } from '../../scripts/record/normalize.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { inOrder, modelRequest, type Request, recordedRequests, without } from '../conformance/compose/compare.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { type ClientRun, runClient } from './client.ts';
import { type ComposeProject, composeProjects } from './compose-projects.ts';
import { type Client, isBefore } from './installed.ts';
import type { Bench, Trial } from './trial.ts';

const FOLDER = 'project';

/** Tries projects of Compose: the real client creates them, the same files are parsed. */
export const composeTrial: Trial<ComposeProject> = {
  client: 'compose',
  cases: composeProjects,
  show: ({ files, configFiles }) =>
    [
      ...(configFiles.length === 0 ? [] : [`# files: ${configFiles.join(', ')}`]),
      ...Object.entries(files).map(([path, text]) => `-- ${path} --\n${text.trimEnd()}`),
    ].join('\n'),
  open: async (client) =>
    new ComposeBench(
      client,
      await mkdtemp(join(tmpdir(), 'plimsoll-compose-')),
      await startEngine({ exists: (_, name) => name === 'proxy' }),
    ),
};

/** What is no error since it depends on where the project is: on a variable, on files, or on the profiles, which are all active here. */
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
    await mkdir(join(this.#directory, 'config'), { recursive: true });
    for (const [path, text] of Object.entries(project.files)) await writeFile(join(folder, path), text);
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: '/home/user',
      DOCKER_HOST: `unix://${this.#engine.socketPath}`,
      DOCKER_CONFIG: join(this.#directory, 'config'),
    };
    const words = [
      '--progress',
      'quiet',
      '--profile',
      '*',
      ...project.configFiles.flatMap((file) => ['-f', file]),
      'create',
    ];
    const run = await runClient(this.#client.compose, words, { folder, environment });
    const missing = this.#engine.unanswered();
    if (missing.length > 0) return [`the stand-in engine has no answer for ${missing.join(', ')}`];
    // A second container in the place of one that is there has that one's id before its name.
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

async function compare(
  { files: tree, configFiles }: ComposeProject,
  version: string,
  run: ClientRun,
  recording: () => unknown,
): Promise<readonly string[]> {
  const files = createMemoryFiles(tree);
  const { workingDirectory } = files;
  const sources = (configFiles.length === 0 ? ['compose.yaml'] : configFiles).map((path) => ({
    path,
    text: tree[path] ?? '',
  }));
  const { subjects, problems } = await parseInput('compose', sources, {
    files,
    environment: new Map(),
    workingDirectory,
  });
  const refusals = problems
    .filter(({ id, severity }) => severity === 'error' || REFUSED_ANYWAY.includes(id))
    .map(({ id, message }) => `${id}: ${message.what}`);
  if (run.exitCode === undefined) return ['the client does not end'];
  if (run.exitCode !== 0)
    return refusals.length > 0 || isTooOld(tree, version, run)
      ? []
      : [`the client refuses, the model does not: ${messageIn(run)}`];
  const unexpected = refusals.filter((refusal) => !isNewer(refusal, version));
  if (unexpected.length > 0) return [`the model refuses, the client does not: ${unexpected.join(' ')}`];
  if (refusals.length > 0) return [];
  const recorded = recording();
  const sent = isJsonObject(recorded) ? recordedRequests(recorded, workingDirectory) : [];
  const modelled = subjects
    .filter((subject) => subject.kind !== 'build')
    .map((subject) => modelRequest(subject, workingDirectory));
  const unknown = modelled.flatMap(({ request, unknown: paths }) =>
    paths.map((path) => `the model does not know ${path} of ${request.service}`),
  );
  // Which of several containers of a service come first in links is up to the engine.
  const several = Object.values(tree).some((text) => /(?:scale|replicas): *(?!["']?1\b)/.test(text));
  const normalized = (request: Request): Request => {
    const same = { ...request, Config: withLowerCaseProtocols(request.Config) };
    return several ? without(same, ['HostConfig.Links']) : same;
  };
  const byService = (requests: readonly Request[]): unknown =>
    Object.fromEntries(inOrder(requests).map((request) => [request.service, normalized(request)]));
  return [
    ...unknown,
    ...differences(byService(modelled.map(({ request }) => request)), byService(sent), '').map((line) =>
      line.replace('committed', 'model').replace('recorded', 'client'),
    ),
  ];
}

/** Older clients send protocols of exposed ports as they are written, newer ones in lower case. */
function withLowerCaseProtocols({ ExposedPorts, ...config }: JsonObject): JsonObject {
  if (isJsonObject(ExposedPorts) && Object.keys(ExposedPorts).length === 0) return config;
  return isJsonObject(ExposedPorts)
    ? { ...config, ExposedPorts: Object.fromEntries(Object.keys(ExposedPorts).map((port) => [port.toLowerCase(), {}])) }
    : { ...config, ...(ExposedPorts === undefined ? {} : { ExposedPorts }) };
}

/** What only newer clients look at: names of containers (compose-go 2.10) and what `expose` says (docker/compose 5.0, `buildContainerPorts`). */
function isNewer(refusal: string, version: string): boolean {
  return (
    (isBefore(version, '2.35') && refusal.includes('container name')) ||
    (isBefore(version, '5.0') && /names no container port|not a container port/.test(refusal))
  );
}

/**
 * Whether the client refuses what newer ones take: to yaml.v3, which compose-go had before 2.10, each `?` in a text within brackets is the
 * mark of a key, and a quote behind it begins a text (test/conformance/compose/newer.txt).
 */
function isTooOld(files: ComposeProject['files'], version: string, { errorOutput }: ClientRun): boolean {
  return (
    isBefore(version, '5.0') &&
    /^yaml: .*(?:did not find expected (?:',' or|node content)|found unexpected end of stream)/m.test(errorOutput) &&
    Object.values(files).some((text) => /[[{].*\?\S/.test(text))
  );
}

/** What the client says at its end, without its warnings. */
function messageIn({ errorOutput }: ClientRun): string {
  return errorOutput
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^time="[^"]*" level=(?:warning|info)/.test(line))
    .join(' ')
    .slice(0, 400);
}
