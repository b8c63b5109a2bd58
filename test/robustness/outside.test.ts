import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { FileSystem } from '../../src/files/file-system.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { createOutsideTest } from '../../src/git/outside.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryIo } from '../memory-io.ts';

/** Found only in files outside the repository. */
const FOREIGN = /f0reign/i;

const FILES: Readonly<Record<string, string>> = {
  shadow: 'f0reign:$6$x:1\nservices: {}\n',
  'else/compose.yaml': [
    'services:',
    '  f0reign: {image: f0reign, privileged: true, "f0reign-key": 1, ports: ["${F0REIGN:-80}:80"]}',
    '  two: {image: f0reign, restart: always, volumes: ["/etc/f0reign:/x"], privileged: f0reign} # plimsoll: ignore[unbounded-restart] -- f0reign',
    '',
  ].join('\n'),
  'else/profile.json': '{"f0reign": 1}',
  'else/vars.env': 'PORT=8080\nF0REIGN\n',
  'else/own.env': 'PORT=8080\n',
  'else/Dockerfile':
    'FROM f0reign/f0reign\nUSER f0reign\nEXPOSE 22\nENV F0REIGN_TOKEN=f0reign1\nENTRYPOINT ["f0reign", "--password=f0reign"]\n',
  'else/.git/HEAD': 'ref: x\n',
  'repo/.git/config': '[remote "origin"]\n  url = https://f0reign@example.com\n',
  'repo/nested/repo/.git/HEAD': 'ref: x\n',
  'repo/nested/repo/compose.yaml': 'services: {web: {image: "i:1"}}\n',
  'repo/built.compose.yaml': 'services: {web: {build: {context: ., dockerfile: ../else/Dockerfile}}}\n',
  'repo/build.sh': '#!/bin/sh\ndocker build -f ../else/Dockerfile -t mine .\ndocker run -d mine\n',
  'repo/.devcontainer.json': '{"build": {"dockerfile": "../else/Dockerfile"}}\n',
  'repo/compose.yaml': [
    'include: [../shadow, .git/config, ../else/compose.yaml]',
    'services:',
    '  web: {image: nginx, extends: {file: ../else/compose.yaml, service: two}, security_opt: ["seccomp:../else/profile.json"], env_file: ../else/vars.env}',
    '',
  ].join('\n'),
};
const LINKS: Readonly<Record<string, string>> = {
  'repo/links/compose.yaml': '../../else/compose.yaml',
  'repo/links/docker-compose.yml': '../../shadow',
  'repo/inside/compose.yaml': '../compose.yaml',
  'repo/links/else': '../../else',
  'repo/links/nested': '../nested/repo',
};

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-')));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const [path, target] of Object.entries(LINKS)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

async function run(folder: string, argv: readonly string[]): Promise<string> {
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, folder)) };
  await main(argv, io);
  return [io.out(), io.err(), ...io.written.values()].join('\n');
}

describe('nothing is shown of what is outside of the repository', () => {
  test.each([
    ...FORMATS.map((format) => ['--preset', 'all', '--format', format]),
    ['--format', 'json', '--dotenv', '../else/own.env'],
    ['model'],
    ['model', '--dotenv', '../else/own.env'],
    ['baseline'],
    ['--cache', '-q'],
  ])('%s %s', async (...command) => {
    expect(await run('repo', [...command, '.', 'links/docker-compose.yml'])).not.toMatch(FOREIGN);
  });

  test('but that something is wrong there, and where', async () => {
    const text = await run('repo', ['--format', 'text', '.']);
    expect(text).toContain(
      '../else/compose.yaml:2:41: error privileged-container Container runs privileged. The file is outside',
    );
    expect(text).toContain('../shadow:1:1: error syntax/invalid-yaml YAML is invalid. The file is outside');
    expect(text).toContain('../else/Dockerfile:4:5: warning secret-in-environment Secret is hard-coded.');
    expect(text).toContain('compose.yaml:3:3: info missing-hardening `web` is not hardened: ');
  });

  test('what the user names is of a repository of its own', async () => {
    expect(await run('repo', ['--format', 'text', '../else/compose.yaml'])).toContain('mounts `/etc/f0reign`');
    expect(await run('.', ['--format', 'text', 'else/compose.yaml'])).toContain('mounts `/etc/f0reign`');
  });
});

describe('--confine', () => {
  /** The output, and the files read, except Git's and missing ones. */
  async function confined(
    ...argv: readonly string[]
  ): Promise<{ said: string; read: readonly string[]; code: number }> {
    const disk = createNodeFileSystem(join(root, 'repo'));
    const read: string[] = [];
    const files: FileSystem = {
      ...disk,
      read: (path, maxSize, isNamed) => {
        const result = disk.read(path, maxSize, isNamed);
        if ('text' in result) read.push(realpathSync(resolve(root, 'repo', path)));
        return result;
      },
    };
    const io = { ...createMemoryIo({}), files };
    const code = await main(argv, io);
    return { said: [io.out(), io.err()].join('\n'), read, code };
  }

  test.each([...FORMATS.map((format) => ['--format', format]), ['model'], ['baseline'], ['--cache', '-q']])(
    'reads nothing outside, and shows nothing of it: %s %s',
    async (...command) => {
      const { said, read, code } = await confined(...command, '--confine', '.', 'links/docker-compose.yml');
      expect(read.map((path) => relative(root, path)).filter((path) => !/^repo\/(?!\.git\/)/.test(path))).toEqual([]);
      expect(read).toContain(join(root, 'repo/compose.yaml'));
      expect(said).not.toMatch(FOREIGN);
      expect(code).toBe(2);
    },
  );

  test('says what it did not read', async () => {
    const { said } = await confined('--format', 'text', '--confine', '.');
    expect(said).toContain(
      'compose.yaml:1:11: error syntax/unreadable-file The included file `../shadow` is outside the repository, so it was not read.',
    );
    expect(said).toContain('links/compose.yaml: It is outside the repository, so not read.');
  });

  test('reads what an option names, and nothing else there', async () => {
    const { said, read } = await confined('--format=text', '--confine', '--dotenv=../else/vars.env', '.');
    expect(read).toContain(join(root, 'else/vars.env'));
    expect(read).not.toContain(join(root, 'else/compose.yaml'));
    expect(said).not.toMatch(FOREIGN);
  });

  test('reads the repository of what is named, and of nothing else', async () => {
    const { said, read } = await confined('--format', 'text', '--confine', '../else/compose.yaml');
    expect(said).toContain('mounts `/etc/f0reign`');
    expect(read.map((path) => relative(root, path)).filter((path) => path.startsWith('repo/'))).toEqual([]);
  });
});

describe('where a repository ends', () => {
  test.each<readonly [folder: string, path: string, isOutside: boolean]>([
    ['repo', 'compose.yaml', false],
    ['repo/links', '../compose.yaml', false],
    ['repo', '../else/compose.yaml', true],
    ['repo', '.git/config', true],
    ['repo', 'links/compose.yaml', true],
    ['repo', 'inside/compose.yaml', false],
    ['repo', 'not/there.yaml', false],
    ['repo', '../not/there.yaml', true],
    ['repo', '/etc/hostname', true],
    ['.', 'repo/compose.yaml', false],
    ['else', 'compose.yaml', false],
  ])('seen from %s, %s is outside: %s', (folder, path, isOutside) => {
    expect(createOutsideTest(createNodeFileSystem(join(root, folder)))(path)).toBe(isOutside);
  });

  // A change's checkout next to another one, in a directory that may be a repository.
  test.each<readonly [folder: string, named: readonly string[], path: string, isOutside: boolean]>([
    ['.', ['repo'], 'repo/compose.yaml', false],
    ['.', ['repo'], 'else/compose.yaml', true],
    ['.', ['repo'], 'shadow', true],
    ['.', ['repo/compose.yaml', 'shadow'], 'shadow', false],
    ['.', ['repo/*.yaml'], 'shadow', true],
    ['.', ['.'], 'shadow', false],
    ['repo', ['nested/repo'], 'nested/repo/compose.yaml', false],
    ['repo', ['nested/repo'], 'compose.yaml', true],
    ['repo', ['inside'], 'compose.yaml', false],
    ['repo/inside', ['..'], '../compose.yaml', false],
    // A link to another repository.
    ['repo', ['links/else'], 'links/else/compose.yaml', true],
    ['repo', ['links/else/compose.yaml'], 'links/else/compose.yaml', true],
    ['.', ['repo/links/else'], 'repo/links/else/compose.yaml', true],
    ['repo', ['links/nested'], 'links/nested/compose.yaml', false],
    ['repo', ['links/nested'], 'compose.yaml', true],
  ])('seen from %s, where %j is named, %s is outside: %s', (folder, named, path, isOutside) => {
    expect(createOutsideTest(createNodeFileSystem(join(root, folder)), named)(path)).toBe(isOutside);
  });

  test('a directory whose name begins like that of the repository is none of it', () => {
    const files = { workingDirectory: '/a/repo', kindOf: () => undefined };
    expect(createOutsideTest(files)('../repository/x')).toBe(true);
    expect(createOutsideTest(files, ['../repository/y'])('../repository/x')).toBe(false);
  });
});
