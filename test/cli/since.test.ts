import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGit } from '../../src/cli/git-program.ts';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { createMemoryIo } from '../memory-io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-since-'));
  git('init', '--quiet', '--initial-branch=main');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(...args: readonly string[]): void {
  const settings = ['user.name=a', 'user.email=a@example.com', 'commit.gpgSign=false', 'core.autocrlf=false'];
  execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], { cwd: folder, stdio: 'pipe' });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Commits these files on `main`, then starts a branch. */
function commit(files: Readonly<Record<string, string>>): void {
  write(files);
  git('add', '--all');
  git('commit', '--quiet', '--message=a');
  git('switch', '--quiet', '--create=work');
}

interface Ran {
  readonly code: number;
  /** `file:line rule` of errors and warnings. */
  readonly found: readonly string[];
  readonly out: string;
  readonly err: string;
}

async function lint(...argv: readonly string[]): Promise<Ran> {
  const io = createMemoryIo({}, { workingDirectory: folder });
  const environment = { PATH: process.env['PATH'], HOME: folder };
  const code = await main(['--format', 'text', ...argv], {
    ...io,
    files: createNodeFileSystem(folder),
    git: () => Promise.resolve(createGit(folder, environment)),
  });
  const found = io
    .out()
    .split('\n')
    .flatMap((line) => {
      const [, place, rule] = /^([^:]+:\d+):\d+: (?:error|warning) (\S+)/.exec(line) ?? [];
      return place === undefined || rule === undefined ? [] : [`${place} ${rule}`];
    });
  return { code, found, out: io.out(), err: io.err() };
}

const WEB = 'services:\n  web:\n    image: nginx:1.29\n    privileged: true\n';
const HOST_NETWORK = '    network_mode: host\n';

describe('only what a change adds counts', () => {
  test('an added key, in the work tree', async () => {
    commit({ 'compose.yaml': WEB });
    write({ 'compose.yaml': WEB + HOST_NETWORK });
    const { code, found, err } = await lint('--since', 'main');
    expect([code, found]).toEqual([1, ['compose.yaml:5 host-network']]);
    expect(err).toContain('main: 7 findings already existed and do not count (--since).');
  });

  test('the same when it is staged, and when it is committed, and when main went on', async () => {
    commit({ 'compose.yaml': WEB });
    write({ 'compose.yaml': WEB + HOST_NETWORK });
    git('add', '--all');
    expect((await lint('--since', 'main')).found).toEqual(['compose.yaml:5 host-network']);
    git('commit', '--quiet', '--message=b');
    git('switch', '--quiet', 'main');
    write({ 'compose.yaml': 'services: {}\n' });
    git('commit', '--quiet', '--all', '--message=c');
    git('switch', '--quiet', 'work');
    expect((await lint('--since', 'main')).found).toEqual(['compose.yaml:5 host-network']);
  });

  test('nothing, where nothing has changed', async () => {
    commit({ 'compose.yaml': WEB });
    expect(await lint('--since', 'main')).toMatchObject({ code: 0, found: [] });
  });

  test('all of a file that is new, tracked or not', async () => {
    commit({ 'compose.yaml': WEB });
    write({ 'new/compose.yaml': WEB });
    expect((await lint('--since', 'main')).found).toEqual(['new/compose.yaml:4 privileged-container']);
    git('add', '--all');
    expect((await lint('--since', 'main', 'new/compose.yaml')).found).toEqual([
      'new/compose.yaml:4 privileged-container',
    ]);
  });

  test('a file that was renamed keeps its findings, also where it is named', async () => {
    commit({ 'run.sh': 'docker run --privileged nginx:1.29\n'.repeat(3) });
    renameSync(join(folder, 'run.sh'), join(folder, 'start.sh'));
    git('add', '--all');
    expect((await lint('--since', 'main')).found).toEqual([]);
    expect((await lint('--since', 'main', 'start.sh')).found).toEqual([]);
    write({ 'start.sh': `${'docker run --privileged nginx:1.29\n'.repeat(3)}docker run --pid=host nginx:1.29\n` });
    expect((await lint('--since', 'main')).found).toEqual(['start.sh:4 host-pid-namespace']);
  });

  test('the second of two that are alike', async () => {
    const line = 'docker run --privileged nginx:1.29\n';
    commit({ 'run.sh': line });
    write({ 'run.sh': line + line });
    expect((await lint('--since', 'main')).found).toEqual(['run.sh:2 privileged-container']);
  });

  test('an undecided result from before the change is omitted, a new one is not', async () => {
    const compose = 'services:\n  web:\n    image: nginx:1.29\n    privileged: ${A}\n';
    commit({ 'compose.yaml': compose });
    expect((await lint('--since', 'main')).out).not.toContain('Undecided');
    write({ 'compose.yaml': `${compose}    pid: \${B}\n` });
    const { out } = await lint('--since', 'main');
    expect(out.match(/note \S+ Undecided: .*\$\{(\w)\}/g)).toEqual([expect.stringContaining('${B}')]);
  });
});

/** A change to one file adds findings in others. */
const ELSEWHERE: readonly (readonly [
  name: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  found: readonly string[],
])[] = [
  [
    'an include',
    { 'compose.yaml': 'include: [part.yaml]\n', 'part.yaml': 'services: {a: {image: "a:1"}}\n' },
    { 'part.yaml': 'services: {a: {image: "a:1", privileged: true}}\n' },
    ['part.yaml:1 privileged-container'],
  ],
  [
    'an .env that Git tracks',
    { 'compose.yaml': 'services:\n  a: {image: "a:1", pid: "${PID}"}\n', '.env': 'PID=\n' },
    { '.env': 'PID=host\n' },
    ['compose.yaml:2 host-pid-namespace'],
  ],
  [
    'a service that another extends',
    {
      'compose.yaml': 'services:\n  a: {extends: {file: base.yaml, service: b}}\n',
      'base.yaml': 'services:\n  b: {image: "b:1"}\n',
    },
    { 'base.yaml': 'services:\n  b: {image: "b:1", ipc: host}\n' },
    ['base.yaml:2 host-ipc-namespace'],
  ],
  [
    'a script that is sourced',
    { 'run.sh': '. ./lib.sh\ndocker run $OPTIONS nginx:1.29\n', 'lib.sh': 'OPTIONS=--init\n' },
    { 'lib.sh': 'OPTIONS=--privileged\n' },
    ['lib.sh:1 privileged-container'],
  ],
  [
    'a Dockerfile',
    { 'compose.yaml': 'services: {a: {build: .}}\n', Dockerfile: 'FROM debian:12\n' },
    { Dockerfile: 'FROM debian:12\nENV API_TOKEN=8f14e45fceea167a\n' },
    ['Dockerfile:2 secret-in-environment'],
  ],
  [
    'a Makefile',
    { Makefile: 'a:\n\ttrue\n' },
    { Makefile: 'a:\n\tdocker run --pid=host a:1\n' },
    ['Makefile:2 host-pid-namespace'],
  ],
  [
    'a workflow',
    { '.github/workflows/a.yml': 'on: push\njobs: {a: {runs-on: x, steps: [{run: "true"}]}}\n' },
    { '.github/workflows/a.yml': 'on: push\njobs: {a: {runs-on: x, steps: [{run: "docker run --privileged a:1"}]}}\n' },
    ['.github/workflows/a.yml:2 privileged-container'],
  ],
  [
    'a unit',
    { 'a.container': '[Container]\nImage=quay.io/a/b:1\n' },
    { 'a.container': '[Container]\nImage=quay.io/a/b:1\nNetwork=host\n' },
    ['a.container:3 host-network'],
  ],
  [
    'a configuration that turns a rule on',
    { 'compose.yaml': WEB, '.plimsoll.yaml': 'rules: {privileged-container: off}\n' },
    { '.plimsoll.yaml': '{}\n' },
    ['compose.yaml:4 privileged-container'],
  ],
  [
    'a comment that is gone',
    { 'compose.yaml': WEB.replace('true', 'true # plimsoll: ignore[privileged-container] -- it is needed') },
    { 'compose.yaml': WEB },
    ['compose.yaml:4 privileged-container'],
  ],
];

describe('what a change adds in files that it does not touch', () => {
  test.each(ELSEWHERE)('%s', async (_, before, after, found) => {
    commit(before);
    write(after);
    expect((await lint('--since', 'main')).found).toEqual(found);
  });
});

test('what Git ignores is as it is: an .env is never new', async () => {
  commit({ 'compose.yaml': 'services:\n  a: {image: "a:1", pid: "${PID}"}\n', '.gitignore': '.env\n' });
  write({ '.env': 'PID=host\n' });
  expect((await lint('--since', 'main')).found).toEqual([]);
});

test('what is found in what Git ignores was not there', async () => {
  commit({ 'compose.yaml': WEB, '.gitignore': 'local\n' });
  write({ 'local/compose.yaml': WEB });
  expect((await lint('--since', 'main', 'local/compose.yaml')).found).toEqual([
    'local/compose.yaml:4 privileged-container',
  ]);
});

test('what is found in another repository was not there', async () => {
  commit({ 'compose.yaml': WEB });
  const other = mkdtempSync(join(tmpdir(), 'plimsoll-since-'));
  writeFileSync(join(other, 'compose.yaml'), WEB);
  expect((await lint('--since', 'main', join(other, 'compose.yaml'))).code).toBe(1);
  rmSync(other, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32').each(['.git/info/exclude', '.git/config', '.git/index', '.gitignore'])(
  'a pipe instead of %s is an error',
  async (name) => {
    commit({ 'compose.yaml': WEB });
    rmSync(join(folder, name), { force: true });
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    execFileSync('mkfifo', [join(folder, name)]);
    const { code, err } = await lint('--since', 'main');
    expect(code).toBe(2);
    expect(err).toContain(`${name} is a pipe, which git would wait for. Remove it.`);
  },
);

test.skipIf(process.platform === 'win32')('a link has the findings of what it leads to', async () => {
  write({ 'real/compose.yaml': WEB });
  symlinkSync('real/compose.yaml', join(folder, 'compose.yaml'));
  commit({});
  expect((await lint('--since', 'main')).found).toEqual([]);
});

test('exit code, other formats and what was accepted speak of what is new', async () => {
  commit({ 'compose.yaml': WEB });
  const io = createMemoryIo({}, { workingDirectory: folder });
  const real = {
    ...io,
    files: createNodeFileSystem(folder),
    git: () => Promise.resolve(createGit(folder, process.env)),
  };
  expect(await main(['--since', 'main', '--format', 'json'], real)).toBe(0);
  expect(JSON.parse(io.out())).toMatchObject({ summary: { findings: 0 } });
});

test('works with what others changed', async () => {
  commit({ 'compose.yaml': WEB });
  write({ 'compose.yaml': WEB + HOST_NETWORK });
  expect((await lint('--since', 'main', '--untrusted')).found).toEqual(['compose.yaml:5 host-network']);
});

test('git runs nothing that the repository names', async () => {
  commit({ 'compose.yaml': WEB, '.gitattributes': '* filter=x diff=x\n' });
  const trap = join(folder, '.git/trap');
  writeFileSync(trap, `#!/bin/sh\ntouch '${folder}/.git/sprung'\ncat\n`);
  chmodSync(trap, 0o755);
  for (const name of ['core.fsmonitor', 'filter.x.clean', 'filter.x.smudge', 'diff.x.textconv', 'diff.external'])
    git('config', name, trap);
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  for (const hook of ['post-index-change', 'post-checkout', 'reference-transaction']) {
    writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\n${trap}\n`);
    chmodSync(join(folder, '.git/hooks', hook), 0o755);
  }
  write({ 'compose.yaml': WEB + HOST_NETWORK });
  rmSync(join(folder, '.git/sprung'), { force: true });
  expect((await lint('--since', 'main')).found).toEqual(['compose.yaml:5 host-network']);
  expect(existsSync(join(folder, '.git/sprung'))).toBe(false);
});

describe('mistakes', () => {
  test('a name that Git does not know', async () => {
    commit({ 'compose.yaml': WEB });
    const { code, err } = await lint('--since', 'origin/main');
    expect(code).toBe(2);
    expect(err).toContain(
      'Unknown commit "origin/main". To get a branch, run git fetch origin BRANCH and use origin/BRANCH.',
    );
    expect((await lint('--since', '--upload-pack=x')).code).toBe(2);
  });

  test('a shallow clone without the commit says what to fetch', async () => {
    commit({ 'compose.yaml': WEB });
    git('switch', '--quiet', 'main');
    git('commit', '--quiet', '--allow-empty', '--message=b');
    git('switch', '--quiet', 'work');
    git('commit', '--quiet', '--allow-empty', '--message=c');
    const origin = folder;
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-since-'));
    git('clone', '--quiet', '--depth=1', '--no-single-branch', `file://${origin}`, '.');
    git('switch', '--quiet', 'work');
    const { code, err } = await lint('--since', 'origin/main');
    expect(code).toBe(2);
    expect(err).toContain(
      '"origin/main" and HEAD have no common ancestor in this shallow clone. Run git fetch --unshallow; on GitHub, set fetch-depth: 0 for actions/checkout.',
    );
    rmSync(origin, { recursive: true, force: true });
  });

  test('no repository, standard input', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    write({ 'compose.yaml': WEB });
    expect((await lint('--since', 'main')).err).toContain(
      '--since requires a Git repository. Git says: not a git repository (or any of the parent directories): .git',
    );
    expect((await lint('--since', 'main', '-')).code).toBe(2);
  });
});

/** The committed file, the change, and the new findings. */
const LINKS: readonly (readonly [
  name: string,
  before: Readonly<Record<string, string>>,
  link: readonly [path: string, target: string],
  after: (toPath: (path: string) => string) => void,
  found: readonly string[],
])[] = [
  [
    'leads elsewhere now',
    { 'safe.txt': 'services: {}\n' },
    ['compose.yaml', 'safe.txt'],
    (toPath) => {
      writeFileSync(toPath('other.txt'), WEB);
      rmSync(toPath('compose.yaml'));
      symlinkSync('other.txt', toPath('compose.yaml'));
    },
    ['compose.yaml:4 privileged-container'],
  ],
  [
    'leads to what has changed',
    { 'safe.txt': 'services: {}\n' },
    ['compose.yaml', 'safe.txt'],
    (toPath) => {
      writeFileSync(toPath('safe.txt'), WEB);
    },
    ['compose.yaml:4 privileged-container'],
  ],
  [
    'is a file now',
    { 'safe.txt': 'services: {}\n' },
    ['compose.yaml', 'safe.txt'],
    (toPath) => {
      rmSync(toPath('compose.yaml'));
      writeFileSync(toPath('compose.yaml'), WEB);
    },
    ['compose.yaml:4 privileged-container'],
  ],
  [
    'of a folder is a folder now',
    { 'safe/compose.yml': 'services: {}\n' },
    ['app', 'safe'],
    (toPath) => {
      rmSync(toPath('app'));
      mkdirSync(toPath('app'));
      writeFileSync(toPath('app/compose.yml'), WEB);
    },
    ['app/compose.yml:4 privileged-container'],
  ],
  [
    'became the file that it led to',
    { 'real.txt': WEB },
    ['compose.yaml', 'real.txt'],
    (toPath) => {
      rmSync(toPath('compose.yaml'));
      renameSync(toPath('real.txt'), toPath('compose.yaml'));
    },
    [],
  ],
];

describe.skipIf(process.platform === 'win32')('a link', () => {
  test.each(LINKS)('that %s', async (_, before, [path, target], after, found) => {
    write(before);
    symlinkSync(target, join(folder, path));
    commit({});
    after((changed) => join(folder, changed));
    git('add', '--all');
    expect((await lint('--since', 'main', '--untrusted')).found).toEqual(found);
  });
});

/** The ID and path of an object on `main`. */
function objectOf(name: string): readonly [id: string, path: string] {
  const id = execFileSync('git', ['rev-parse', name], { cwd: folder }).toString().trim();
  return [id, join(folder, '.git/objects', id.slice(0, 2), id.slice(2))];
}

const DAMAGES: readonly (readonly [name: string, damage: (path: string) => void])[] = [
  [
    'missing',
    (path) => {
      rmSync(path);
    },
  ],
  [
    'empty',
    (path) => {
      overwrite(path, '');
    },
  ],
  [
    'damaged',
    (path) => {
      overwrite(path, 'x');
    },
  ],
  [
    'of another content',
    (path) => {
      overwrite(path, deflateSync('blob 13\0services: {}\n'));
    },
  ],
];

function overwrite(path: string, content: string | Uint8Array): void {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}

describe('what Git does not have is never unchanged', () => {
  test.each(DAMAGES)('a file that is %s', async (_, damage) => {
    commit({ 'compose.yaml': 'services: {web: {image: "nginx:1.29"}}\n', 'part.yaml': 'services: {}\n' });
    write({ 'compose.yaml': WEB });
    const [id, path] = objectOf('main:compose.yaml');
    damage(path);
    const { code, found, err } = await lint('--since', 'main', '--untrusted');
    expect([code, found]).toEqual([2, []]);
    expect(err).toContain(`Can't read compose.yaml as of the merge base with main (Git object ${id}): `);
  });

  test.each([
    ['a folder', 'main:deploy'],
    ['the root', 'main^{tree}'],
    ['the commit', 'main'],
  ])('%s', async (_, name) => {
    commit({ 'deploy/compose.yaml': WEB });
    git('commit', '--quiet', '--allow-empty', '--message=b');
    const [id, path] = objectOf(name);
    for (const damage of [
      (): void => {
        overwrite(path, 'x');
      },
      (): void => {
        rmSync(path);
      },
    ]) {
      damage();
      const { code, err } = await lint('--since', 'main');
      expect(code).toBe(2);
      expect(err).toMatch(new RegExp(`${id}|${id.slice(0, 2)}/${id.slice(2)}|not a tree object`));
    }
  });

  test('a file that has not changed is not asked of Git', async () => {
    commit({ 'compose.yaml': WEB, 'notes.txt': 'a\n' });
    write({ 'notes.txt': 'b\n' });
    for (const name of ['compose.yaml', 'notes.txt']) rmSync(objectOf(`main:${name}`)[1]);
    expect((await lint('--since', 'main')).code).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('where a link leads', async () => {
    write({ 'safe.txt': 'services: {}\n' });
    symlinkSync('safe.txt', join(folder, 'compose.yaml'));
    commit({});
    rmSync(join(folder, 'compose.yaml'));
    write({ 'compose.yaml': WEB });
    rmSync(objectOf('main:compose.yaml')[1]);
    const { code, err } = await lint('--since', 'main');
    expect(code).toBe(2);
    expect(err).toContain("Can't read compose.yaml as of the merge base with main");
  });

  test.each([
    ['blob:none', "Can't read compose.yaml as of the merge base with origin/main (Git object "],
    ['tree:0', 'git ls-tree failed: '],
  ])('a clone with --filter=%s', async (filter, message) => {
    commit({ 'compose.yaml': 'services: {web: {image: "nginx:1.29"}}\n' });
    write({ 'compose.yaml': WEB });
    git('commit', '--quiet', '--all', '--message=b');
    git('config', 'uploadpack.allowFilter', 'true');
    const origin = folder;
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-since-'));
    git('clone', '--quiet', `--filter=${filter}`, '--branch=work', `file://${origin}`, '.');
    const { code, found, err } = await lint('--since', 'origin/main');
    expect([code, found]).toEqual([2, []]);
    expect(err).toContain(message);
    expect(err).toContain('This is a partial clone. Run git fetch --refetch --no-filter.');
    git('fetch', '--quiet', '--refetch', '--no-filter');
    expect((await lint('--since', 'origin/main')).found).toEqual(['compose.yaml:4 privileged-container']);
    rmSync(origin, { recursive: true, force: true });
  });
});
