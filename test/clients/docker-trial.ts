import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences } from '../../scripts/record/difference.ts';
import { toDockerRecording } from '../../scripts/record/docker-recording.ts';
import { replaceText } from '../../scripts/record/normalize.ts';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import { NO_FILES } from '../../src/files/file-reader.ts';
import { parseInput } from '../../src/parsers/index.ts';
import {
  modelRequest,
  type Request,
  recordedRequests,
  without,
  workingDirectory,
} from '../conformance/docker/compare.ts';
import { REFUSALS } from '../conformance/docker/refusals.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import { isJsonObject } from '../engine/json.ts';
import { type ClientRun, openTerminal, runClient, type Terminal } from './client.ts';
import { type DockerLine, dockerLines, isForWindows, toShell, wordsOf } from './docker-lines.ts';
import { CLIENT_FILES } from './docker-values.ts';
import type { Client } from './installed.ts';
import { deviationsIn } from './older-client.ts';
import type { Bench, Trial } from './trial.ts';

/** Compares the real client's requests for a command line with the parsed ones. */
export const dockerTrial: Trial<DockerLine> = {
  client: 'docker',
  cases: dockerLines,
  show: toShell,
  open: async (client) => {
    const directory = await mkdtemp(join(tmpdir(), 'plimsoll-docker-'));
    await mkdir(join(directory, 'config'));
    await mkdir(join(directory, 'cwd'));
    const engines = {
      linux: await startEngine({ osType: 'linux' }),
      windows: await startEngine({ osType: 'windows' }),
    };
    return new DockerBench(client, directory, engines, await openTerminal());
  },
};

/** A stand-in engine per operating system. */
interface Engines {
  readonly linux: Engine;
  readonly windows: Engine;
}

class DockerBench implements Bench<DockerLine> {
  readonly #client: Client;
  readonly #directory: string;
  readonly #engines: Engines;
  readonly #terminal: Terminal;

  constructor(client: Client, directory: string, engines: Engines, terminal: Terminal) {
    this.#client = client;
    this.#directory = directory;
    this.#engines = engines;
    this.#terminal = terminal;
  }

  async differences(line: DockerLine): Promise<readonly string[]> {
    const folder = join(this.#directory, 'cwd');
    const engine = isForWindows(line) ? this.#engines.windows : this.#engines.linux;
    engine.reset();
    for (const left of await readdir(folder)) await rm(join(folder, left), { recursive: true });
    for (const [name, text] of Object.entries(CLIENT_FILES)) await writeFile(join(folder, name), text);
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: '/home/user',
      DOCKER_HOST: `unix://${engine.socketPath}`,
      DOCKER_CONFIG: join(this.#directory, 'config'),
    };
    const run = await runClient(this.#client.docker, wordsOf(line), {
      folder,
      environment,
      stdin: this.#terminal.stdin,
      isOver: () => engine.recordings().some((recording) => recording.kind === 'container' && recording.isStarted),
    });
    const missing = engine.unanswered();
    if (missing.length > 0) return [`the stand-in engine has no answer for ${missing.join(', ')}`];
    const sent = engine.recordings().filter(({ kind }) => kind === 'container' || kind === 'exec');
    return compare(
      line,
      this.#client.versions.docker,
      run,
      replaceText(replaceText(sent.map(toDockerRecording), folder, '<cwd>'), this.#directory, '<cwd>/..'),
    );
  }

  async close(): Promise<void> {
    this.#terminal.close();
    await Promise.all([this.#engines.linux.close(), this.#engines.windows.close()]);
    await rm(this.#directory, { recursive: true, force: true });
  }
}

async function compare(
  line: DockerLine,
  version: string,
  run: ClientRun,
  recording: unknown,
): Promise<readonly string[]> {
  const { subjects, problems } = await parseInput('shell', [{ path: 'line.sh', text: toShell(line) }], {
    files: NO_FILES,
    environment: new Map(),
  });
  const refusals = problems.filter(({ id }) => REFUSALS.has(id)).map(({ id, message }) => `${id}: ${message.what}`);
  const sent = Array.isArray(recording) ? recordedRequests(recording) : [];
  if (run.exitCode === undefined) return ['the client does not end'];
  const older = deviationsIn(line.uses, version);
  if (sent.length === 0) {
    if (refusals.length > 0 || older.isRefused) return [];
    return [`the client refuses, the model does not: ${messageOf(run)}`];
  }
  if (refusals.length > 0 && older.isRefused) return [];
  if (refusals.length > 0) return [`the model refuses, the client does not: ${refusals.join(' ')}`];
  const unknown = subjects
    .flatMap((subject) => toEngineJson(subject, { workingDirectory }).unknown)
    .map((path) => path.replace(/^(\w+\.\w+).*$/s, '$1'));
  const unasked = unknown
    .filter((path) => !unknownTo(line).includes(path))
    .map((path) => `the model does not know ${path}`);
  const unresolvedOptions = subjects
    .flatMap((subject) => subject.unresolvedOptions)
    .map(({ expression }) => `the model takes ${expression} for unresolved options`);
  const leftOut = [...unknown, ...older.paths];
  const known = sent.map((request) => withLowerCaseProtocols(without(request, leftOut)));
  const modelled = subjects
    .filter((subject) => subject.kind !== 'build')
    .map(modelRequest)
    .map((request) => without(request, leftOut));
  return [
    ...unasked,
    ...unresolvedOptions,
    ...differences(modelled, known, '').map((each) => each.replace('committed', 'model').replace('recorded', 'client')),
  ];
}

/** Since 29, clients send exposed ports' protocols in lower case (docker/cli `opts.go`). */
function withLowerCaseProtocols(request: Request): Request {
  const { ExposedPorts, ...config } = request.Config;
  if (!isJsonObject(ExposedPorts)) return request;
  return {
    ...request,
    Config: {
      ...config,
      ExposedPorts: Object.fromEntries(Object.keys(ExposedPorts).map((port) => [port.toLowerCase(), {}])),
    },
  };
}

/** Parts that come from files and the client's environment. */
function unknownTo({ uses }: DockerLine): readonly string[] {
  return uses.flatMap(({ flag, value }) => {
    if (flag === 'env-file' || (flag === 'env' && !/^.+=/s.test(value))) return ['Config.Env'];
    if (flag === 'label-file') return ['Config.Labels'];
    return flag === 'security-opt' && value.startsWith('seccomp') ? ['HostConfig.SecurityOpt'] : [];
  });
}

function messageOf({ errorOutput }: ClientRun): string {
  return (
    errorOutput.split(/\r?\n/).find((each) => each.trim() !== '' && !each.startsWith('time=')) ?? 'it says nothing'
  );
}
