import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AnsibleCase, readAnsibleTopics } from '../../test/conformance/ansible/cases.ts';
import { type Engine, startEngine } from '../../test/engine/engine.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';
import { toDockerRecording } from './docker-recording.ts';
import { replaceText } from './normalize.ts';
import { type OtherRecorder, type Outcome, recordCases, type TopicRecordings } from './recorder.ts';

const casesDirectory = 'test/conformance/ansible';

const program = '/usr/bin/ansible-playbook';

/** What Debian's `ansible` has and `ansible-core` lacks: the modules, and the output as JSON. */
const collections = '/usr/lib/python3/dist-packages/ansible_collections';

/** A case with its engine, and the output file of the podman stand-in. */
interface Play {
  readonly testCase: AnsibleCase;
  readonly directory: string;
  readonly engine: Engine;
  readonly words: string;
}

/** The playbook that runs a case's tasks or role. */
function playbookOf({ testCase, engine, words }: Play): string {
  const [, role] = /^roles\/([^/]+)\//.exec(testCase.path) ?? [];
  const environment = {
    DOCKER_HOST: `unix://${engine.socketPath}`,
    RECORD: words,
    PATH: `${join(import.meta.dirname, 'ansible')}:/usr/bin:/bin`,
  };
  return JSON.stringify([
    {
      hosts: 'localhost',
      connection: 'local',
      gather_facts: false,
      ignore_errors: true,
      environment,
      ...(role === undefined ? { tasks: [{ include_tasks: testCase.path }] } : { roles: [role] }),
    },
  ]);
}

/**
 * Runs all cases at once, since starting Ansible is slower than a task. Returns each task's output
 * by play.
 */
async function runPlays(parent: string, plays: readonly Play[]): Promise<readonly JsonObject[]> {
  const environment = {
    PATH: '/usr/bin:/bin',
    HOME: parent,
    LC_ALL: 'C.UTF-8',
    ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
    ANSIBLE_DEPRECATION_WARNINGS: 'false',
    ANSIBLE_LOCALHOST_WARNING: 'false',
    // A module goes to its interpreter directly, without files and their shells.
    ANSIBLE_PIPELINING: 'true',
  };
  const words = ['-i', 'localhost,', '-e', 'ansible_python_interpreter=/usr/bin/python3'];
  const output = await new Promise<string>((resolve) => {
    const books = plays.map(({ directory }) => join(directory, 'play.yml'));
    const options = { env: environment, cwd: parent, maxBuffer: 100_000_000 };
    execFile(program, [...words, ...books], options, (_error, stdout, stderr) => {
      resolve(stdout === '' ? stderr : stdout);
    });
  });
  // It prints its progress after each playbook.
  const documents = output.split(/^(?=\{$)/m).filter((text) => text.startsWith('{\n'));
  const found = documents.flatMap((text): readonly JsonObject[] => {
    const parsed: unknown = JSON.parse(text);
    const done = isJsonObject(parsed) ? parsed['plays'] : undefined;
    const last: unknown = Array.isArray(done) ? done.at(-1) : undefined;
    return isJsonObject(last) ? [last] : [];
  });
  if (found.length !== plays.length) throw new Error(`ansible-playbook: ${output}`);
  return found;
}

/** Why a play requested nothing, in the module's words. */
function messageOf(play: JsonObject | undefined): string {
  const tasks = play?.['tasks'];
  const results = (Array.isArray(tasks) ? tasks : []).flatMap((task): readonly unknown[] => {
    const hosts: unknown = isJsonObject(task) ? task['hosts'] : undefined;
    const result = isJsonObject(hosts) ? hosts['localhost'] : undefined;
    return isJsonObject(result) && result['failed'] === true ? [result['msg']] : [];
  });
  return results.map(String).join('; ').replaceAll(/\s+/g, ' ');
}

async function evaluate({ testCase, engine, words }: Play, play: JsonObject | undefined): Promise<Outcome> {
  const missing = engine.unanswered();
  if (missing.length > 0) return { error: `the stand-in engine has no answer for ${missing.join(', ')}` };
  const commands = existsSync(words) ? wordsIn(await readFile(words, 'utf8')) : [];
  const sent = engine.recordings().filter(({ kind }) => kind !== 'volume' && kind !== 'network');
  const recording = [...sent.map(toDockerRecording), ...commands];
  const message = messageOf(play);
  if (testCase.finds !== undefined && !testCase.isLeftToEngine)
    return recording.length > 0
      ? { error: 'should be refused, but something was sent' }
      : { recording: { refused: message } };
  if (testCase.sendsNothing !== (recording.length === 0) || message !== '')
    return { error: `${recording.length} containers were asked for: ${message}` };
  return { recording };
}

/** The commands recorded by the podman stand-in, as words. */
function wordsIn(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => ['podman', ...Buffer.from(line, 'base64').toString('utf8').split('\n').slice(0, -1)]);
}

async function recordTopic(topic: ReturnType<typeof readAnsibleTopics>[number]): Promise<TopicRecordings> {
  const parent = await mkdtemp(join(tmpdir(), 'plimsoll-ansible-'));
  const plays: Play[] = [];
  try {
    for (const [index, testCase] of topic.cases.entries()) {
      const directory = join(parent, String(index));
      const play = { testCase, directory, engine: await startEngine(), words: join(parent, `${index}.words`) };
      plays.push(play);
      const files = [[testCase.path, testCase.script] as const, ...testCase.files];
      for (const [path, text] of [...files, ['play.yml', playbookOf(play)] as const]) {
        await mkdir(dirname(join(directory, path)), { recursive: true });
        await writeFile(join(directory, path), text);
      }
    }
    const results = await runPlays(parent, plays);
    return await recordCases(topic, async (testCase) => {
      const index = topic.cases.indexOf(testCase);
      const play = plays[index];
      if (play === undefined) return { error: 'was not run' };
      const outcome = await evaluate(play, results[index]);
      return 'error' in outcome ? outcome : { recording: replaceText(outcome.recording, play.directory, '<cwd>') };
    });
  } finally {
    for (const { engine } of plays) await engine.close();
    await rm(parent, { recursive: true, force: true });
  }
}

/**
 * Records test/conformance/ansible: the container modules' requests and podman commands for each
 * case. Without Ansible and its collections, nothing is recorded or compared.
 */
export const record: OtherRecorder = async ({ topic: wanted }) => {
  const missing = [program, `${collections}/community/docker`, `${collections}/ansible/posix`].find(
    (path) => !existsSync(path),
  );
  if (missing !== undefined) {
    console.log(`ansible: ${missing} is not there; the packages ansible and python3-docker have it`);
    return [];
  }
  const topics: TopicRecordings[] = [];
  for (const topic of readAnsibleTopics(casesDirectory)) {
    if (topic.name.includes(wanted)) topics.push(await recordTopic(topic));
  }
  return topics;
};
