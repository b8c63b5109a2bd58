import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type QuadletCase, readQuadletTopics } from '../../test/conformance/quadlet/cases.ts';
import { isJsonObject } from '../../test/engine/json.ts';
import { replaceText } from './normalize.ts';
import { type OtherRecorder, type Outcome, recordCases, type TopicRecordings } from './recorder.ts';

const casesDirectory = 'test/conformance/quadlet';

/** The path of Debian's podman package. */
const quadlet = '/usr/libexec/podman/quadlet';

const run = promisify(execFile);

/** Quadlet's output for a unit, without installing anything. */
async function recordCase(testCase: QuadletCase): Promise<Outcome> {
  const parent = await mkdtemp(join(tmpdir(), 'plimsoll-quadlet-'));
  const directory = join(parent, 'cwd');
  try {
    const text = testCase.isCrlf ? testCase.script.replaceAll('\n', '\r\n') : testCase.script;
    for (const [path, content] of [[testCase.path, text] as const, ...testCase.files]) {
      await mkdir(dirname(resolve(directory, path)), { recursive: true });
      await writeFile(resolve(directory, path), content);
    }
    const environment = { PATH: '/usr/bin:/bin', HOME: '/home/user', QUADLET_UNIT_DIRS: directory };
    // It exits with 1 if it rejects a unit.
    const { stdout, stderr } = await run(quadlet, ['-dryrun', '-user'], { env: environment }).catch((error: unknown) =>
      outputOf(error),
    );
    const outcome = evaluate(testCase, stdout, stderr);
    if ('error' in outcome) return outcome;
    return { recording: replaceText(replaceText(outcome.recording, directory, '<cwd>'), parent, '<cwd>/..') };
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** The output before an error. */
function outputOf(error: unknown): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr } = isJsonObject(error) ? error : {};
  if (typeof stdout !== 'string' || typeof stderr !== 'string') throw new Error(`${quadlet} can't be run`);
  return { stdout, stderr };
}

function evaluate(testCase: QuadletCase, stdout: string, stderr: string): Outcome {
  const refusal = stderr.split('\n').find((line) => /converting "web|error loading/.test(line));
  if (testCase.finds !== undefined)
    return refusal === undefined
      ? { error: 'should be refused, but Quadlet takes it' }
      : { recording: { refused: refusal.replace(/^quadlet-generator\[\d+\]: /, '') } };
  // Another container in the directory has its own service.
  const own = stdout.split(/^---/m).find((service) => service.includes(`/${testCase.path}\n`));
  const service = own?.slice(0, own.indexOf('.service---'));
  // A pod is created before its service starts it.
  const key = testCase.path.endsWith('.pod') ? 'ExecStartPre=' : 'ExecStart=';
  const line = own?.split('\n').findLast((each) => each.startsWith(key));
  if (line === undefined) return { error: refusal ?? 'no container comes of it' };
  return { recording: { service, words: inStableOrder(readWords(line.slice(key.length))) } };
}

/** The words of Quadlet's command line, with C quotes and escapes. */
function readWords(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/gs)].map(([word, quoted], index) => {
    if (index === 0) return 'podman';
    return quoted === undefined ? word : quoted.replaceAll(/\\(x..|.)/gs, (_, escape: string) => unescaped(escape));
  });
}

function unescaped(escape: string): string {
  const letters: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\u0007',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  if (escape.startsWith('x')) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return letters[escape] ?? escape;
}

/** Flags from three maps, which Quadlet writes in random order. */
const unordered: readonly (readonly string[])[] = [
  [
    '--tz',
    '--pids-limit',
    '--shm-size',
    '--entrypoint',
    '--workdir',
    '--ip',
    '--ip6',
    '--hostname',
    '--stop-signal',
    '--stop-timeout',
    '--pull',
  ],
  ['--network-alias', '--ulimit', '--dns', '--dns-option', '--dns-search', '--group-add', '--add-host', '--tmpfs'],
  ['--init', '--env-host', '--read-only-tmpfs', '--init=false', '--env-host=false', '--read-only-tmpfs=false'],
];

function inStableOrder(words: readonly string[]): readonly string[] {
  const start = startOfMaps(words);
  if (start < 0) return words;
  const sorted = [...words.slice(0, start)];
  for (const [index, names] of unordered.entries()) {
    const size = index === unordered.length - 1 ? 1 : 2;
    const uses: (readonly string[])[] = [];
    while (names.includes(words[sorted.length + uses.length * size] ?? '')) {
      const at = sorted.length + uses.length * size;
      uses.push(words.slice(at, at + size));
    }
    const order = ([name = '']: readonly string[]): number => names.indexOf(name);
    sorted.push(...uses.toSorted((a, b) => order(a) - order(b)).flat());
  }
  return [...sorted, ...words.slice(sorted.length)];
}

/**
 * The start of the maps' flags: after `--cgroups` of a container, or the first of them for a pod.
 */
function startOfMaps(words: readonly string[]): number {
  const cgroups = words.findIndex((word) => word === '--cgroups=split' || word === '--cgroups');
  if (cgroups < 0) return words.findIndex((word) => unordered.flat().includes(word));
  return cgroups + (words[cgroups] === '--cgroups' ? 2 : 1);
}

/**
 * Records test/conformance/quadlet: Quadlet's command for each unit. Without Quadlet, nothing is
 * recorded or compared.
 */
export const record: OtherRecorder = async ({ topic: wanted }) => {
  if (!existsSync(quadlet)) {
    console.log(`quadlet: ${quadlet} is not there; podman has it`);
    return [];
  }
  const topics: TopicRecordings[] = [];
  for (const topic of readQuadletTopics(casesDirectory)) {
    if (topic.name.includes(wanted)) topics.push(await recordCases(topic, recordCase));
  }
  return topics;
};
