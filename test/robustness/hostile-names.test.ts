import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { isInstalled, requireProgram, run } from '../integrations/programs.ts';
import { createMemoryIo } from '../memory-io.ts';

/** A file of a change. Paths are Latin-1, so they can be invalid UTF-8. */
interface Hostile {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly linkTo?: string;
  readonly mode?: number;
  /** The path is bytes instead of characters. */
  readonly isBytes?: true;
}

const COMPOSE = 'services: {web: {image: "i:1", privileged: true}}\n';
const SCRIPT = 'docker run --privileged i:1\n';
const SHEBANG = `#!/bin/sh\n${SCRIPT}`;

let root = '';
beforeEach((context) => {
  requireProgram('git', context);
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-hostile-')));
});
afterEach(() => {
  if (isInstalled('git')) rmSync(root, { recursive: true, force: true });
});

/** Makes a repository that tracks all of these. */
function commit(files: readonly Hostile[]): void {
  for (const { path, content = '', linkTo, mode, isBytes } of files) {
    const whole = Buffer.concat([Buffer.from(`${root}/change/`), Buffer.from(path, isBytes ? 'latin1' : 'utf8')]);
    const end = whole.lastIndexOf('/');
    mkdirSync(whole.subarray(0, end), { recursive: true });
    if (linkTo === undefined) writeFileSync(whole, content);
    else symlinkSync(linkTo, whole);
    if (mode !== undefined) chmodSync(whole, mode);
  }
  const env = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  for (const argv of [
    ['init', '--quiet'],
    ['add', '--force', '--all'],
  ])
    expect(run('git', argv, { cwd: join(root, 'change'), env }).code).toBe(0);
}

function outside(path: string, content: string): void {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
}

async function lint(...argv: readonly string[]): Promise<{ code: number; said: string }> {
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, 'change')) };
  const code = await main(['--format', 'text', '--allow-empty', ...argv], io);
  return { code, said: io.out() + io.err() };
}

const NAMES: readonly (readonly [what: string, ...files: readonly Hostile[]])[] = [
  ...['compose.yaml', 'b\xe9/compose.yaml', 'x\xff.yaml', 'x\xff.sh', '\xc3/\xa9.yml', 'run\x80'].map(
    (path) => ['bytes', { path, isBytes: true, content: /ya?ml$/.test(path) ? COMPOSE : SHEBANG }] as const,
  ),
  ...[
    '--config=x.yaml',
    '!compose.yaml',
    '!**/compose.yaml',
    '-q.yaml',
    ' compose.yaml',
    'compose.yaml ',
    'a\nb.yaml',
    'a\tb.yaml',
    'a\u001b[2Jb.yaml',
    'a\\b.yaml',
    '*.yaml',
    '{a,b}.yaml',
    '[a].yaml',
    '\ufeffcompose.yaml',
    'a\u202eb.yaml',
    'é.yaml',
    'e\u0301.yaml',
    'compose.YAML',
    '.yaml',
    '.hidden/compose.yaml',
    'node_modules/a/compose.yaml',
    'vendor/a/compose.yaml',
    '.svn/compose.yaml',
    'con.yaml',
    `${'d/'.repeat(60)}compose.yaml`,
    `${'n'.repeat(240)}.yaml`,
    'compose.yaml.txt',
    'compose.yaml.j2',
  ].map(
    (path) => ['characters', { path, content: COMPOSE.concat(path.endsWith('yaml') ? '' : '# docker\n') }] as const,
  ),
  ...['deploy', 'deploy.txt', 'deploy.dat', 'deploy.sh.bak', '.husky/pre-push', 'a.b.c', 'deploy.png', 'deploy.md'].map(
    (path) => ['a first line', { path, content: SHEBANG }] as const,
  ),
  ...['deploy', 'deploy.txt', '.envrc', 'deploy.py', 'x.ansible'].map(
    (path) => ['an executable', { path, content: SCRIPT, mode: 0o755 }] as const,
  ),
  ['an engine put together', { path: 'a.sh', content: '#!/bin/bash\nd=dock\n"${d}er" run --privileged i:1\n' }],
  ['NULs', { path: 'a.sh', content: `#!/bin/bash\ndock\0er run --privileged i:1\n` }],
  ['NULs in a file without a first line', { path: 'a.txt', content: `dock\0er run --privileged i:1\n` }],
  ['UTF-16', { path: 'compose.yaml', content: Buffer.from(`\ufeff${COMPOSE}`, 'utf16le') }],
  ['UTF-16 without a mark', { path: 'a.ps1', content: Buffer.from(SCRIPT, 'utf16le') }],
  [
    '.env without a Compose file',
    { path: '.env', content: 'COMPOSE_FILE=notes.txt\n' },
    { path: 'notes.txt', content: COMPOSE },
  ],
  ['a link', { path: 'compose.yaml', linkTo: 'real.txt' }, { path: 'real.txt', content: COMPOSE }],
  ['a link to a folder', { path: 'in', linkTo: 'real' }, { path: 'real/compose.yaml', content: COMPOSE }],
  ['a link that leads out', { path: 'compose.yaml', linkTo: '../out/compose.yaml' }],
  ['a link of another name that leads out', { path: 'run.txt', linkTo: '../out/run.sh' }],
  ['a linked folder that leads out', { path: 'in', linkTo: '../out' }],
];

describe('what a change holds under a hostile name', () => {
  test.each(NAMES.map(([what, ...files]) => ({ what, path: files[0]?.path, files })))(
    '$what: $path',
    async ({ files }) => {
      commit(files);
      outside('out/compose.yaml', COMPOSE);
      outside('out/run.sh', SHEBANG);
      const [plain, untrusted, strict] = [
        await lint(),
        await lint('--untrusted'),
        await lint('--untrusted', '--strict'),
      ];
      expect(untrusted.code).toBeGreaterThanOrEqual(plain.code);
      expect([strict.code, strict.said]).not.toEqual([0, strict.said]);
      // Exit code 0 means that everything was read or listed.
      if (untrusted.code === 0) expect(untrusted.said).toMatch(/: Not read: | was not checked: /);
    },
  );
});

test('a NUL in a script hides nothing: bash drops it and runs the rest', async () => {
  commit([{ path: 'a.sh', content: '#!/bin/bash\ndock\0er run --privi\0leged i:1\n' }]);
  for (const argv of [[], ['--untrusted']]) {
    const { code, said } = await lint(...argv);
    expect(said).toMatch(/^a\.sh:2:\d+: error privileged-container /m);
    expect(said).toMatch(/^a\.sh:2:5: error syntax\/binary /m);
    expect(code).toBe(1);
  }
});

describe('what was not read', () => {
  const FILES: readonly Hostile[] = [
    { path: 'compose.yaml', content: 'services: {web: {image: "i:1"}}\n' },
    { path: 'run.ps1', content: 'docker compose up\n' },
    { path: 'tool.py', content: 'import os\nos.system("docker run a")\n', mode: 0o755 },
    { path: 'tool.rb', content: '#!/usr/bin/env ruby\n\nsystem("docker run a")\n' },
    { path: 'other.rb', content: '#!/usr/bin/env ruby\n' },
    { path: 'data.txt', content: 'nothing\n' },
    { path: 'lib.sh', content: 'echo hello\n' },
  ];

  test('is counted by a run that trusts its files, and named on request', async () => {
    commit(FILES);
    const plain = await lint();
    expect(plain.said).toContain('\n3 commands not read: run.ps1:1, tool.py:2, tool.rb:3\n');
    expect((await lint('--quiet')).said).not.toContain('not read');
    const { said, code } = await lint('--verbose');
    expect(said.match(/(?<=^plimsoll: ).*not checked.*$/gm)).toEqual([
      "run.ps1: Line 1: `docker compose up` was not checked: plimsoll doesn't read this file.",
      "tool.py: Line 2: `docker run` was not checked: plimsoll doesn't read this file.",
      "tool.rb: Line 3: `docker run` was not checked: plimsoll doesn't read this file.",
    ]);
    expect(code).toBe(plain.code);
  });

  test('is not what a configuration or an operand leaves out', async () => {
    commit([...FILES, { path: '.plimsoll.yaml', content: '# not docker\nignores: ["*.ps1"]\n' }]);
    expect((await lint()).said).toContain('\n2 commands not read: tool.py:2, tool.rb:3\n');
    expect((await lint('.', '!**/*.{py,rb}')).said).not.toContain('not read');
  });

  test('is named in what others changed, and fails where that is asked for', async () => {
    commit(FILES);
    const { code, said } = await lint('--untrusted');
    expect(code).toBe(0);
    expect(said.match(/: Not read: | was not checked: /g)).toHaveLength(3);
    const strict = await lint('--untrusted', '--strict');
    expect(strict.code).toBe(2);
    expect(strict.said).toContain('tool.py: Line 2: `docker run` was not checked: ');
    expect((await lint('--untrusted', '--strict', 'compose.yaml')).code).toBe(0);
    expect((await lint('--untrusted', '--strict', 'tool.rb')).code).toBe(2);
    expect((await lint('--strict')).said).toContain('--strict requires --untrusted.');
  });

  test('are submodules', async () => {
    commit(FILES);
    const env = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
    const entry = `160000,${'1'.repeat(40)},sub/module`;
    expect(run('git', ['update-index', '--add', '--cacheinfo', entry], { cwd: join(root, 'change'), env }).code).toBe(
      0,
    );
    expect((await lint('--untrusted')).said).toContain('sub/module: Not read: it is a submodule');
  });

  test('is told in a further work tree too', async () => {
    commit(FILES);
    const env = {
      ...{ GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined },
      ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
    };
    for (const argv of [
      ['commit', '--quiet', '-m', 'a'],
      ['worktree', 'add', '--quiet', '../further'],
    ])
      expect(run('git', argv, { cwd: join(root, 'change'), env }).code).toBe(0);
    const io = { ...createMemoryIo({}), files: createNodeFileSystem(join(root, 'further')) };
    expect(await main(['--format', 'text', '--untrusted'], io)).toBe(0);
    expect(io.err()).toContain('tool.rb: Line 3: ');
  });
});

test('text that runs unseen is named in what others changed, and fails next to an engine where that is asked for', async () => {
  commit([{ path: 'a.sh', content: 'curl -fsSL https://example.com/install | sh\n' }]);
  expect((await lint()).said).not.toContain('unknown-command');
  const untrusted = await lint('--untrusted');
  expect([untrusted.code, untrusted.said]).toEqual([
    0,
    expect.stringMatching(/^a\.sh:1:\d+: info syntax\/unknown-command /m),
  ]);
  expect((await lint('--untrusted', '--strict')).code).toBe(0);
  commit([{ path: 'b.sh', content: 'curl -fsSL https://example.com/install | sh\ndocker ps\n' }]);
  expect((await lint('--untrusted', '--strict')).code).toBe(1);
});
