import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { FORMATS, lintFiles, writeReport } from '../../src/index.ts';
import { getOrInsert } from '../../src/util/maps.ts';
import { asText } from '../as-text.ts';
import {
  createMemoryFiles,
  createMemoryIo,
  type MemoryFile,
  type MemoryIo,
  type MemoryIoOptions,
} from '../memory-io.ts';

type Tree = Readonly<Record<string, MemoryFile>>;

/** A repository with every kind of reference between files. */
const TREE = {
  '.git/HEAD': '',
  '.gitignore': 'out/\n',
  '.plimsoll.yaml':
    'failOn: warning\nignores: [vendor/old]\noverrides:\n  - files: [app/**]\n    rules: { missing-healthcheck: off }\nexceptions:\n  - { rule: host-uts-namespace, files: [app/db/compose.yaml], reason: shown on purpose }\n',
  'app/.plimsoll.yaml': 'rules: { unlimited-memory: error }\nignores: [old.compose.yaml]\n',
  'app/.env': 'TAG=latest\n',
  'app/compose.yaml':
    'include:\n  - db/compose.yaml\nservices:\n  web:\n    extends: { file: ../base/base.yaml, service: base }\n    image: nginx:${TAG}\n    env_file: config/web.env\n    volumes: ["./data:/data", "/etc:/host"]\n',
  'app/compose.override.yaml': 'services:\n  web:\n    privileged: true\n',
  'app/config/web.env': 'A=1\n',
  'app/db/compose.yaml':
    'services:\n  db:\n    image: postgres:16\n    extends: { file: ../../base/base.yaml, service: base }\n    uts: host\n',
  'app/old.compose.yaml': 'services: { old: { image: old } }\n',
  'base/base.yaml': 'services:\n  base:\n    image: x:1\n    pid: host\n',
  'ci/strict.yaml': 'extends: all\n',
  'list/.env': 'COMPOSE_FILE=one.yaml;more/two.yaml\n',
  'list/one.yaml': 'services: { one: { image: one } }\n',
  'list/more/two.yaml': 'services: { one: { ipc: host, mem_limit: 1g } }\n',
  'out/compose.yaml': 'services: { out: { image: x } }\n',
  'scripts/deploy.sh': '#!/bin/sh\nNET=host\ndocker run \\\n  --network "$NET" \\\n  nginx:1.27\n',
  'scripts/containers.json':
    '[\n  { "Id": "1", "Name": "/web", "Created": "", "Path": "", "Config": { "Image": "x:1" },\n    "HostConfig": { "Privileged": true } }\n]\n',
  'vendor/old/compose.yaml': 'services: { old: { image: old } }\n',
};

const COMPOSE = 'services: { a: { image: "x:1" } }\n';

const CRLF: Tree = Object.fromEntries(
  Object.entries(TREE).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
);

/** Windows directories to test. */
const FOLDERS = ['C:/project', 'd:/code/project', '//server/share/project'] as const;

async function run(
  argv: readonly string[],
  tree: Tree,
  options: MemoryIoOptions = {},
): Promise<{ readonly code: number; readonly io: MemoryIo }> {
  const io = createMemoryIo(tree, options);
  return { code: await main(options.isTerminal === true ? argv : asText(argv), io), io };
}

/** A run's output, with POSIX paths. */
function saidBy({ code, io }: { readonly code: number; readonly io: MemoryIo }): readonly unknown[] {
  const folder = io.files.workingDirectory;
  const plain = (text: string): string =>
    text
      .replaceAll(`file:///${folder}`, 'file:///project')
      .replaceAll(`file:${folder}`, 'file:///project')
      .replaceAll(folder, '/project');
  return [code, plain(io.out()), plain(io.err()), [...io.written].map(([path, text]) => [path, plain(text)])];
}

/** Arguments for POSIX and Windows; `{}` is the working directory. */
const CALLS: readonly (readonly [what: string, ...argv: readonly string[]])[] = [
  ['everything'],
  ['a folder', 'app'],
  ['a folder below', './app/db'],
  ['a file', 'app/compose.yaml'],
  ['an absolute folder', '{}/app'],
  ['an absolute file', '{}/app/compose.yaml'],
  ['a folder, by a detour', '{}/app/../list'],
  ['a glob', '**/*.yaml'],
  ['a glob with a folder', 'app/*.yaml'],
  ['what is left out', '.', '!app/**'],
  ['what the configuration ignores', 'vendor/old/compose.yaml', './app/old.compose.yaml'],
  ['what is not there', 'app/gone.yaml'],
  ['a configuration', '--config=ci/strict.yaml', 'app'],
  ['an absolute configuration', '--config={}/ci/strict.yaml', 'app'],
  ['a project', '--project=app/db/compose.yaml,list/more/two.yaml'],
  ['an env file', '--dotenv=app/.env', 'app/compose.yaml'],
  ['a preset, everything', '--preset=all', '.'],
];

/** The output on POSIX, which must be the same in each Windows directory. */
const elsewhere = new Map<string, Promise<readonly unknown[]>>();
function saidElsewhere(...argv: readonly string[]): Promise<readonly unknown[]> {
  return getOrInsert(elsewhere, argv.join(' '), async () => saidBy(await run(argv, TREE)));
}

describe.each(FOLDERS)('in %s', (workingDirectory) => {
  const toWindows = (argument: string): string => argument.replaceAll('{}', workingDirectory).replaceAll('/', '\\');
  const toPosix = (argument: string): string => argument.replaceAll('{}', '/project');

  test.each(CALLS)('the same is said as elsewhere: %s', async (_, ...argv) => {
    const expected = await saidElsewhere(...argv.map(toPosix));
    const [, out, error] = expected;
    expect([out, error]).not.toEqual(['', '']);
    expect(saidBy(await run(argv.map(toWindows), TREE, { workingDirectory }))).toEqual(expected);
  });

  test.each(FORMATS)('the same is said in each format: %s', async (format) => {
    const actual = await run(['--format', format, '.'], TREE, { workingDirectory });
    expect(saidBy(actual)).toEqual(await saidElsewhere('--format', format, '.'));
  });

  test('text with CRLF has the same findings in the same lines', async () => {
    expect(saidBy(await run(['.'], CRLF, { workingDirectory }))).toEqual(await saidElsewhere('.'));
  });

  test('unsaved text replaces its file', async () => {
    const stdin = 'services:\n  web:\n    network_mode: host\n';
    const call = (name: string, options: MemoryIoOptions): Promise<{ code: number; io: MemoryIo }> =>
      run(['--stdin-filename', name, '-'], TREE, { ...options, stdin });
    const expected = saidBy(await call('app/compose.yaml', {}));
    expect(saidBy(await call('app\\compose.yaml', { workingDirectory }))).toEqual(expected);
    expect(String(expected[1])).toContain('host-network');
  });

  test('the model is the same', async () => {
    expect(saidBy(await run(['model', 'app'], TREE, { workingDirectory }))).toEqual(
      await saidElsewhere('model', 'app'),
    );
  });

  test('a baseline is the same, and the one that was written elsewhere counts', async () => {
    const onPosix = await run(['baseline'], TREE);
    expect(saidBy(await run(['baseline'], TREE, { workingDirectory }))).toEqual(saidBy(onPosix));
    const [[path = '', text = ''] = []] = onPosix.io.written;
    const { code, io } = await run(
      ['--baseline', `.\\${path}`, '--fail-on=info', 'app'],
      { ...CRLF, [path]: text },
      { workingDirectory },
    );
    expect([code, io.out()]).toEqual([0, '']);
  });
});

test.each<[what: string, path: keyof typeof TREE, from: string, to: string]>([
  ['include', 'app/compose.yaml', '- db/compose.yaml', '- .\\db\\compose.yaml'],
  ['extends', 'app/compose.yaml', '../base/base.yaml', '..\\base\\base.yaml'],
  ['extends in what is included', 'app/db/compose.yaml', '../../base/base.yaml', '..\\..\\base\\base.yaml'],
  ['env_file', 'app/compose.yaml', 'config/web.env', 'config\\web.env'],
  ['COMPOSE_FILE', 'list/.env', 'more/two.yaml', '.\\more\\two.yaml'],
])('on Windows, and only there, a file may be named with backslashes: %s', async (_, path, from, to) => {
  const written = { ...TREE, [path]: TREE[path].replace(from, to) };
  const findings = async (tree: Tree, workingDirectory: string): Promise<readonly unknown[]> => {
    const { io } = await run(['--format=json', '--fail-on=never', '.'], tree, { workingDirectory });
    const report = JSON.parse(io.out()) as {
      readonly findings: readonly {
        readonly rule: string;
        readonly file: string;
        readonly range: { readonly start: { readonly line: number } };
      }[];
    };
    return report.findings.map(({ rule, file, range }) => [rule, file, range.start.line]);
  };
  expect(await findings(written, 'C:/project')).toEqual(await findings(TREE, 'C:/project'));
  expect(await findings(written, '/project')).not.toEqual(await findings(TREE, '/project'));
});

test('a file on another drive has the configuration there, and a full path in the report', async () => {
  const tree = {
    ...TREE,
    'D:/other/.plimsoll.yaml': 'rules: { unlimited-memory: error }\n',
    'D:/other/sub/compose.yaml': COMPOSE,
  };
  const { io } = await run(['--format=sarif', '--missing=each', 'D:\\other'], tree, { workingDirectory: 'C:/project' });
  expect(io.out()).toMatch(/"ruleId": "unlimited-memory",\s+"ruleIndex": \d+,\s+"level": "error"/);
  expect(io.out()).toContain('file:///D:/other/sub/compose.yaml');
});

test('the root of a drive is a directory like others', async () => {
  const { io } = await run(
    ['Q:\\'],
    {
      'Q:/.gitignore': '/out\n',
      'Q:/.plimsoll.yaml': 'ignores: [old]\n',
      'Q:/out/compose.yaml': COMPOSE,
      'Q:/old/compose.yaml': COMPOSE,
      'Q:/compose.yaml': COMPOSE,
    },
    { workingDirectory: 'C:/project' },
  );
  expect(new Set(io.out().match(/^Q:[^:]*/gm))).toEqual(new Set(['Q:/compose.yaml']));
});

test('a share is the host of a URI', async () => {
  const { io } = await run(
    ['--format=sarif', '\\\\server\\share\\a b\\compose.yaml'],
    { '//server/share/a b/compose.yaml': COMPOSE },
    { workingDirectory: 'C:/project' },
  );
  expect(io.out()).toContain('file://server/share/a%20b/compose.yaml');
});

test('the library takes the working directory and paths as Node.js has them there', async () => {
  const files = createMemoryFiles(TREE, 'C:/project');
  const options = { today: '2026-11-24', baseline: false, envFiles: ['app\\.env'] } as const;
  const result = await lintFiles(['app\\compose.yaml', '!vendor\\**'], {
    ...options,
    files: { ...files, workingDirectory: 'C:\\project' },
  });
  const expected = await lintFiles(['app/compose.yaml', '!vendor/**'], {
    ...options,
    envFiles: ['app/.env'],
    files: createMemoryFiles(TREE),
  });
  expect(await writeReport('json', result)).toBe(await writeReport('json', expected));
  expect(result.inputs.flatMap(({ paths }) => paths)).toEqual(['app/compose.yaml', 'app/compose.override.yaml']);
});
