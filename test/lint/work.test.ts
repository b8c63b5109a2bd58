import { Session } from 'node:inspector/promises';
import { expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { FileSystem } from '../../src/files/file-system.ts';
import type * as reader from '../../src/parsers/yaml/fast-path/reader.ts';
import { RULES } from '../../src/rules/index.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

const counts = new Map<string, number>();
const count = (what: string, amount = 1): void => {
  counts.set(what, (counts.get(what) ?? 0) + amount);
};

vi.mock('../../src/parsers/yaml/fast-path/reader.ts', async (importOriginal) => {
  const original = await importOriginal<typeof reader>();
  return {
    ...original,
    readFastPath: (text: string) => {
      count('characters parsed', text.length);
      return original.readFastPath(text);
    },
  };
});

for (const rule of RULES) {
  const run = rule.run.bind(rule);
  vi.spyOn(rule, 'run').mockImplementation(function* (subject, input) {
    count('rules run');
    for (const outcome of run(subject, input)) {
      if (outcome.verdict !== 'fail') yield outcome;
      else
        yield {
          ...outcome,
          describe: (also) => {
            count('messages built');
            return outcome.describe(also);
          },
        };
    }
  });
}

/** A run's counts over a tree, including filesystem calls. */
async function countsOf(
  tree: Readonly<Record<string, string>>,
  format: string,
): Promise<Readonly<Record<string, number>>> {
  counts.clear();
  const memory = createMemoryFiles(tree);
  const files: FileSystem = {
    ...memory,
    read: (path, ...rest) => {
      count('files read');
      return memory.read(path, ...rest);
    },
    list: (path) => {
      count('directories listed');
      return memory.list(path);
    },
    kindOf: (path) => {
      count('kinds looked up');
      return memory.kindOf(path);
    },
  };
  await main(['--format', format, '--fail-on', 'never'], { ...createMemoryIo(tree), files });
  return Object.fromEntries(counts);
}

/** Counts above their ceiling, and those so far below that it should be lowered. */
function beyond(
  found: Readonly<Record<string, number>>,
  ceilings: Readonly<Record<string, number>>,
): readonly string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(ceilings)])].flatMap((what) => {
    const [is = 0, most = 0] = [found[what], ceilings[what]];
    return is > most ? [`${what}: ${is} > ${most}`] : is < 0.8 * most ? [`${what}: ${is} << ${most}`] : [];
  });
}

const PROJECTS = 100;

/** Projects, every fourth of which uses a network that another one defines. */
const TREE: Readonly<Record<string, string>> = Object.fromEntries<string>(
  Array.from({ length: PROJECTS }, (_, index): readonly (readonly [string, string])[] => [
    [
      `p${index}/compose.yaml`,
      `services:\n  web${index}:\n    image: nginx:1.27\n${index % 4 === 1 ? '    networks: [shared]\n' : ''}${index === 0 ? 'networks: { shared: {} }\n' : ''}`,
    ],
    [`p${index}/src/main.js`, ''],
  ]).flat(),
);

const LENGTH = Object.values(TREE).join('').length;

const CONTAINERS = 50;
const FILE = `services:\n${Array.from(
  { length: CONTAINERS },
  (_, index) =>
    `  web${index}:\n    image: nginx:1.27\n    ports: ["${8000 + index}:80"]\n    volumes: ["./data:/data"]\n`,
).join('')}`;

test('a tree: each directory is listed once, each file read once, and no more is looked up than before', async () => {
  const found = await countsOf(TREE, 'text');
  expect(
    beyond(found, {
      'directories listed': 2 * PROJECTS + 1,
      'files read': PROJECTS + 30,
      'kinds looked up': 12,
      // Each file once, and again the one that defines the network and those that name it.
      'characters parsed': 1.02 * LENGTH,
      'rules run': 40 * PROJECTS,
      'messages built': 8 * PROJECTS,
    }),
    JSON.stringify(found),
  ).toEqual([]);
});

test.each(['text', 'json', 'sarif'])('a file of many containers, as %s', async (format) => {
  // The last parsed text is not parsed again.
  const found = await countsOf({ 'compose.yaml': `${FILE}# ${format}\n` }, format);
  expect(
    beyond(found, {
      'directories listed': 1,
      'files read': 5,
      'kinds looked up': 12,
      'characters parsed': FILE.length + 10,
      'rules run': 40 * CONTAINERS,
      'messages built': 9 * CONTAINERS,
    }),
    JSON.stringify(found),
  ).toEqual([]);
});

/** The number of calls of source functions during a run. */
async function callsDuring(run: () => Promise<unknown>): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  let calls = 0;
  for (const { url, functions } of result)
    if (url.includes('/src/')) for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
  return calls;
}

test.each([
  ['text', 5_100],
  ['json', 5_900],
  ['sarif', 5_650],
])('functions called for one more container, as %s', async (format, most) => {
  const file = (containers: number): string =>
    FILE.split('\n')
      .slice(0, 1 + 4 * containers)
      .join('\n');
  const calls = async (containers: number): Promise<number> =>
    callsDuring(() => countsOf({ 'compose.yaml': `${file(containers)}\n# ${format}, again\n` }, format));
  // Work done once per process is done before.
  await calls(2);
  const found = { 'functions called': ((await calls(40)) - (await calls(20))) / 20 };
  expect(beyond(found, { 'functions called': most }), JSON.stringify(found)).toEqual([]);
});
