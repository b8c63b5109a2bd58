import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isMakefileName } from '../../src/parsers/hosts/makefile/detect.ts';
import type { Client } from '../../test/clients/installed.ts';
import { type DockerCase, readDockerTopics } from '../../test/conformance/docker/cases.ts';
import { type Recording, startEngine } from '../../test/engine/engine.ts';
import { toDockerRecording } from './docker-recording.ts';
import { replaceText } from './normalize.ts';
import { type Outcome, type Recorder, recordCases, type TopicRecordings } from './recorder.ts';
import { runScript, type ScriptResult } from './run-script.ts';

const casesDirectory = 'test/conformance/docker';
const timeLimitMilliseconds = 120_000;

/** The programs on a case's PATH besides docker and docker-compose; missing ones are omitted. */
const programs = [
  'bash sh make',
  'env xargs timeout nice nohup setsid ionice stdbuf flock script',
  'basename cat chmod cp cut date dirname echo false grep head id ls mkdir mktemp mv printf pwd readlink realpath',
  'rm sed seq sleep sort tac tail tee test touch tr true uname wc whoami',
].flatMap((line) => line.split(' '));

/** Programs that identify the client, through a header in its configuration. */
const otherEngines = ['podman', 'nerdctl'];

interface Workshop {
  readonly directory: string;
  readonly path: string;
}

interface Playing {
  readonly client: Client;
  readonly workshop: Workshop;
}

/** A directory with the PATH and client configurations of all cases. */
async function openWorkshop(client: Client): Promise<Workshop> {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-record-'));
  const bin = join(directory, 'bin');
  const shims = join(directory, 'shims');
  await mkdir(bin);
  await cp(join(import.meta.dirname, 'shims'), shims, { recursive: true });
  for (const program of programs) {
    const found = (process.env['PATH'] ?? '')
      .split(':')
      .map((folder) => join(folder, program))
      .find((path) => existsSync(path));
    if (found !== undefined) await symlink(found, join(bin, program));
  }
  await symlink(client.docker, join(bin, 'docker'));
  await symlink(client.compose, join(bin, 'docker-compose'));
  for (const engine of ['docker', ...otherEngines]) {
    await mkdir(join(directory, 'config', engine, 'cli-plugins'), { recursive: true });
    await symlink(client.compose, join(directory, 'config', engine, 'cli-plugins', 'docker-compose'));
    const config = engine === 'docker' ? {} : { HttpHeaders: { 'X-Program': engine } };
    await writeFile(join(directory, 'config', engine, 'config.json'), JSON.stringify(config));
  }
  return { directory, path: `${shims}:${bin}` };
}

/** Runs one case in its own directory, with its own engine. */
async function recordCase(testCase: DockerCase, { client, workshop }: Playing): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-case-'));
  const engine = await startEngine({ osType: testCase.isWindowsEngine ? 'windows' : 'linux' });
  try {
    const cwd = join(directory, 'cwd');
    // A single-file case is outside its working directory.
    const script = join(testCase.files.size === 0 ? directory : cwd, testCase.path);
    await mkdir(cwd);
    for (const [path, text] of [[script, testCase.script] as const, ...testCase.files]) {
      await mkdir(dirname(resolve(cwd, path)), { recursive: true });
      await writeFile(resolve(cwd, path), text);
    }
    const played = { testCase, workshop, directory, script, socketPath: engine.socketPath };
    const results: ScriptResult[] = [];
    for (const words of testCase.runs.length === 0 ? [''] : testCase.runs) results.push(await run(played, words));
    if (results.some(({ isTimedOut }) => isTimedOut)) return { error: 'did not end in time' };
    const missing = engine.unanswered();
    if (missing.length > 0) return { error: `the stand-in engine has no answer for ${missing.join(', ')}` };
    const result = results.find(({ exitCode }) => exitCode !== 0) ?? results[0];
    if (result === undefined) return { error: 'was not run' };
    const outcome = evaluate(testCase, client, engine.recordings(), result);
    return 'error' in outcome
      ? outcome
      : { recording: replaceText(replaceText(outcome.recording, cwd, '<cwd>'), directory, '<cwd>/..') };
  } finally {
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Played {
  readonly testCase: DockerCase;
  readonly workshop: Workshop;
  readonly directory: string;
  readonly script: string;
  readonly socketPath: string;
}

/** Runs a case's script once with these arguments. */
function run({ testCase, workshop, directory, script, socketPath }: Played, words: string): Promise<ScriptResult> {
  const given = testCase.environment.map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [name, value.join('=')];
  });
  return runScript({
    program: programOf(testCase.path),
    script,
    words,
    cwd: join(directory, 'cwd'),
    outputDirectory: directory,
    timeLimitMilliseconds,
    environment: {
      PATH: workshop.path,
      HOME: '/home/user',
      USER: 'user',
      SHELL: '/bin/sh',
      LC_ALL: 'C.UTF-8',
      DOCKER_HOST: `unix://${socketPath}`,
      DOCKER_CONFIG: join(workshop.directory, 'config', 'docker'),
      ...Object.fromEntries(given),
    },
  });
}

function programOf(path: string): string {
  if (isMakefileName(path)) return 'make -f';
  return path.endsWith('.bats') ? 'bats' : 'bash';
}

/**
 * The requests, or the client's rejection; for the newest client, checked against the case's notes.
 */
function evaluate(
  testCase: DockerCase,
  { column }: Client,
  recordings: readonly Recording[],
  { exitCode, errorOutput }: ScriptResult,
): Outcome {
  const message = errorOutput.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const sent = recordings.filter(({ kind }) => kind !== 'volume' && kind !== 'network');
  if (
    column !== 'newest' ? exitCode !== 0 && sent.length === 0 : testCase.finds !== undefined && !testCase.isLeftToEngine
  ) {
    if (exitCode === 0 || sent.length > 0) return { error: 'should be refused, but the client sent something' };
    return { recording: { refused: message, exit: exitCode } };
  }
  if (column === 'newest' && exitCode !== 0) return { error: `exit code ${exitCode}: ${message}` };
  if (column === 'newest' && testCase.sendsNothing !== (sent.length === 0))
    return { error: `${sent.length} containers and execs sent: ${message}` };
  const key = (value: unknown): string => JSON.stringify(value);
  const all = recordings.map(toDockerRecording);
  // Runs of one script repeat many requests.
  const recording = testCase.runs.length > 1 ? [...new Map(all.map((each) => [key(each), each])).values()] : all;
  return { recording: testCase.isAnyOrder ? recording.sort((a, b) => (key(a) < key(b) ? -1 : 1)) : recording };
}

/**
 * Records test/conformance/docker: the requests of a real docker for each case's script, run by
 * bash, or Makefile, run by make.
 */
export const record: Recorder = async ({ topic: wanted, client }) => {
  const workshop = await openWorkshop(client);
  try {
    const topics: TopicRecordings[] = [];
    for (const topic of readDockerTopics(casesDirectory)) {
      if (topic.name.includes(wanted))
        topics.push(await recordCases(topic, (testCase) => recordCase(testCase, { client, workshop })));
    }
    return topics;
  } finally {
    await rm(workshop.directory, { recursive: true, force: true });
  }
};
