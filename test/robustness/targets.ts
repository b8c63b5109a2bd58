import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readInspectedImages } from '../../src/images/inspected.ts';
import { formatImageLock } from '../../src/images/lock.ts';
import { anyCharacters } from '../any-characters.ts';
import { makefile } from '../parsers/hosts/makefile/random-makefiles.ts';
import { ansible } from './arbitraries/ansible.ts';
import { argv } from './arbitraries/arguments.ts';
import { composeProject } from './arbitraries/compose.ts';
import { configuration } from './arbitraries/configuration.ts';
import { devcontainer } from './arbitraries/devcontainer.ts';
import { dockerfile } from './arbitraries/dockerfile.ts';
import { inspect } from './arbitraries/inspect.ts';
import { markdown, restructuredText } from './arbitraries/markdown.ts';
import { mutation } from './arbitraries/mutation.ts';
import { pipeline } from './arbitraries/pipeline.ts';
import { commandLine, script } from './arbitraries/shell.ts';
import { taskRunners } from './arbitraries/task-runners.ts';
import { truncated } from './arbitraries/truncated.ts';
import { units } from './arbitraries/units.ts';
import { workflow } from './arbitraries/workflow.ts';
import { problemsAbout, problemsAboutRun, type Tree } from './project.ts';

/** An input: files, and the command line if that is tested. */
export interface Case {
  readonly tree: Tree;
  readonly argv?: readonly string[];
}

export interface Target {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
  /** The number of runs in two or three seconds. */
  readonly runs: number;
}

const TEST = join(import.meta.dirname, '..');

/** All committed inputs: fixtures, conformance cases, recordings. */
const FIXTURES = ['fixtures', 'conformance']
  .flatMap((folder) =>
    readdirSync(join(TEST, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(TEST, folder, path)),
  )
  .filter((path) => /\.(?:ya?ml|sh|txt|container|unit)$|fixtures\/.*\.json$/.test(path) && statSync(path).size < 20_000)
  .sort()
  .map((path): readonly [name: string, text: string] => [nameFor(path), readFileSync(path, 'utf8')]);

function nameFor(path: string): string {
  if (path.endsWith('.txt')) return 'compose.yaml';
  if (/\.(?:container|unit)$/.test(path)) return 'web.container';
  return path.endsWith('.json') ? 'inspect.json' : path.endsWith('.sh') ? 'run.sh' : 'compose.yaml';
}

/** A file for command lines. */
const SAMPLE: Tree = {
  'compose.yaml':
    'services:\n  web:\n    image: nginx\n    privileged: true # plimsoll: ignore[privileged-container] -- why not\n',
  'run.sh': 'docker run --pid=host "$IMAGE"\n',
  'inspect.json': '[{"Id":"1","Name":"/web","Config":{"Image":"nginx"},"HostConfig":{"Privileged":true}}]',
  '.env': 'A=b\n',
};

/** An engine's image output, and the facts kept from it. */
const INSPECTED_IMAGES =
  '[{"RepoTags":["nginx:1"],"RepoDigests":[],"Config":{"User":"a","ExposedPorts":{"80/tcp":{}},"Healthcheck":{"Test":["NONE"]}}}]';
const IMAGE_LOCK = formatImageLock(readInspectedImages(INSPECTED_IMAGES).images);

/** Files of each kind, all tested in the same way. */
const KINDS: readonly Target[] = [
  { name: 'compose', cases: composeProject.map((tree) => ({ tree })), runs: 50 },
  { name: 'script', cases: script.map((tree) => ({ tree })), runs: 60 },
  { name: 'dockerfile', cases: dockerfile.map((tree) => ({ tree })), runs: 40 },
  { name: 'workflow', cases: workflow.map((tree) => ({ tree })), runs: 20 },
  { name: 'pipeline', cases: pipeline.map((tree) => ({ tree })), runs: 15 },
  {
    name: 'makefile',
    cases: fc.tuple(makefile, mutation).map(([text, change]) => ({ tree: { Makefile: change(text) } })),
    runs: 60,
  },
  { name: 'devcontainer', cases: devcontainer.map((tree) => ({ tree })), runs: 40 },
  { name: 'ansible', cases: ansible.map((tree) => ({ tree })), runs: 40 },
  { name: 'task-runners', cases: taskRunners.map((tree) => ({ tree })), runs: 40 },
  { name: 'units', cases: units.map((tree) => ({ tree })), runs: 40 },
  {
    name: 'markdown',
    // Pages are linted only if the configuration asks for it.
    cases: markdown.map((text) => ({ tree: { 'a.md': text, '.plimsoll.yaml': 'include: ["*.md"]\n' } })),
    runs: 60,
  },
  {
    name: 'restructured-text',
    cases: restructuredText.map((text) => ({ tree: { 'a.rst': text, '.plimsoll.yaml': 'include: ["*.rst"]\n' } })),
    runs: 60,
  },
  {
    name: 'inspect',
    cases: fc.tuple(inspect, mutation).map(([text, change]) => ({ tree: { 'inspect.json': change(text) } })),
    runs: 60,
  },
  { name: 'command-line', cases: commandLine.map((tree) => ({ tree })), runs: 120 },
];

export const TARGETS: readonly Target[] = [
  ...KINDS,
  {
    name: 'truncated',
    cases: truncated(fc.oneof(...KINDS.map(({ cases }) => cases.map(({ tree }) => tree)))).map((tree) => ({ tree })),
    runs: 60,
  },
  {
    name: 'mutation',
    cases: fc
      .tuple(fc.constantFrom(...FIXTURES), mutation)
      .map(([[path, text], change]) => ({ tree: { [path]: change(text) } })),
    runs: 40,
  },
  {
    name: 'splice',
    cases: fc
      .tuple(fc.constantFrom(...FIXTURES), fc.constantFrom(...FIXTURES), mutation, mutation)
      .map(([[path, text], [, other], first, second]) => ({ tree: { [path]: first(text) + second(other) } })),
    runs: 20,
  },
  {
    name: 'anything',
    cases: fc
      .tuple(
        fc.constantFrom('compose.yaml', 'run.sh', 'inspect.json', 'Makefile'),
        anyCharacters({ maxLength: 60 }),
        fc.constantFrom('', 'docker run ', 'services:\n ', '[{"HostConfig":{'),
      )
      .map(([path, text, head]) => ({ tree: { [path]: head + text } })),
    runs: 100,
  },
  {
    name: 'configuration',
    cases: configuration.map((text) => ({ tree: { ...SAMPLE, '.plimsoll.yaml': text }, argv: ['.'] })),
    runs: 60,
  },
  {
    name: 'baseline',
    cases: mutation.map((change) => ({
      tree: {
        ...SAMPLE,
        '.plimsoll-baseline.json': change(
          '{"version":1,"findings":[{"file":"run.sh","rule":"host-pid-namespace","subject":"$IMAGE","fingerprint":"0123456789abcdef"}]}',
        ),
      },
      argv: ['.'],
    })),
    runs: 20,
  },
  {
    name: 'image-facts',
    cases: fc
      .tuple(mutation, fc.constantFrom<readonly string[]>(['.'], ['images', '--list'], ['images']))
      .map(([change, words]) => ({
        tree: { ...SAMPLE, '.plimsoll-images.json': change(IMAGE_LOCK), stdin: change(INSPECTED_IMAGES) },
        argv: words,
      })),
    runs: 20,
  },
  { name: 'arguments', cases: argv.map((words) => ({ tree: SAMPLE, argv: words })), runs: 150 },
];

/** What is wrong with a case's result, one line each. */
export function problemsAboutCase({ tree, argv: words }: Case): Promise<readonly string[]> {
  return words === undefined ? problemsAbout(tree) : problemsAboutRun(tree, words);
}
