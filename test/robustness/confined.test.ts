import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { requireProgram, run } from '../integrations/programs.ts';
import { createMemoryIo } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

/** Files outside the repository. */
const OUTSIDE: Tree = {
  'o/vars.sh': 'OPTS=--privileged\n',
  'o/run.sh': 'docker run --privileged a\n',
  'o/start': '#!/bin/sh\ndocker run a\n',
  'o/vars.env': 'A=1\n',
  'o/Dockerfile': 'FROM a:1\n',
  'o/compose.yaml': 'services: {web: {image: "i:1"}}\n',
  'o/a.mk': 'O = --privileged\n',
  'o/seccomp.json': '{"defaultAction": "SCMP_ACT_ALLOW"}\n',
};

const NAMED: readonly (readonly [name: string, path: string, tree: Tree])[] = [
  ['a sourced script', '../o/vars.sh', { 'a.sh': '. ../o/vars.sh; docker run $OPTS nginx:1\n' }],
  [
    'a Dockerfile',
    '../o/Dockerfile',
    { 'compose.yaml': 'services: {a: {build: {context: ., dockerfile: ../o/Dockerfile}}}\n' },
  ],
  ['a context', '../o/Dockerfile', { 'compose.yaml': 'services: {a: {build: ../o}}\n' }],
  [
    'a Dockerfile of a command',
    '../o/Dockerfile',
    { 'a.sh': 'docker build -f ../o/Dockerfile -t m .\ndocker run -d m\n' },
  ],
  [
    'a Dockerfile of a dev container',
    '../o/Dockerfile',
    { '.devcontainer.json': '{"build": {"dockerfile": "../o/Dockerfile"}}' },
  ],
  ['an env file', '../o/vars.env', { 'compose.yaml': 'services: {a: {image: "a:1", env_file: ../o/vars.env}}\n' }],
  ['an env file of a command', '../o/vars.env', { 'a.sh': 'docker run --env-file ../o/vars.env a:1\n' }],
  [
    'an env file of Compose',
    '../o/vars.env',
    { 'a.sh': 'docker compose --env-file ../o/vars.env up\n', 'compose.yaml': 'services: {a: {image: "a:1"}}\n' },
  ],
  ['an included file', '../o/compose.yaml', { 'compose.yaml': 'include: [../o/compose.yaml]\n' }],
  [
    'an extended file',
    '../o/compose.yaml',
    { 'compose.yaml': 'services: {a: {extends: {file: ../o/compose.yaml, service: web}}}\n' },
  ],
  ['a started file', '../o/compose.yaml', { 'a.sh': 'docker compose -f ../o/compose.yaml up\n' }],
  ['a makefile', '../o/a.mk', { Makefile: 'include ../o/a.mk\nall:\n\tdocker run $(O) a:1\n' }],
  [
    'a profile',
    '../o/seccomp.json',
    { 'compose.yaml': 'services: {a: {image: "a:1", security_opt: ["seccomp:../o/seccomp.json"]}}\n' },
  ],
];

let root = '';
beforeEach((context) => {
  requireProgram('git', context);
  if (root !== '') rmSync(root, { recursive: true });
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-confined-')));
  write('.', OUTSIDE);
  write('repo', { '.git/HEAD': 'ref: x\n' });
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    const at = join(root, folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

/** Makes the repository track files. */
function track(tree: Tree): void {
  write('repo', tree);
  rmSync(join(root, 'repo/.git'), { recursive: true });
  const env = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  for (const argv of [
    ['init', '--quiet'],
    ['add', '--all'],
  ])
    run('git', argv, { cwd: join(root, 'repo'), env });
}

async function lint(...argv: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, 'repo')) };
  const code = await main(['--format', 'text', '--fail-on', 'never', '--allow-empty', ...argv], io);
  return { code, said: io.out() + io.err() };
}

describe('a file outside that stays unread with --confine', () => {
  test.each(NAMED)('is an error: %s', async (_, path, tree) => {
    write('repo', tree);
    const { code, said } = await lint('--confine', '.');
    expect([code, said]).toEqual([2, expect.stringContaining(`${path}: It is outside the repository, so not read.`)]);
    expect((await lint('.')).code).toBe(0);
  });

  test.each<readonly [string, Tree]>([
    [
      'a file of the system',
      { 'a.sh': '. /etc/os-release\nwhile read -r a; do :; done < /etc/passwd\ndocker ps </dev/null\n' },
    ],
    ['a file that is not there', { 'a.sh': '. ../o/missing.sh\n' }],
    ['a directory', { 'a.sh': 'cd ..\n' }],
    [
      'a mount',
      { 'compose.yaml': 'services: {a: {image: "a:1", volumes: ["../o:/o", "/etc/localtime:/etc/localtime:ro"]}}\n' },
    ],
  ])('is none: %s', async (_, tree) => {
    write('repo', tree);
    const { code, said } = await lint('--confine', '.');
    expect([code, said]).toEqual([0, said]);
  });
});

test("a script outside that a container mounts isn't noticed", async () => {
  write('repo', {
    'compose.yaml': 'services: {a: {image: "a:1", entrypoint: /o/start, volumes: ["../o/start:/o/start"]}}\n',
  });
  const { code, said } = await lint('--confine', '.');
  expect([code, said]).toEqual([0, said]);
});

test('a Compose file in a directory outside that a script enters is an unread command', async () => {
  write('repo', { 'a.sh': 'cd ../o && docker compose up\n' });
  const { code, said } = await lint('--confine', '.');
  expect([code, said]).toEqual([0, expect.stringContaining('syntax/unread-command')]);
});

describe('a script outside that a script without an engine runs', () => {
  test.each(['. ../o/run.sh', 'source "../o/run.sh"', 'bash -e ../o/run.sh', '../o/run.sh -v', '../o/start'])(
    'is an error with --untrusted --strict: %s',
    async (script) => {
      track({ 'a.sh': `#!/bin/bash\n${script}\n` });
      const { code, said } = await lint('--untrusted', '--strict', '.');
      expect([code, said]).toEqual([
        2,
        expect.stringMatching(/\.\.\/o\/(?:run\.sh|start): It is outside the repository, so not read\./),
      ]);
    },
  );

  test('is none if it is a file of the system, or is not there', async () => {
    track({ 'a.sh': '#!/bin/bash\n. /etc/os-release\n. ../o/missing.sh\n. ./b.sh\n', 'b.sh': 'true\n' });
    const { code, said } = await lint('--untrusted', '--strict', '.');
    expect([code, said]).toEqual([0, said]);
  });
});
