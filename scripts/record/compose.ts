import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Client } from '../../test/clients/installed.ts';
import { type ComposeCase, readComposeTopics } from '../../test/conformance/compose/cases.ts';
import { startEngine } from '../../test/engine/engine.ts';
import { toComposeRecording } from './compose-recording.ts';
import { replaceText } from './normalize.ts';
import { type Outcome, type Recorder, recordCases, type TopicRecordings } from './recorder.ts';

const casesDirectory = 'test/conformance/compose';
const timeLimitMilliseconds = 120_000;

/** The project's directory, which gives it its name. */
const projectFolder = 'project';

interface Run {
  readonly exitCode: number;
  readonly errorOutput: string;
}

/**
 * `docker compose … create`, or `up -d` and `stop`, with all profiles and a minimal environment.
 */
async function createProject(
  testCase: ComposeCase,
  client: Client,
  directory: string,
  socketPath: string,
): Promise<Run> {
  const options = [
    ...['--progress', 'quiet', '--profile', '*'],
    ...testCase.configFiles.flatMap((file) => ['-f', file]),
    ...testCase.envFiles.flatMap((file) => ['--env-file', file]),
  ];
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/home/user',
    DOCKER_HOST: `unix://${socketPath}`,
    DOCKER_CONFIG: join(directory, 'config'),
    // As docker starts its plugin. It would ask each time what kind of plugin that is, too.
    DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: client.docker,
  };
  const runCommand = (words: readonly string[]): Promise<Run> =>
    new Promise((resolve) => {
      execFile(
        client.compose,
        ['compose', ...options, ...words],
        { cwd: join(directory, projectFolder), env, timeout: timeLimitMilliseconds, killSignal: 'SIGKILL' },
        (error, _, errorOutput) => {
          resolve({
            exitCode: error === null ? 0 : 1,
            errorOutput: error?.killed === true ? 'did not end in time' : errorOutput,
          });
        },
      );
    });
  if (!testCase.isStarted) return runCommand(['create']);
  const run = await runCommand(['up', '-d']);
  return run.exitCode === 0 ? runCommand(['stop']) : run;
}

/** Runs one case in its own directory, with its own engine. */
async function recordCase(testCase: ComposeCase, client: Client): Promise<Outcome> {
  refuseForeignProject(tmpdir());
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-case-'));
  const engine = await startEngine({ exists: (_, name) => testCase.exists.includes(name) });
  try {
    await mkdir(join(directory, 'config'));
    for (const [path, text] of testCase.files) {
      const file = join(directory, projectFolder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const run = await createProject(testCase, client, directory, engine.socketPath);
    const missing = engine.unanswered();
    if (missing.length > 0) return { error: `the stand-in engine has no answer for ${missing.join(', ')}` };
    const isRefused = run.exitCode !== 0;
    const message = messageIn(run.errorOutput);
    if (client.column === 'newest' && isRefused !== (testCase.finds !== undefined && !testCase.isLeftToEngine))
      return { error: isRefused ? `refused: ${message}` : 'should be refused, but was created' };
    const recording = isRefused ? { refused: message } : toComposeRecording(engine.recordings());
    return {
      recording: replaceText(
        replaceText(recording, join(directory, projectFolder), '<project>'),
        directory,
        '<parent>',
      ),
    };
  } finally {
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * The client's final message, without warnings, a panic's stack, and the random start of a cycle.
 */
function messageIn(errorOutput: string): string {
  const lines = errorOutput
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^time="[^"]*" level=(?:warning|info)/.test(line));
  const [first = ''] = lines;
  if (/^(?:panic|Circular reference):/.test(first)) return first;
  return lines.join('\n').replace(/(dependency cycle detected): .*/, '$1');
}

/**
 * Records test/conformance/compose: the requests of the real `docker compose` for each case's
 * project.
 */
export const record: Recorder = async ({ topic: wanted, client }) => {
  const topics: TopicRecordings[] = [];
  for (const topic of readComposeTopics(casesDirectory)) {
    if (topic.name.includes(wanted)) topics.push(await recordCases(topic, (testCase) => recordCase(testCase, client)));
  }
  return topics;
};

/** The client also searches parent directories, so a project there would be recorded. */
function refuseForeignProject(folder: string): void {
  for (const name of ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']) {
    const path = join(folder, name);
    if (existsSync(path)) throw new Error(`${path} would be found by the client in place of a case: remove it.`);
  }
}
